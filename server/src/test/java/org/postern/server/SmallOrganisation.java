package org.postern.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.lab.source.Content;
import org.postern.lab.source.Folder;
import org.postern.lab.source.MailSource;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.Organisation;
import org.postern.lab.source.WellKnownFolder;

/// Two mailboxes with a little mail, some of it hostile to a page.
final class SmallOrganisation implements MailSource {
    static final int INBOX = 12;
    private static final Instant RECEIVED = Instant.parse("2026-10-01T09:00:00Z");

    @Override
    public List<Organisation> organisations() {
        return List.of(new Organisation(
                "Harbour",
                "harbour.example",
                List.of(mailbox("anna@harbour.example", "Anna"), mailbox("ben@harbour.example", "Ben"))));
    }

    private static Mailbox mailbox(String address, String name) {
        List<Message> inbox = IntStream.range(0, INBOX)
                .mapToObj(i -> Message.received(Content.of(bytes(name, i)), RECEIVED.plusSeconds(i * 60L), i % 2 == 0))
                .toList();
        Message contract = Message.received(Content.of(bytes(name, 99)), RECEIVED, true);
        return new Mailbox(
                address,
                name,
                List.of(
                        Folder.wellKnown(WellKnownFolder.INBOX, inbox),
                        Folder.named(List.of("Projects", "Quay/North"), List.of(contract))));
    }

    static byte[] bytes(String name, int number) {
        String subject = number == 3 ? "<script>alert(1)</script> & \"quoted\"" : "Crane report " + number;
        return """
                From: "Mona Weir" <mona@weir.example>\r
                To: %s <%s@harbour.example>\r
                Subject: %s\r
                Date: Thu, 01 Oct 2026 09:00:00 +0000\r
                Message-ID: <crane-%s-%d@weir.example>\r
                MIME-Version: 1.0\r
                Content-Type: text/html; charset=utf-8\r
                \r
                <p onclick="steal()">The crane at <b>berth %d</b> stands.</p><script>steal()</script>\r
                """.formatted(name, name.toLowerCase(java.util.Locale.ROOT), subject, name, number, number)
                .getBytes(StandardCharsets.UTF_8);
    }
}
