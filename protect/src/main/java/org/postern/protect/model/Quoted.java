package org.postern.protect.model;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;

/// What was written before and is quoted, with what its header says.
public final class Quoted {
    private static final int HEADER_LINES = 12;
    private static final Pattern FIELD = Pattern.compile("^[\\s>*]*([\\p{L} ]{1,20})\\s*\\*?\\s*[:\uff1a]\\s*(.*)$");
    private static final Pattern WROTE_BY = Pattern.compile(
            "(?:,|\\d|\\))\\s+([^,\\d][^<>\\n]{0,100}?)\\s*<([^<>\\s@]+@[^<>\\s]+)>", Pattern.UNICODE_CASE);

    private final String text;
    private final Supplier<List<Link>> links;

    Quoted(String text) {
        this.text = text;
        this.links = new Once<>(() -> Body.plainLinks(text));
    }

    String text() {
        return text;
    }

    List<Link> links() {
        return links.get();
    }

    @Nullable
    String preamble() {
        return text.lines().findFirst().map(String::strip).orElse(null);
    }

    @Nullable
    Person sender() {
        List<Person> named = people("From", "Von", "De", "Da", "Van", "Från", "Fra", "发件人", "差出人");
        if (!named.isEmpty()) {
            return named.getFirst();
        }
        String first = text.lines().limit(3).reduce("", (all, line) -> all + " " + line);
        Matcher wrote = WROTE_BY.matcher(first);
        return wrote.find()
                ? parsed(wrote.group(1) + " <" + wrote.group(2) + ">").stream()
                        .findFirst()
                        .orElse(null)
                : null;
    }

    List<Person> to() {
        return people("To", "An", "À", "Para", "A", "Aan", "Till", "Til", "收件人", "宛先");
    }

    List<Person> cc() {
        return people("Cc", "Kopie", "Copie", "抄送");
    }

    MailView.@Nullable Subject subject() {
        String subject = field(
                "Subject", "Betreff", "Objet", "Asunto", "Oggetto", "Onderwerp", "Assunto", "Ämne", "Emne", "主题", "件名");
        return subject == null ? null : MailView.Subject.of(subject);
    }

    private List<Person> people(String... names) {
        String value = field(names);
        return value == null ? List.of() : parsed(value);
    }

    private static List<Person> parsed(String value) {
        return EmailAddress.parseAll(value.replace(";", ",")).stream()
                .map(Person::of)
                .toList();
    }

    private @Nullable String field(String... names) {
        for (String line : text.lines().limit(HEADER_LINES).toList()) {
            Matcher field = FIELD.matcher(line.length() > 2_000 ? line.substring(0, 2_000) : line);
            if (field.matches()
                    && List.of(names).stream().anyMatch(field.group(1).strip()::equalsIgnoreCase)) {
                return field.group(2).strip();
            }
        }
        return null;
    }
}
