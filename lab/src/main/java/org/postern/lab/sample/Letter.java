package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One message being written: its header fields in order, then its body.
final class Letter {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH); // RFC 5322 §3.3

    private final StringBuilder fields = new StringBuilder();
    private final Person from;
    private final Instant sent;
    private final List<Person> recipients = new ArrayList<>();

    private Letter(Person from, Instant sent) {
        this.from = from;
        this.sent = sent;
    }

    static Letter from(Person from, Instant sent) {
        Letter letter = new Letter(from, sent);
        letter.field("From", HeaderText.mailbox(from));
        return letter;
    }

    Letter to(List<Person> people) {
        return people("To", people);
    }

    Letter cc(List<Person> people) {
        return people.isEmpty() ? this : people("Cc", people);
    }

    /// Adds people who get a copy and are not named in the header.
    Letter bcc(List<Person> people) {
        recipients.addAll(people);
        return this;
    }

    private Letter people(String field, List<Person> people) {
        recipients.addAll(people);
        return field(field, HeaderText.mailboxes(people));
    }

    Letter subject(String subject) {
        return subject(subject, StandardCharsets.UTF_8, HeaderText.Scheme.B);
    }

    Letter subject(String subject, Charset charset, HeaderText.Scheme scheme) {
        return field("Subject", HeaderText.unstructured(subject, charset, scheme));
    }

    /// The date in the writer's own zone, and the message's id.
    Letter dated(String messageId) {
        return field("Date", date(sent, from.zone())).field("Message-ID", messageId);
    }

    Letter field(String name, String value) {
        fields.append(HeaderText.field(name, value));
        return this;
    }

    Person from() {
        return from;
    }

    Instant sent() {
        return sent;
    }

    List<Person> recipients() {
        return recipients;
    }

    /// The whole message as its writer's program hands it over.
    Rope with(Body body) {
        return Rope.join(Rope.of(fields + "MIME-Version: 1.0\r\n"), body.rope());
    }

    static String date(Instant when, ZoneId zone) {
        return DATE.format(when.atZone(zone));
    }
}
