package org.postern.connections.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] WORDS = "p\u00e4ssphrase \ud83d\udd11".toCharArray();

    @TempDir
    private Path directory;

    private HeldKey key;

    @BeforeAll
    void makeKey() {
        key = new RsaKeyMaker(RANDOM).make("Postern sync for contoso", Instant.parse("2026-11-22T12:00:00Z"));
    }

    private static StretchedPassphrase stretched(int rounds) {
        return new StretchedPassphrase(WORDS::clone, rounds, RANDOM);
    }

    private KeyFile file(String name, StretchedPassphrase passphrase) {
        return new KeyFile(directory.resolve(name), passphrase);
    }

    /// Java's own PKCS#12 is the judge: a customer opens his key by any standard tool.
    @Test
    void javasOwnKeystoreOpensIt() throws Exception {
        file("own.p12", stretched(10_000)).write(key, RANDOM);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("own.p12"))) {
            store.load(in, WORDS);
        }
        assertThat(store.getKey("postern", WORDS)).isEqualTo(key.privateKey());
        assertThat(store.getCertificate("postern")).isEqualTo(key.certificate());
    }

    @Test
    void whatAnotherProcessWroteOpens() {
        file("other.p12", stretched(2_000)).write(key, RANDOM);
        HeldKey opened = file("other.p12", stretched(1_000)).open();
        assertThat(opened.privateKey()).isEqualTo(key.privateKey());
        assertThat(opened.certificate()).isEqualTo(key.certificate());
    }

    /// A thousand files of one process cost what one does, and no two are encrypted alike.
    @Test
    void thePassphraseIsStretchedOnceForEachUse() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        StretchedPassphrase passphrase = new StretchedPassphrase(
                () -> {
                    asked.incrementAndGet();
                    return WORDS.clone();
                },
                1_000,
                RANDOM);
        for (int number = 0; number < 5; number++) {
            file("many-" + number + ".p12", passphrase).write(key, RANDOM);
            assertThat(file("many-" + number + ".p12", passphrase).open().privateKey())
                    .isEqualTo(key.privateKey());
        }
        assertThat(asked).hasValue(2);
        assertThat(Files.readAllBytes(directory.resolve("many-0.p12")))
                .isNotEqualTo(Files.readAllBytes(directory.resolve("many-1.p12")));
    }

    @Test
    void anotherPassphraseIsTold() {
        file("told.p12", stretched(1_000)).write(key, RANDOM);
        StretchedPassphrase other = new StretchedPassphrase("another"::toCharArray, 1_000, RANDOM);
        assertThatThrownBy(() -> file("told.p12", other).open())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("passphrase does not open")
                .hasMessageContaining("told.p12");
    }

    /// Whatever byte is changed, the answer is a refusal in words or, where the byte means nothing, the very key.
    @Test
    void aDamagedFileIsRefusedOrTheSame() throws Exception {
        StretchedPassphrase passphrase = stretched(1_000);
        file("damaged.p12", passphrase).write(key, RANDOM);
        byte[] good = Files.readAllBytes(directory.resolve("damaged.p12"));
        long seed = 20261122;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(directory.resolve("damaged.p12"), bad);
            try {
                HeldKey opened = file("damaged.p12", passphrase).open();
                assertThat(opened.privateKey())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(key.privateKey());
            } catch (ConnectionException e) {
                assertThat(e).hasMessageContaining("damaged.p12");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(380);
    }
}
