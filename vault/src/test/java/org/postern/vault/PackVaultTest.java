package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

class PackVaultTest {
    @TempDir
    Path directory;

    @Test
    void whatIsCommittedReadsBackAlsoAfterOpeningAgain() {
        byte[] mime = message("hello");
        ContentName name;
        try (PackVault vault = open(directory)) {
            vault.putMailbox(CONTOSO, ANNA, "anna@contoso.test", "Anna");
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(1))) {
                writer.putFolder(folder(INBOX, "Inbox"));
                name = writer.put(state("m1", INBOX), mime);
                writer.syncState("mail", "token-1");
                assertThat(vault.message(CONTOSO, ANNA, new ItemId("m1"), null)).isEmpty();
                writer.commit();
            }
            check(vault, name, mime);
        }
        try (PackVault vault = open(directory)) {
            check(vault, name, mime);
        }
    }

    private static void check(PackVault vault, ContentName name, byte[] mime) {
        MessageVersion version =
                vault.message(CONTOSO, ANNA, new ItemId("m1"), null).orElseThrow();
        assertThat(version.subject()).isEqualTo("hello");
        assertThat(version.sender()).contains("anna@contoso.test");
        assertThat(version.recipients()).containsExactly("bob@contoso.test");
        assertThat(version.state()).isEqualTo(state("m1", INBOX));
        assertThat(version.from()).isEqualTo(at(1));
        assertThat(version.content()).contains(name);
        assertThat(vault.content(CONTOSO, name)).isEqualTo(mime);
        assertThat(vault.nameOf(CONTOSO, mime)).isEqualTo(name);
        assertThat(vault.syncState(CONTOSO, ANNA, "mail")).contains("token-1");
        assertThat(vault.folders(CONTOSO, ANNA, null))
                .singleElement()
                .satisfies(folder -> assertThat(folder.messages()).isEqualTo(1));
        assertThat(vault.messages(CONTOSO, ANNA, INBOX, null, null, 10)).containsExactly(version);
        assertThat(vault.messages(CONTOSO, ANNA, INBOX, at(0), null, 10)).isEmpty();
        assertThat(vault.mailboxes(CONTOSO)).singleElement().satisfies(mailbox -> {
            assertThat(mailbox.address()).isEqualTo("anna@contoso.test");
            assertThat(mailbox.messages()).isEqualTo(1);
            assertThat(mailbox.bytes()).isEqualTo(mime.length);
        });
        VaultStats stats = vault.stats(CONTOSO);
        assertThat(List.of(stats.messages(), stats.versions(), vault.objects(CONTOSO)))
                .containsOnly(1L);
    }

    @Test
    void itemsWithAVersionThatBeganInASpanAreFoundPageByPage() {
        try (PackVault vault = open(directory)) {
            vault.addTenant(FABRIKAM);
            vault.putMailbox(CONTOSO, ANNA, "anna@contoso.test", "Anna");
            for (int minute = 1; minute <= 6; minute++) {
                try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(minute))) {
                    writer.putFolder(folder(INBOX, "Inbox"));
                    writer.put(state("m" + minute, INBOX), message("no " + minute));
                    if (minute == 5) {
                        writer.update(state("m1", INBOX, true)); // Another version of an old item.
                        writer.remove(new ItemId("m3")); // An end is no beginning.
                    }
                    writer.commit();
                }
            }
            assertThat(begun(vault, 2, 5, null, 10)).containsExactly("m2", "m3", "m4");
            assertThat(begun(vault, 5, 6, null, 10)).containsExactly("m1", "m5");
            assertThat(begun(vault, 0, 9, null, 4)).containsExactly("m1", "m2", "m3", "m4");
            assertThat(begun(vault, 0, 9, new ItemId("m4"), 4)).containsExactly("m5", "m6");
            assertThat(begun(vault, 7, 9, null, 4)).isEmpty();
            assertThat(vault.begun(CONTOSO, new MailboxId("ben"), at(0), at(9), null, 10))
                    .isEmpty();
            assertThat(vault.begun(FABRIKAM, ANNA, at(0), at(9), null, 10)).isEmpty();
        }
    }

    private static List<String> begun(PackVault vault, int from, int until, @Nullable ItemId after, int limit) {
        return vault.begun(CONTOSO, ANNA, at(from), at(until), after, limit).stream()
                .map(ItemId::value)
                .toList();
    }

    @Test
    void aWrongPassphraseIsRefusedBeforeAnythingIsTouched() throws Exception {
        open(directory).close();
        List<String> before = tree();
        VaultConfig right = config(directory);
        VaultConfig wrong = new VaultConfig(
                directory, "wrong".toCharArray(), right.clock(), right.random(), right.packBytes(), CHEAP);
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> Vault.open(wrong))
                .withMessageContaining("passphrase does not open")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PERMANENT));
        assertThat(tree()).isEqualTo(before);
        open(directory).close();
    }

    private List<String> tree() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.map(file -> file + " " + file.toFile().length() + " "
                            + file.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aSecondOpenIsRefused() {
        PackVault first = open(directory);
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> open(directory))
                .withMessageContaining("in use by another")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PERMANENT));
        first.close();
        open(directory).close();
    }

    @Test
    void aLostKeyFileIsSaidAndNotReplaced() throws Exception {
        open(directory).close();
        Files.delete(directory.resolve("keys/_vault.key"));
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> open(directory))
                .withMessageContaining("lost its key file");
        assertThat(directory.resolve("keys/_vault.key")).doesNotExist();
    }

    @Test
    void theSameAttachmentInOtherLineLengthsIsOneObjectWithinATenantOnly() {
        byte[] attachment = random(7, 200_000);
        try (PackVault vault = open(directory)) {
            vault.addTenant(FABRIKAM);
            byte[] first = withAttachment("one", attachment, 76);
            byte[] second = withAttachment("two", attachment, 64);
            ContentName one = put(vault, CONTOSO, "m1", first);
            ContentName two = put(vault, CONTOSO, "m2", second);
            assertThat(vault.objects(CONTOSO)).isEqualTo(3);
            assertThat(vault.stats(CONTOSO).storedBytes()).isBetween(200_000L, 210_000L);
            put(vault, FABRIKAM, "m1", first);
            assertThat(vault.objects(FABRIKAM)).isEqualTo(2);
            assertThat(vault.nameOf(FABRIKAM, first)).isNotEqualTo(one);
            assertThat(vault.content(CONTOSO, one)).isEqualTo(first);
            assertThat(vault.content(CONTOSO, two)).isEqualTo(second);
        }
    }

    /// An open pack that the catalog knows is not read at the opening: damage in it must be found all the same.
    @Test
    void damageInAnOpenPackOfEarlierIsFoundByACheckAndByReadingAndCostsNothingElse() throws IOException {
        byte[] good = message("good");
        ContentName hit;
        ContentName whole;
        Path pack = directory.resolve("open/contoso.000000000001.open");
        try (PackVault vault = open(directory)) {
            hit = put(vault, CONTOSO, "m1", message("hit"));
            whole = put(vault, CONTOSO, "m2", good);
        }
        byte[] bytes = Files.readAllBytes(pack);
        bytes[25 + "contoso".length() + 100]++; // Within the sealed bytes of the first frame (vault.md §3.1, §3.2).
        Files.write(pack, bytes);
        try (PackVault vault = open(directory)) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.content(CONTOSO, hit))
                    .matches(e -> e.kind() == VaultException.Kind.CORRUPT);
            ContentName later = put(vault, CONTOSO, "m3", message("later"));
            assertThat(vault.content(CONTOSO, later)).isEqualTo(message("later"));
            assertThat(vault.content(CONTOSO, whole)).isEqualTo(good);
            assertThat(vault.check(CONTOSO, true).isSound()).isFalse();
            assertThat(vault.check(CONTOSO, true).touchedTotal()).isEqualTo(1);
        }
    }

    /// What is asked for together comes as it would alone, what is damaged or not there by its name.
    @Test
    void manyContentsAreGivenTogether() {
        try (PackVault vault = open(directory)) {
            byte[] file = new byte[20_000];
            new java.util.Random(5).nextBytes(file);
            byte[] first = withAttachment("one", file, 76);
            byte[] second = withAttachment("two", file, 64);
            ContentName one = put(vault, CONTOSO, "m1", first);
            ContentName two = put(vault, CONTOSO, "m2", second);
            ContentName absent = vault.nameOf(CONTOSO, message("never kept"));
            Map<ContentName, byte[]> taken = new HashMap<>();
            List<ContentName> failed = new ArrayList<>();
            vault.contents(CONTOSO, List.of(one, absent, two, one), new Vault.ContentTaker() {
                @Override
                public void take(ContentName name, byte[] content) {
                    assertThat(taken.put(name, content)).isNull();
                }

                @Override
                public void fail(ContentName name, VaultException cause) {
                    failed.add(name);
                }
            });
            assertThat(taken).containsOnlyKeys(one, two);
            assertThat(taken.get(one)).isEqualTo(first);
            assertThat(taken.get(two)).isEqualTo(second);
            assertThat(failed).containsExactly(absent);
        }
    }

    static ContentName put(PackVault vault, org.postern.mail.TenantId tenant, String item, byte[] mime) {
        try (MailboxWriter writer = vault.write(tenant, ANNA, at(1))) {
            ContentName name = writer.put(state(item, INBOX), mime);
            writer.commit();
            return name;
        }
    }
}
