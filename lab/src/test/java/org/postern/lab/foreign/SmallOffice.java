package org.postern.lab.foreign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.lab.source.Content;
import org.postern.lab.source.Folder;
import org.postern.lab.source.MailSource;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.Organisation;
import org.postern.lab.source.WellKnownFolder;

/// A small organisation whose mail the judges know by heart: five mailboxes, the first with 23 messages in its inbox.
final class SmallOffice implements MailSource {
    static final String ANN = "ann@judged.example";
    static final int IN_INBOX = 23;
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    @Override
    public List<Organisation> organisations() {
        List<Mailbox> mailboxes = new ArrayList<>();
        List<Message> inbox = new ArrayList<>();
        for (int i = 0; i < IN_INBOX; i++) {
            inbox.add(Message.received(Content.of(mime(i)), START.plusSeconds(3600L * i), i % 3 != 0));
        }
        Folder projects = Folder.named(List.of("Projects", "Harbour"), List.of(inbox.getFirst(), inbox.get(1)));
        mailboxes.add(new Mailbox(ANN, "Ann Lee", List.of(Folder.wellKnown(WellKnownFolder.INBOX, inbox), projects)));
        for (String name : List.of("ben", "cem", "dot", "eva")) {
            mailboxes.add(new Mailbox(name + "@judged.example", name, List.of()));
        }
        return List.of(new Organisation("Judged", "judged.example", mailboxes));
    }

    /// The bytes of the inbox's message of a number: HTML, 8-bit text, an attachment, and a line end here and there.
    static byte[] mime(int number) {
        String text = String.join(
                number % 5 == 4 ? "\n" : "\r\n",
                "From: =?utf-8?Q?J=C3=B6rg?= <jorg@outside.example>",
                "To: Ann Lee <ann@judged.example>",
                "Cc: Ben <ben@judged.example>",
                "Subject: Message " + number,
                "Date: Sun, 1 Mar 2026 08:00:00 +0000",
                "Message-ID: <" + number + "@outside.example>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                "<p>Grüße №" + number + "</p>",
                "--b",
                "Content-Type: text/csv; name=t.csv",
                "Content-Disposition: attachment; filename=t.csv",
                "",
                "a,b",
                "--b--",
                "");
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
