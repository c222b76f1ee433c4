package org.postern.connections.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.postern.connections.KeyToken;

/// A fresh token of SoftHSM 2 for tests; without SoftHSM they are skipped and say so.
public final class SoftToken {
    private static final String PIN = "246813";

    private SoftToken() {}

    /// The library reads `SOFTHSM2_CONF` of this process, so that the build sets it; the token is made before it loads.
    public static KeyToken make() throws IOException, InterruptedException {
        Path library = Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib64/pkcs11/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        assumeTrue(
                library != null && onPath("softhsm2-util"),
                "SKIPPED: SoftHSM 2 is not installed. Install Debian's package softhsm2 to test keys in a token.");
        String configuration = System.getenv("SOFTHSM2_CONF");
        assumeTrue(
                configuration != null,
                "SKIPPED: set SOFTHSM2_CONF to a file in a directory that may be emptied; Maven's build does it.");
        Path file = Path.of(Objects.requireNonNull(configuration));
        Path tokens = file.resolveSibling("tokens");
        if (!Files.exists(tokens)) {
            initialise(file, tokens);
        }
        return token(Objects.requireNonNull(library), PIN);
    }

    static KeyToken token(Path library, String pin) {
        return new KeyToken(library, 0, pin::toCharArray);
    }

    private static void initialise(Path file, Path tokens) throws IOException, InterruptedException {
        Files.createDirectories(tokens);
        Files.writeString(
                file, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Process made = new ProcessBuilder(
                        "softhsm2-util", "--init-token", "--free", "--label", "postern", "--pin", PIN, "--so-pin", PIN)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
