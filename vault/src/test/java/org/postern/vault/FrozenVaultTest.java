package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.store.LocalDisk;

/// Vaults of old formats, kept as they were written: each must open for ever, and read as it did then.
///
/// `expected.txt` has a line for each version of each message: tenant, mailbox, item, folder, from, until, name and
/// SHA-256 of the bytes. The newest fixture was written by [#writeOne] of its day.
public class FrozenVaultTest {
    public static final String PASSPHRASE = "correct horse";
    private static final MailboxId BEN = new MailboxId("ben");

    @TempDir
    Path directory;

    /// Copies a fixture to where it may be opened.
    public static void thaw(String version, Path to) throws Exception {
        Path from =
                Path.of(FrozenVaultTest.class.getResource("/frozen/" + version).toURI());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.resolve("..").normalize());
                Files.copy(file, target);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void eachVersionReadsAsItDid(String version) throws Exception {
        thaw(version, directory);
        List<String> expected = Files.readAllLines(directory.resolve("expected.txt"));
        assertThat(expected).hasSizeGreaterThan(10);
        try (PackVault vault = PackVault.open(config(directory), new LocalDisk())) {
            assertThat(contents(vault)).isEqualTo(expected);
            PackVaultTest.put(vault, CONTOSO, "new", message("it goes on"));
        }
        assertThat(PackVault.rebuildCatalog(config(directory), new LocalDisk())).isEmpty();
        try (PackVault vault = PackVault.open(config(directory), new LocalDisk())) {
            assertThat(contents(vault)).containsAll(expected).hasSize(expected.size() + 1);
        }
    }

    private static List<String> contents(PackVault vault) {
        List<String> lines = new ArrayList<>();
        for (TenantId tenant : vault.tenants()) {
            for (MailboxRecord mailbox : vault.mailboxes(tenant)) {
                for (int i = 0; i < 80; i++) {
                    add(vault, tenant, mailbox.id(), "m" + i, lines);
                }
                add(vault, tenant, mailbox.id(), "new", lines);
            }
        }
        return lines;
    }

    private static void add(PackVault vault, TenantId tenant, MailboxId mailbox, String item, List<String> lines) {
        for (MessageVersion version : vault.history(tenant, mailbox, new ItemId(item))) {
            Optional<byte[]> mime = version.content().map(name -> vault.content(tenant, name));
            lines.add(String.join(
                    " ",
                    tenant.value(),
                    mailbox.value(),
                    item,
                    version.state().folder().value(),
                    version.from().toString(),
                    version.ended().map(Object::toString).orElse("-"),
                    version.content().map(ContentName::hex).orElse("-"),
                    mime.map(FrozenVaultTest::sha256).orElse("missing")));
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes the fixture of a new format: `-Dfrozen.write=src/test/resources/frozen/vN`, once, when the format
    /// changes.
    @Test
    void writeOne() throws IOException {
        String to = System.getProperty("frozen.write");
        assumeTrue(to != null, "A fixture is written when the format changes, with -Dfrozen.write=DIR.");
        Path vault = Path.of(String.valueOf(to));
        assertThat(vault).as("a frozen vault is never written again").doesNotExist();
        List<String> lines;
        try (PackVault open = PackVault.open(config(vault, 30_000), new LocalDisk())) {
            for (TenantId tenant : List.of(CONTOSO, FABRIKAM)) {
                open.addTenant(tenant);
                open.putMailbox(tenant, ANNA, "anna@" + tenant + ".test", "Anna \u00c5");
                open.putMailbox(tenant, BEN, "ben@" + tenant + ".test", "Ben");
                fill(open, tenant);
            }
            lines = contents(open);
        }
        Files.write(vault.resolve("expected.txt"), lines);
        try (Stream<Path> files = Files.walk(vault)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = vault.relativize(file).toString();
                if (path.startsWith("catalog.db") || path.startsWith("index") || path.equals("lock")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void fill(PackVault vault, TenantId tenant) {
        List<byte[]> mails = mails();
        for (int i = 0; i < mails.size(); i++) {
            try (MailboxWriter writer = vault.write(tenant, i % 3 == 2 ? BEN : ANNA, at(i))) {
                writer.putFolder(folder(INBOX, "Inbox"));
                writer.put(state("m" + i, INBOX), mails.get(i));
                writer.syncState("mail", "token-" + i);
                writer.commit();
            }
        }
        try (MailboxWriter writer = vault.write(tenant, ANNA, at(15))) { // Alike, so that a dictionary is made of them.
            for (int i = 12; i < 80; i++) {
                writer.put(state("m" + i, INBOX), DictionaryTest.letter(i));
            }
            writer.commit();
        }
        try (MailboxWriter writer = vault.write(tenant, ANNA, at(20))) {
            writer.putFolder(folder(ARCHIVE, "Archive"));
            writer.update(state("m0", ARCHIVE, true));
            writer.remove(new ItemId("m1"));
            writer.putMissing(state("m10", INBOX), "the service answers 500");
            writer.commit();
        }
        try (MailboxWriter writer = vault.write(tenant, ANNA, at(30))) {
            writer.removeFolder(ARCHIVE);
            writer.syncState("mail", null);
            writer.commit();
        }
    }

    private static List<byte[]> mails() {
        byte[] attachment = random(11, 3_500);
        byte[] words = "Lorem ipsum f\u00fcr alle. ".repeat(300).getBytes(StandardCharsets.UTF_8);
        byte[] raw = new byte[5_000];
        new Random(12).nextBytes(raw);
        byte[] quotedPrintable = ("Subject: =?utf-8?q?=C3=BC?=\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Gr=C3=BC=C3=9Fe aus M=C3=BCnchen und noch mehr Text bis zum Ende =\r\nder Zeile.\r\n"
                                .repeat(60))
                .getBytes(StandardCharsets.US_ASCII);
        return List.of(
                message("short"),
                withAttachment("seventy-six", attachment, 76),
                withAttachment("sixty-four", attachment, 64),
                withAttachment("text", words, 76),
                raw,
                new byte[0],
                "no line end".getBytes(StandardCharsets.US_ASCII),
                quotedPrintable,
                message("short")); // The same bytes again, under another item.
    }
}
