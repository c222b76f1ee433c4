package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.store.LocalDisk;

class VaultKeysTest {
    private static final char[] FRESH = "battery staple".toCharArray();
    private static final byte[] MAIL = message("kept");

    @TempDir
    Path directory;

    private ContentName name = new ContentName("0".repeat(64));

    @BeforeEach
    void make() {
        try (PackVault vault = PackVault.open(config(directory, 200), new LocalDisk())) {
            vault.addTenant(CONTOSO);
            name = PackVaultTest.put(vault, CONTOSO, "m1", MAIL);
            PackVaultTest.put(vault, CONTOSO, "m2", message("second"));
        }
    }

    private VaultConfig with(char[] passphrase) {
        return config(directory).withKey(new KeySource.Passphrase(passphrase));
    }

    private void assertOpens(VaultConfig config) {
        try (Vault vault = Vault.open(config)) {
            assertThat(vault.content(CONTOSO, name)).isEqualTo(MAIL);
        }
    }

    private static void assertRefused(VaultConfig config, String message) {
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> Vault.open(config))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PERMANENT));
    }

    /// Every file of the vault by its bytes, but the catalog's.
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String path = directory.relativize(file).toString();
                if (!path.startsWith("catalog.db")) {
                    files.put(path, HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }

    @Test
    void aNewPassphraseReplacesTheOldOneAndTouchesTheKeyFileAlone() throws IOException {
        Map<String, String> before = files();
        try (VaultKeys keys = VaultKeys.open(config(directory))) {
            keys.changePassphrase(FRESH);
        }
        Map<String, String> after = files();
        assertThat(after.remove("keys/_vault.key")).isNotEqualTo(before.remove("keys/_vault.key"));
        assertThat(after).isEqualTo(before).hasSizeGreaterThan(3);
        assertRefused(config(directory), "passphrase does not open");
        assertOpens(with(FRESH));
    }

    @Test
    void itCanBeChangedWhileTheVaultIsOpen() {
        try (Vault vault = Vault.open(config(directory))) {
            vault.keys().changePassphrase(FRESH);
            assertThat(vault.content(CONTOSO, name)).isEqualTo(MAIL);
            vault.addTenant(FABRIKAM); // Under the same vault key.
        }
        assertOpens(with(FRESH));
    }

    @Test
    void afterACrashAtAnyOperationEitherTheOldOrTheNewOneOpens() throws IOException {
        for (int failAt = 1; failAt <= 2; failAt++) {
            for (FaultyDisk.Mode mode : FaultyDisk.Mode.values()) {
                FaultyDisk disk = new FaultyDisk(failAt, mode);
                boolean changed = changes(disk);
                assertOpens(changed ? with(FRESH) : config(directory));
                if (changed) {
                    assertThat(disk.operations()).isLessThan(failAt);
                    changesBack();
                }
            }
        }
    }

    private boolean changes(FaultyDisk disk) throws IOException {
        org.postern.vault.key.KeyRing ring = org.postern.vault.key.KeyRing.open(
                disk,
                directory.resolve("keys"),
                config(directory).key(),
                config(directory).random());
        try {
            new VaultKeys(ring, CHEAP, () -> {}).changePassphrase(FRESH);
            return true;
        } catch (VaultException e) {
            assertThat(e.kind()).isEqualTo(VaultException.Kind.RETRYABLE);
            assertThat(e).hasMessageContaining("still opens it");
            return false;
        }
    }

    private void changesBack() {
        try (VaultKeys keys = VaultKeys.open(with(FRESH))) {
            keys.changePassphrase("correct horse".toCharArray());
        }
    }

    @Test
    void eachOfSeveralPassphrasesOpensUntilItIsRemoved() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "from a file, for automation\n");
        KeySource automation = KeySource.passphraseIn(file);
        try (VaultKeys keys = VaultKeys.open(config(directory))) {
            keys.add(automation);
            assertThat(keys.slots())
                    .extracting(KeySlot::number, KeySlot::kind, KeySlot::current)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, KeySlot.Kind.PASSPHRASE, true),
                            org.assertj.core.groups.Tuple.tuple(2, KeySlot.Kind.PASSPHRASE, false));
        }
        assertOpens(config(directory));
        assertOpens(config(directory).withKey(automation));
        try (VaultKeys keys = VaultKeys.open(config(directory).withKey(automation))) {
            keys.changePassphrase(FRESH); // That which it was opened with.
            keys.remove(1);
            assertThat(keys.slots())
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.current()).isTrue());
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> keys.remove(1))
                    .withMessageContaining("nothing would open");
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> keys.remove(2))
                    .withMessageContaining("no slot 2");
        }
        assertRefused(config(directory), "passphrase does not open");
        assertRefused(config(directory).withKey(automation), "passphrase does not open");
        assertOpens(with(FRESH));
    }

    @Test
    void aShortNewPassphraseIsRefused() {
        try (VaultKeys keys = VaultKeys.open(config(directory))) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> keys.changePassphrase("short".toCharArray()))
                    .withMessageContaining("fewer than 8");
        }
        assertOpens(config(directory));
    }

    @Test
    void aLostPassphraseIsSaidWithWhatElseOpensTheVault() {
        assertRefused(with("forgotten it".toCharArray()), "nobody can make it anew. There is no other way to open it.");
    }

    @Test
    void anyFlippedBitOfTheKeyFileIsRefusedAndNothingIsChanged() throws IOException {
        Path file = directory.resolve("keys/_vault.key");
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (1 << i % 8);
            Files.write(file, changed);
            int at = i;
            if (isCost(i)) {
                continue; // Another cost is another key, or more memory than a test should take.
            }
            assertThatExceptionOfType(VaultException.class)
                    .as("byte " + at)
                    .isThrownBy(() -> VaultKeys.open(config(directory)).close());
            assertThat(Files.readAllBytes(file)).isEqualTo(changed);
        }
        Files.write(file, whole);
        assertOpens(config(directory));
    }

    private static boolean isCost(int at) {
        int head = 8 + 2 + 16 + 1 + 1 + 2; // vault.md §2.1: then the salt, then memory, iterations, lanes.
        return at >= head + 16 && at < head + 16 + 9;
    }

    @Test
    void whatIsNoVaultIsSaid(@TempDir Path empty) {
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> VaultKeys.open(config(empty)))
                .withMessageContaining("no keys of a vault");
    }
}
