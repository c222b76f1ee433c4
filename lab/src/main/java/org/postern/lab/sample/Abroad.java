package org.postern.lab.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Mail in many languages and scripts, each in the charset that programs of its country like.
final class Abroad {
    private static final List<String> LANGUAGES =
            List.of("en", "de", "fr", "pl", "el", "ru", "ar", "he", "hi", "zh", "ja", "ko");

    private final Scribe scribe;
    private final Stationery stationery;
    private final Map<String, Phrasebook> books = LANGUAGES.stream()
            .collect(Collectors.toMap(l -> l, l -> Phrasebook.load("abroad-" + l), (a, _) -> a, TreeMap::new));

    Abroad(Scribe scribe) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
    }

    /// Letters from outside and, where a colleague speaks the language, the answer.
    void write(int count) {
        for (int i = 0; i < count; i++) {
            letter(LANGUAGES.get(i % LANGUAGES.size()));
        }
    }

    private void letter(String language) {
        Person writer = scribe.company().contact(language);
        Instant when = scribe.workingTime(writer);
        Phrasebook book = books.get(writer.language());
        if (book == null) {
            throw new IllegalStateException("No phrase book for " + writer.language());
        }
        List<Person> readers = readers(language, when);
        Map<String, String> facts = scribe.facts(when);
        facts.put("from", writer.name());
        facts.put("to", readers.getFirst().firstName());
        Conversation conversation =
                new Conversation(scribe, Topic.ABROAD, book.write("subject", facts, scribe.random()), readers);
        List<Body> files = scribe.chance(30)
                ? List.of(scribe.library().any(scribe.random()).as(stationery.pickBase64()))
                : List.of();
        conversation.says(writer, when, book.write("body", facts, scribe.random()), files);
        Person reader = readers.getFirst();
        if (reader.language().equals(language) && scribe.chance(50)) {
            facts.put("from", reader.name());
            facts.put("to", writer.firstName());
            conversation.says(reader, scribe.later(when, 2, 40), book.write("body", facts, scribe.random()), List.of());
        }
    }

    private List<Person> readers(String language, Instant when) {
        List<Person> readers = new ArrayList<>(scribe.colleagues(100, when));
        readers.removeIf(person -> !person.language().equals(language));
        if (readers.isEmpty() || Set.of("en", "fr").contains(language)) {
            readers = new ArrayList<>(scribe.colleagues(1, when));
        }
        if (scribe.chance(50)) {
            readers.addAll(scribe.colleagues(1, when, readers.getFirst()));
        }
        return readers;
    }
}
