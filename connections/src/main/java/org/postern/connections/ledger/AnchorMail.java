package org.postern.connections.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.postern.connections.MailAnchor;
import org.postern.mail.TenantId;

/// Writes the message that brings a checkpoint to a person: what it is in words, and the signed note as it stands, with
/// the proof that it continues the one before (RFC 5322, RFC 2045, RFC 3834).
///
/// The words are plain ASCII; what must arrive to the byte goes as base64.
final class AnchorMail {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private AnchorMail() {}

    /// @param before that the last mail to there covered; 0 for none
    /// @param last whether none follows it there
    static byte[] write(
            FileLedger ledger, MailAnchor anchor, Checkpoint checkpoint, long before, boolean last, Instant now) {
        Proofs proofs = new Proofs(ledger);
        TenantId tenant = ledger.tenant();
        String root = HexFormat.of().formatHex(checkpoint.root(), 0, 12);
        String boundary = "postern-" + root;
        String name = tenant + "-" + String.format(Locale.ROOT, "%012d", checkpoint.size());
        String subject = (last ? "LAST checkpoint sent to you of" : "Checkpoint of") + " Postern's ledger for " + tenant
                + ": " + count(checkpoint.size()) + " entries";
        String head = """
                From: <%s>
                To: <%s>
                Subject: %s
                Date: %s
                Message-ID: <%s.%d.%d@%s>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="%s"

                --%s
                Content-Type: text/plain; charset=us-ascii
                Content-Transfer-Encoding: 7bit

                """.formatted(
                        anchor.from(),
                        anchor.to(),
                        subject,
                        DATE.format(now),
                        root,
                        checkpoint.size(),
                        now.toEpochMilli(),
                        domain(anchor.from()),
                        boundary,
                        boundary);
        String text = text(tenant, checkpoint, proofs.key(), last, now);
        String parts = part(boundary, name + ".note", checkpoint.note())
                + (before == 0 ? "" : part(boundary, name + ".growth", proofs.growth(before, checkpoint)));
        String whole = head + text + parts + "--" + boundary + "--\n";
        return whole.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(TenantId tenant, Checkpoint checkpoint, VerifierKey key, boolean last, Instant now) {
        String follows = last ? """
                THIS IS THE LAST ONE THAT IS SENT TO THIS ADDRESS. An administrator of Postern had it so. If you
                do not know why, ask now.
                """ : """
                The next one comes within an hour of an administrative act, and within a day of this one at the
                latest. If it does not come, ask why.
                """;
        return """
                This message is evidence. Keep it as it is, where the people who run Postern cannot delete it.

                Postern keeps a ledger of every use of its keys for %s and of every administrative act. The
                attached note is signed, and fixes the ledger's first %s entries as they were at
                %s: none of them can be changed or taken out any more without being found out.

                  entries  %d
                  root     %s
                  key      %s

                Compare the key with the one that you were given by another way.

                %s
                To check an export of the ledger against this message, save the message as a file, and on any
                machine with Java 17 or newer run

                  java LedgerVerify.java EXPORT --anchor THIS-MESSAGE.eml --key "THE KEY"

                LedgerVerify.java is printed by "postern ledger tool": get it once, read it, and keep it.
                """.formatted(
                        tenant,
                        count(checkpoint.size()),
                        now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        checkpoint.size(),
                        Checkpoint.base64(checkpoint.root()),
                        key,
                        follows);
    }

    private static String part(String boundary, String name, String content) {
        return """

                --%s
                Content-Type: text/plain; charset=utf-8; name="%s"
                Content-Disposition: attachment; filename="%s"
                Content-Transfer-Encoding: base64

                %s
                """.formatted(
                boundary, name, name, Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
