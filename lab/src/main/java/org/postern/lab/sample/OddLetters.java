package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mail that breaks the rules in the ways that real mail does.
///
/// None of it is harmful; all of it must come back with the bytes it had. Each oddity has a name, which stands in
/// the header field `X-Oddity` when there is a header that can carry it.
final class OddLetters {
    private static final String CRLF = "\r\n";

    private final Scribe scribe;

    OddLetters(Scribe scribe) {
        this.scribe = scribe;
    }

    /// Lays every oddity `rounds` times into mailboxes.
    void write(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Rope> odd : oddities().entrySet()) {
                Instant when =
                        scribe.workingTime(scribe.company().staff().getFirst()).minus(Duration.ofMinutes(17));
                Person reader = scribe.pick(scribe.colleagues(100, when));
                scribe.post().put(reader, Topic.ODD, Post.Box.RECEIVED, when, odd.getValue());
            }
        }
    }

    /// One message of each kind, with new ids.
    Map<String, Rope> oddities() {
        Map<String, Rope> all = new LinkedHashMap<>();
        text(
                all,
                "bare-lf",
                head("Quay lamps", "bare-lf").replace(CRLF, "\n") + "\nBoth lamps are lit.\nGood night.\n");
        text(all, "mixed-line-ends", head("Rope", "mixed-line-ends") + "\r\nSplice it.\nTwice.\rThen tar it.\r\n");
        text(all, "no-final-boundary", multipart("no-final-boundary", "cut", part("Cut off before the end") + CRLF));
        text(all, "no-line-end", head("Short", "no-line-end") + CRLF + "and no line end after this");
        text(all, "empty-body", head("Empty", "empty-body") + CRLF);
        text(all, "header-only", head("Header and nothing else, not even the blank line", "header-only"));
        text(all, "body-only", CRLF + "This message begins with its body. Fog at Skerry Point.\r\n");
        text(
                all,
                "eight-bit-header",
                head("Grüße vom Kai: Ölwechsel überfällig", "eight-bit-header") + CRLF + "Raw UTF-8 above.\r\n");
        all.put(
                "latin1-header",
                Rope.of((head("Köder für Möwen", "latin1-header") + CRLF + "Raw Latin-1 above: süß.\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)));
        text(
                all,
                "unknown-charset",
                head("Charset from the moon", "unknown-charset")
                        + "Content-Type: text/plain; charset=x-moon-1969\r\n\r\nOne small step.\r\n");
        text(
                all,
                "broken-base64",
                head("Torn parcel", "broken-base64")
                        + "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIHBhcmNlbCB3YXMg\r\ndG9y*biBpbiB0aGUg!!\r\nbWlkZGxl=LiBTb3JyeS4\r\n");
        text(
                all,
                "stray-quoted-printable",
                head("Odd signs", "stray-quoted-printable")
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nTwo=3D=3D, a stray =, lower =c3=a9, torn =\r\n=E, space at end   \r\nand =ZZ.=\r\n");
        text(
                all,
                "unknown-encoding",
                head("Sealed", "unknown-encoding") + "Content-Transfer-Encoding: x-wax\r\n\r\nsealed with wax\r\n");
        text(all, "nul", head("Nothing", "nul") + CRLF + "Between these two words\u0000there is a NUL.\r\n");
        text(
                all,
                "huge-header",
                head("Long story", "huge-header") + hugeHeader() + CRLF + "The header was the story.\r\n");
        text(
                all,
                "long-line",
                head("In one breath", "long-line") + CRLF + "and then the tide came in ".repeat(2000) + CRLF);
        text(
                all,
                "no-message-id",
                without("Message-ID", head("Nameless", "no-message-id")) + CRLF + "I have no id.\r\n");
        text(all, "no-date", without("Date", head("Timeless", "no-date")) + CRLF + "I have no date.\r\n");
        text(
                all,
                "impossible-date",
                without("Date", head("Some day", "impossible-date"))
                        + "Date: Thu, 31 Feb 2025 25:61:00 +2500\r\n\r\nSee you then.\r\n");
        text(all, "no-sender", without("From", head("Who am I?", "no-sender")) + CRLF + "Guess.\r\n");
        duplicates(all);
        text(all, "deep-multipart", deep(12));
        text(
                all,
                "boundary-in-text",
                multipart(
                        "boundary-in-text",
                        "tide",
                        part("The word --tide stands here:\r\n --tide\r\n--tides\r\n") + CRLF + "--tide--" + CRLF));
        text(
                all,
                "same-boundary-twice",
                multipart(
                        "same-boundary-twice",
                        "echo",
                        "Content-Type: multipart/mixed; boundary=echo\r\n\r\n--echo\r\n" + part("inner") + CRLF
                                + "--echo--\r\n--echo\r\n" + part("outer") + CRLF + "--echo--\r\n"));
        text(
                all,
                "empty-multipart",
                multipart("empty-multipart", "void", "").replace("--void" + CRLF, "") + "--void--\r\n");
        text(
                all,
                "no-boundary",
                head("Lost the thread", "no-boundary")
                        + "Content-Type: multipart/mixed\r\n\r\n--what\r\n\r\nwas the boundary?\r\n");
        text(
                all,
                "epilogue",
                multipart("epilogue", "end", part("Inside.") + CRLF + "--end--\r\nAfter the end the sea goes on.\r\n"));
        text(
                all,
                "space-before-colon",
                head("Space", "space-before-colon") + "X-Spaced : yes\r\n\tfolded by a tab\r\n\r\nHm.\r\n");
        text(
                all,
                "line-without-colon",
                head("Colon", "line-without-colon") + "this line is no field\r\nX-After: yes\r\n\r\nHm.\r\n");
        text(
                all,
                "mbox-from-line",
                "From margaret Thu Jan  1 00:00:00 2026\r\n" + head("From above", "mbox-from-line")
                        + "\r\nFrom here on, text.\r\n");
        text(all, "dots", head("Dots", "dots") + CRLF + ".\r\n..\r\n...and the end.\r\n.\r\n");
        text(
                all,
                "encoded-word-torn",
                without("Subject", head("", "encoded-word-torn"))
                        + "Subject: =?utf-8?B?8J+MigDwn5?= =?utf-8?Q?torn_=C3?= =?x?Z?y?=\r\n\r\nTorn words.\r\n");
        text(all, "many-recipients", head("Roll call", "many-recipients") + manyRecipients() + CRLF + "Present?\r\n");
        text(
                all,
                "group-address",
                head("Undisclosed", "group-address")
                        + "Cc: undisclosed-recipients:;\r\nReply-To: Crew: a@b.example, \"C, D\" <c@d.example>;\r\n\r\nAhoy.\r\n");
        text(
                all,
                "uuencode",
                head("Old parcel", "uuencode") + "\r\nbegin 644 note.txt\r\n+5&AE('1I9&4N\"@``\r\n`\r\nend\r\n");
        text(
                all,
                "winmail",
                head("Winmail", "winmail")
                        + "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEA\r\n");
        text(
                all,
                "header-escape",
                head("Escape \u001b[31mred", "header-escape") + CRLF + "A terminal must not turn red.\r\n");
        return all;
    }

    private static void text(Map<String, Rope> all, String name, String message) {
        all.put(name, Rope.of(message));
    }

    private void duplicates(Map<String, Rope> all) {
        String head = head("Twin", "duplicate-message-id");
        text(all, "duplicate-message-id-1", head + CRLF + "I am the first twin.\r\n");
        text(all, "duplicate-message-id-2", head + CRLF + "And I am the second, with the same id.\r\n");
        text(all, "same-bytes-1", head("Same", "same-bytes") + CRLF + "Twice the same.\r\n");
        all.put("same-bytes-2", all.get("same-bytes-1"));
    }

    private String head(String subject, String oddity) {
        Person writer = scribe.pick(scribe.company().contacts());
        return "From: <" + writer.address() + ">\r\nTo: <info@"
                + scribe.company().domain() + ">\r\nSubject: " + subject
                + "\r\nDate: " + Letter.date(scribe.workingTime(writer), writer.zone()) + "\r\nMessage-ID: "
                + scribe.messageId(writer) + "\r\nX-Oddity: " + oddity + CRLF;
    }

    private static String without(String field, String head) {
        return head.replaceAll("(?m)^" + field + ":.*\r\n", "");
    }

    private String multipart(String oddity, String boundary, String rest) {
        return head("Parts: " + oddity, oddity) + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\""
                + boundary + "\"\r\n\r\n--" + boundary + CRLF + rest;
    }

    private static String part(String text) {
        return "Content-Type: text/plain\r\n\r\n" + text;
    }

    private String deep(int levels) {
        StringBuilder out = new StringBuilder(head("Nested like crates", "deep-multipart"));
        for (int level = 0; level < levels; level++) {
            out.append("Content-Type: multipart/mixed; boundary=crate")
                    .append(level)
                    .append("\r\n\r\n--crate")
                    .append(level)
                    .append(CRLF);
        }
        out.append(part("At the bottom: one O-ring.")).append(CRLF);
        for (int level = levels - 1; level >= 0; level--) {
            out.append("--crate").append(level).append("--\r\n");
        }
        return out.toString();
    }

    private String hugeHeader() {
        StringBuilder out = new StringBuilder("X-Story: Once there was a harbour");
        for (int i = 0; i < 900; i++) {
            out.append("\r\n and on day ")
                    .append(i)
                    .append(" the gauge read ")
                    .append(scribe.random().nextInt(4000))
                    .append(" mm,");
        }
        return out.append("\r\n and so it went on.\r\n").toString();
    }

    private String manyRecipients() {
        List<String> all = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add("\"Crew " + i + "\" <crew." + i + "@" + scribe.company().domain() + ">");
        }
        return "Cc: " + String.join(",\r\n ", all) + CRLF;
    }
}
