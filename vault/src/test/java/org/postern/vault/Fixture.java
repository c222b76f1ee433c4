package org.postern.vault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;
import org.postern.mail.TenantId;
import org.postern.vault.key.KeyCost;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;

/// What the vault's tests share: small vaults that open fast, and values for them.
final class Fixture {
    static final TenantId CONTOSO = new TenantId("contoso");
    static final TenantId FABRIKAM = new TenantId("fabrikam");
    static final MailboxId ANNA = new MailboxId("anna");
    static final FolderId INBOX = new FolderId("inbox-id");
    static final FolderId ARCHIVE = new FolderId("archive-id");
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    static final KeyCost CHEAP = new KeyCost(64, 1, 1);

    private Fixture() {}

    static VaultConfig config(Path directory) {
        return config(directory, 48L << 20);
    }

    static VaultConfig config(Path directory, long packBytes) {
        return new VaultConfig(
                        directory,
                        "correct horse".toCharArray(),
                        Clock.fixed(START, ZoneOffset.UTC),
                        new SecureRandom(),
                        packBytes,
                        CHEAP)
                .withCatalog(TestPostgres.whereAsked(directory));
    }

    static PackVault open(Path directory) {
        return open(directory, new LocalDisk());
    }

    static PackVault open(Path directory, Disk disk) {
        PackVault vault = PackVault.open(config(directory), disk);
        vault.addTenant(CONTOSO);
        return vault;
    }

    static Instant at(int minutes) {
        return START.plusSeconds(60L * minutes);
    }

    static MessageState state(String item, FolderId folder) {
        return state(item, folder, false);
    }

    static MessageState state(String item, FolderId folder, boolean read) {
        return new MessageState(
                new ItemId(item),
                folder,
                "key-" + read,
                START,
                read,
                false,
                FollowUp.NOT_FLAGGED,
                Importance.NORMAL,
                List.of());
    }

    static FolderState folder(FolderId id, String name) {
        return new FolderState(id, null, name, null, 0);
    }

    static byte[] message(String subject) {
        return ("From: Anna <anna@contoso.test>\r\nTo: bob@contoso.test\r\nSubject: " + subject
                        + "\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\nMessage-ID: <" + subject.hashCode()
                        + "@contoso.test>\r\n\r\nHello, " + subject + ".\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A message with one base64 attachment in lines of the given length.
    static byte[] withAttachment(String subject, byte[] attachment, int lineLength) {
        String encoded =
                Base64.getMimeEncoder(lineLength, new byte[] {'\r', '\n'}).encodeToString(attachment);
        return ("From: anna@contoso.test\r\nSubject: " + subject + "\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\n"
                        + "See attached.\r\n--b1\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\n"
                        + "Content-Disposition: attachment; filename=\"a.bin\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n--b1--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
