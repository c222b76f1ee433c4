package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Mail that came back: delivery reports (RFC 3464), answers of absence, and read receipts (RFC 8098).
final class Returns {
    private final Scribe scribe;

    Returns(Scribe scribe) {
        this.scribe = scribe;
    }

    void write(int count) {
        for (int i = 0; i < count; i++) {
            Instant when = scribe.workingTime(scribe.company().staff().getFirst());
            Person writer = scribe.pick(scribe.colleagues(100, when));
            switch (i % 3) {
                case 0, 1 -> bounce(writer, when, i % 2 == 0);
                default -> absence(writer, when);
            }
        }
    }

    private void bounce(Person writer, Instant when, boolean whole) {
        Person reader = scribe.pick(scribe.company().contacts());
        Person system = system();
        String lost = "old." + reader.address();
        Rope original = Letter.from(writer, when.minusSeconds(5))
                .to(List.of(reader))
                .subject("Figures for " + scribe.company().word("project", scribe.random()))
                .dated(scribe.messageId(writer))
                .with(Body.plain("The figures are on their way.\n", StandardCharsets.US_ASCII, Encoding.SEVEN_BIT));
        Body notice = Body.plain(
                "Your message could not be delivered to " + lost + ".\n\n"
                        + "The address does not exist there. Please check it and send the message again.\n",
                StandardCharsets.US_ASCII,
                Encoding.SEVEN_BIT);
        String status = "Reporting-MTA: dns; edge." + scribe.company().domain() + "\r\nArrival-Date: "
                + Letter.date(when, system.zone()) + "\r\n\r\nFinal-Recipient: rfc822; " + lost
                + "\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mail." + reader.domain()
                + "\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n";
        Body report = Body.encoded(
                "message/delivery-status", "", status.getBytes(StandardCharsets.US_ASCII), Encoding.SEVEN_BIT);
        Body returned = whole
                ? new Body(HeaderText.field("Content-Type", "message/rfc822"), original)
                : Body.encoded("text/rfc822-headers", "", headers(original), Encoding.SEVEN_BIT);
        Letter letter = Letter.from(system, when)
                .to(List.of(writer))
                .subject("Undeliverable: your message to " + lost)
                .dated(scribe.messageId(system))
                .field("Auto-Submitted", "auto-replied");
        scribe.post()
                .send(
                        letter,
                        Body.multipart(
                                "report",
                                scribe.boundary(),
                                "; report-type=delivery-status",
                                List.of(notice, report, returned)),
                        Topic.NOTICE);
    }

    private void absence(Person writer, Instant when) {
        Person away = scribe.pick(scribe.company().contacts());
        Letter letter = Letter.from(away, when)
                .to(List.of(writer))
                .subject("Out of the office: back soon")
                .dated(scribe.messageId(away))
                .field("Auto-Submitted", "auto-replied")
                .field("X-Autoreply", "yes");
        Body body = Body.plain(
                "Thank you for your message. I am at sea until Monday and read mail only in harbours.\n\n" + away.name()
                        + "\n",
                StandardCharsets.UTF_8,
                Encoding.QUOTED_PRINTABLE);
        scribe.post().send(letter, body, Topic.NOTICE);
    }

    private static byte[] headers(Rope message) {
        String text = new String(message.bytes(), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf("\r\n\r\n") + 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    private Person system() {
        return Person.outside(
                "Mail Delivery System",
                "MAILER-DAEMON@" + scribe.company().domain(),
                scribe.company().staff().getFirst().zone());
    }
}
