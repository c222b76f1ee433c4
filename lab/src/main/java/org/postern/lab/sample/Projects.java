package org.postern.lab.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Threads about the company's projects: questions, answers, forwards, and files that go round.
final class Projects {
    private final Scribe scribe;
    private final Phrasebook book = Phrasebook.load("project");

    Projects(Scribe scribe) {
        this.scribe = scribe;
    }

    void write(int threads) {
        for (int i = 0; i < threads; i++) {
            thread();
        }
    }

    private void thread() {
        Instant when = scribe.workingTime(scribe.company().staff().getFirst());
        List<Person> circle =
                new ArrayList<>(scribe.colleagues(2 + scribe.random().nextInt(3), when));
        if (scribe.chance(35)) {
            circle.add(scribe.pick(scribe.company().contacts()));
        }
        Map<String, String> facts = scribe.facts(when);
        String subject = book.write("subject", facts, scribe.random());
        Conversation conversation = new Conversation(scribe, Topic.PROJECT, subject, circle);
        Person writer = circle.getFirst();
        conversation.says(writer, when, text("opening", facts, writer, circle.get(1)), files(55));
        int answers = scribe.random().nextInt(6);
        for (int i = 0; i < answers; i++) {
            Instant then = scribe.later(conversation.lastAt(), 1, 40);
            Person next = next(circle, writer, then);
            conversation.says(next, then, text("answer", facts, next, writer), files(18));
            writer = next;
        }
        if (scribe.chance(30)) {
            forward(conversation, facts, writer);
        }
    }

    private void forward(Conversation conversation, Map<String, String> facts, Person writer) {
        Instant then = scribe.later(conversation.lastAt(), 1, 20);
        List<Person> others = scribe.colleagues(100, then, writer);
        if (writer.hasLeftBy(then) || others.isEmpty()) {
            return;
        }
        Person to = scribe.pick(others);
        conversation.forwards(writer, then, to, text("forward", facts, writer, to));
    }

    private Person next(List<Person> circle, Person last, Instant when) {
        List<Person> others = new ArrayList<>(circle);
        others.removeIf(person -> person.equals(last) || person.hasLeftBy(when));
        return others.isEmpty() ? last : scribe.pick(others);
    }

    private String text(String rule, Map<String, String> facts, Person from, Person to) {
        Map<String, String> here = scribe.facts(scribe.end());
        here.putAll(facts);
        here.put("from", from.firstName());
        here.put("to", to.firstName());
        return book.write(rule, here, scribe.random());
    }

    private List<Body> files(int percent) {
        List<Body> files = new ArrayList<>();
        Stationery stationery = new Stationery(scribe);
        if (scribe.chance(percent)) {
            files.add(scribe.library().any(scribe.random()).as(stationery.pickBase64()));
        }
        if (scribe.chance(percent / 2)) {
            files.add(scribe.library().photograph(scribe.random()).as(stationery.pickBase64()));
        }
        return files;
    }
}
