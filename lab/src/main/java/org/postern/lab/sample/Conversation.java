package org.postern.lab.sample;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A thread: each message answers the one before, names it (RFC 5322 §3.6.4) and quotes it.
final class Conversation {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy 'at' HH:mm", Locale.ENGLISH);
    private static final int QUOTED_LINES_MAX = 40;

    private record Said(Person who, Instant when, String messageId, String plain, String html, Rope message) {}

    private final Scribe scribe;
    private final Stationery stationery;
    private final Topic topic;
    private final String subject;
    private final List<Said> said = new ArrayList<>();
    private final Set<Person> circle = new LinkedHashSet<>();

    Conversation(Scribe scribe, Topic topic, String subject, List<Person> circle) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
        this.topic = topic;
        this.subject = subject;
        this.circle.addAll(circle);
    }

    Instant lastAt() {
        return said.getLast().when();
    }

    /// The next message, to everybody in the circle: the first of them as To, the others as Cc.
    void says(Person who, Instant when, String text, List<Body> files) {
        List<Person> others = new ArrayList<>(circle);
        others.remove(who);
        circle.add(who);
        Letter letter = Letter.from(who, when)
                .to(others.subList(0, Math.min(1 + others.size() / 2, others.size())))
                .cc(others.subList(Math.min(1 + others.size() / 2, others.size()), others.size()))
                .subject(said.isEmpty() ? subject : replyMark(who) + subject, who.charset(), HeaderText.Scheme.Q);
        send(letter, text, files, said.isEmpty() ? "" : quotedPlain(), said.isEmpty() ? "" : quotedHtml());
    }

    /// Passes the last message on to somebody new, as text or as a message within the message.
    void forwards(Person who, Instant when, Person to, String text) {
        boolean whole = scribe.chance(40);
        Letter letter =
                Letter.from(who, when).to(List.of(to)).subject("Fwd: " + subject, who.charset(), HeaderText.Scheme.B);
        List<Body> files = whole ? List.of(Body.message(said.getLast().message(), "forwarded.eml")) : List.of();
        circle.add(to);
        send(letter, text, files, whole ? "" : forwardedPlain(), whole ? "" : quotedHtml());
    }

    private void send(Letter letter, String text, List<Body> files, String quotedPlain, String quotedHtml) {
        String messageId = scribe.messageId(letter.from());
        letter.dated(messageId);
        if (!said.isEmpty()) {
            letter.field("In-Reply-To", said.getLast().messageId());
            letter.field(
                    "References",
                    String.join(" ", said.stream().map(Said::messageId).toList()));
        }
        letter.field(
                "Thread-Topic", HeaderText.unstructured(subject, letter.from().charset(), HeaderText.Scheme.B));
        Body body = stationery.body(new Stationery.Sheet(letter.from(), text, quotedPlain, quotedHtml, files));
        Rope message = letter.with(body);
        scribe.post().send(letter.from(), letter.recipients(), letter.sent(), message, topic);
        String plain = Stationery.wrap(text) + quotedPlain;
        String html = "<p>" + Stationery.escape(text).replace("\n", "<br>\n") + "</p>\n" + quotedHtml;
        said.add(new Said(letter.from(), letter.sent(), messageId, plain, html, message));
    }

    private String quotedPlain() {
        StringBuilder out = new StringBuilder("\n" + attribution() + "\n");
        said.getLast()
                .plain()
                .lines()
                .limit(QUOTED_LINES_MAX)
                .forEach(line -> out.append(line.startsWith(">") ? ">" : line.isEmpty() ? ">" : "> ")
                        .append(line)
                        .append('\n'));
        return out.toString();
    }

    private String quotedHtml() {
        String quoted = said.getLast().html();
        boolean deep = quoted.split("<blockquote", -1).length > 4;
        return "<div>" + Stationery.escape(attribution())
                + "</div>\n<blockquote style=\"border-left:2px solid #99b\">\n"
                + (deep ? quoted.substring(0, quoted.indexOf("<div>")) : quoted)
                + "</blockquote>\n";
    }

    private String forwardedPlain() {
        Said last = said.getLast();
        return "\n---------- Forwarded message ----------\nFrom: " + last.who().name() + " <"
                + last.who().address()
                + ">\nDate: " + WHEN.format(last.when().atZone(last.who().zone())) + "\nSubject: " + subject + "\n\n"
                + last.plain();
    }

    private String attribution() {
        Said last = said.getLast();
        return "On " + WHEN.format(last.when().atZone(last.who().zone())) + ", "
                + last.who().name() + " wrote:";
    }

    /// How programs of a language mark an answer.
    private static String replyMark(Person who) {
        return switch (who.language()) {
            case "de" -> "AW: ";
            case "pl" -> "Odp: ";
            case "zh" -> "回复: ";
            case "el" -> "ΑΠ: ";
            case "he" -> "RE: ";
            default -> "Re: ";
        };
    }
}
