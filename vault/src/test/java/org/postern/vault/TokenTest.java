package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.store.LocalDisk;

/// A vault opened by a key in a real PKCS#11 token, that of SoftHSM 2.
class TokenTest {
    private static final String PIN = "246813";
    private static final byte[] MAIL = message("sealed under a token");

    @TempDir
    Path directory;

    /// The library reads `SOFTHSM2_CONF` of this process, so that the build sets it; the token is made before it
    /// loads.
    @BeforeAll
    static void makeToken() throws Exception {
        assumeTrue(
                library().isPresent() && onPath("softhsm2-util"),
                "SKIPPED: SoftHSM 2 is not installed. Install Debian's package softhsm2 to test keys in a token.");
        String configuration = System.getenv("SOFTHSM2_CONF");
        assumeTrue(
                configuration != null,
                "SKIPPED: set SOFTHSM2_CONF to a file in a directory that may be emptied; Maven's build does it.");
        Path file = Path.of(Objects.requireNonNull(configuration));
        Path tokens = file.resolveSibling("tokens");
        deleteAll(tokens);
        Files.createDirectories(tokens);
        Files.writeString(
                file, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Process made = new ProcessBuilder(
                        "softhsm2-util", "--init-token", "--free", "--label", "postern", "--pin", PIN, "--so-pin", PIN)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static Optional<Path> library() {
        return Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib64/pkcs11/libsofthsm2.so",
                        "/usr/local/lib/softhsm/libsofthsm2.so",
                        "/opt/homebrew/lib/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst();
    }

    private static KeySource.Token token(String label, String pin) {
        return new KeySource.Token(library().orElseThrow(), 0, label, pin.toCharArray());
    }

    private VaultConfig with(KeySource source) {
        return config(directory).withKey(source);
    }

    @Test
    void aKeyThatStaysInTheTokenOpensTheVaultAndThePassphraseCanGo() throws IOException {
        ContentName name;
        try (PackVault vault = open(directory)) {
            name = PackVaultTest.put(vault, CONTOSO, "m1", MAIL);
            vault.keys().add(token("vault-one", PIN));
            assertThat(vault.keys().slots())
                    .extracting(KeySlot::kind, KeySlot::description)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(KeySlot.Kind.PASSPHRASE, "a passphrase"),
                            org.assertj.core.groups.Tuple.tuple(KeySlot.Kind.TOKEN, "the token's key \"vault-one\""));
        }
        try (PackVault vault = PackVault.open(with(token("vault-one", PIN)), new LocalDisk())) {
            assertThat(vault.content(CONTOSO, name)).isEqualTo(MAIL);
            vault.keys().remove(1);
        }
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> open(directory))
                .withMessageContaining("not opened by a passphrase")
                .withMessageContaining("the token's key \"vault-one\"");
        try (PackVault vault = PackVault.open(with(token("vault-one", PIN)), new LocalDisk())) {
            assertThat(vault.content(CONTOSO, name)).isEqualTo(MAIL);
        }
    }

    @Test
    void aNewVaultCanBeMadeWithATokenAloneAndEveryBitOfItsSlotCounts() throws IOException {
        PackVault.open(with(token("vault-two", PIN)), new LocalDisk()).close();
        Path file = directory.resolve("keys/_vault.key");
        byte[] whole = Files.readAllBytes(file);
        for (int i : List.of(12, 29, 31, 35, 41, 45, 60, 99, whole.length - 1)) {
            byte[] changed = whole.clone();
            changed[i] ^= 4;
            Files.write(file, changed);
            assertThatExceptionOfType(VaultException.class)
                    .as("byte " + i)
                    .isThrownBy(
                            () -> VaultKeys.open(with(token("vault-two", PIN))).close());
        }
        Files.write(file, whole);
        VaultKeys.open(with(token("vault-two", PIN))).close();
    }

    @Test
    void whatIsWrongWithATokenIsSaid() {
        open(directory).close();
        try (VaultKeys keys = VaultKeys.open(config(directory))) {
            keys.add(token("vault-three", PIN));
        }
        assertRefused(token("vault-three", "999999"), "refused the PIN");
        assertRefused(token("another", PIN), "not opened by a token's key \"another\"");
        assertRefused(
                new KeySource.Token(directory.resolve("none.so"), 0, "vault-three", PIN.toCharArray()),
                "cannot be read. Install it");
        assertRefused(new KeySource.Token(library().orElseThrow(), 7, "vault-three", PIN.toCharArray()), "slot 7");
        VaultKeys.open(with(token("vault-three", PIN))).close();
    }

    private void assertRefused(KeySource source, String message) {
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> VaultKeys.open(with(source)).close())
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PERMANENT));
    }
}
