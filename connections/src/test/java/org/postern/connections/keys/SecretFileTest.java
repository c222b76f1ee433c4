package org.postern.connections.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;

class SecretFileTest {
    private static final char[] SECRET = "pässwörd \ud83d\ude00".toCharArray();

    @TempDir
    private Path directory;

    private SecretFile file(String passphrase) {
        return new SecretFile(
                directory.resolve("sync.secret"),
                new StretchedPassphrase(passphrase::toCharArray, 1_000, new SecureRandom()));
    }

    @Test
    void givesBackWhatWasKeptAndShowsItToNobodyElse() throws IOException {
        file("right").write(SECRET, new SecureRandom());
        assertThat(file("right").open()).isEqualTo(SECRET);
        assertThatThrownBy(() -> file("wrong").open())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("passphrase");
        byte[] first = Files.readAllBytes(directory.resolve("sync.secret"));
        file("right").write(SECRET, new SecureRandom());
        assertThat(Files.readAllBytes(directory.resolve("sync.secret"))).isNotEqualTo(first);
    }

    @Test
    void refusesEveryChangedByte() throws IOException {
        file("right").write(SECRET, new SecureRandom());
        Path path = directory.resolve("sync.secret");
        byte[] whole = Files.readAllBytes(path);
        for (int i = 0; i < whole.length; i += i < 5 ? 5 : 3) { // The rounds may only be made slower, within bounds.
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(path, changed);
            assertThatThrownBy(() -> file("right").open()).as("byte %d", i).isInstanceOf(ConnectionException.class);
        }
        Files.write(path, new byte[10]);
        assertThatThrownBy(() -> file("right").open()).isInstanceOf(ConnectionException.class);
        Files.delete(path);
        assertThatThrownBy(() -> file("right").open()).hasMessageContaining("missing");
    }
}
