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
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_NAME = 30;
    /// Of the lines that name who wrote.
    private static final int LONGEST_LEAD = 600;

    private static final Pattern WROTE_BY = Pattern.compile(
            "(?:,|\\d|\\))\\s++([^,\\d][^<>\\n]{0,100})<([^<>\\s@]{1,200}@[^<>\\s]{1,200})>", Pattern.UNICODE_CASE);

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
        Matcher wrote = WROTE_BY.matcher(first.substring(0, Math.min(LONGEST_LEAD, first.length())));
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
            String plain = bare(line.substring(0, Math.min(LONGEST_LINE, line.length())));
            int colon = colon(plain);
            if (colon >= 0) {
                String name = bare(plain.substring(0, colon));
                if (List.of(names).stream().anyMatch(name::equalsIgnoreCase)) {
                    return bare(plain.substring(colon + 1));
                }
            }
        }
        return null;
    }

    private static int colon(String line) {
        for (int at = 0; at < Math.min(LONGEST_NAME, line.length()); at++) {
            if (line.charAt(at) == ':' || line.charAt(at) == '\uff1a') {
                return at;
            }
        }
        return -1;
    }

    /// Without blanks, quotation signs and the asterisks of bold text around it.
    private static String bare(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && around(text.charAt(start))) {
            start++;
        }
        while (end > start && around(text.charAt(end - 1)) && text.charAt(end - 1) != '>') {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean around(char c) {
        return c == '>' || c == '*' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
