package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting: what is made once, what is refused, and with which exit code.
class ServerStartTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Server start(String... passphrase) throws StartException {
        Map<String, String> environment =
                passphrase.length == 0 ? Map.of() : Map.of("POSTERN_PASSPHRASE", passphrase[0]);
        return Main.start(
                List.of("--dir", directory.toString(), "--port", "0", "--no-schedule"),
                environment,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String permissions(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    @Test
    void theFirstStartMakesWhatIsNeededAndOnlyTheFirst() throws Exception {
        String token;
        try (Server server = start()) {
            token = Files.readString(directory.resolve("admin-token")).strip();
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains(token, "WARNING", "is ready at " + server.url());
            for (String file : List.of("admin-token", "passphrase", "server.json")) {
                assertThat(permissions(file)).as(file).isEqualTo("rw-------");
            }
            assertThat(Files.readString(directory.resolve("server.json")))
                    .contains(
                            "\"url\":\"" + server.url() + "\"",
                            "\"pid\":" + ProcessHandle.current().pid());

            StartException second = catchThrowableOfType(StartException.class, () -> start());
            assertThat(second.exitCode()).isEqualTo(StartException.IN_USE);
            assertThat(second).hasMessageContaining("Another server uses").hasMessageContaining(server.url());
        }
        assertThat(directory.resolve("server.json")).doesNotExist();
        printed.reset();
        try (Server _ = start()) {
            assertThat(Files.readString(directory.resolve("admin-token")).strip())
                    .isEqualTo(token);
            assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(token);
        }
    }

    @Test
    void aWrongPassphraseIsToldAsOne() throws Exception {
        start("correct horse battery").close();
        StartException wrong = catchThrowableOfType(StartException.class, () -> start("another horse battery"));
        assertThat(wrong.exitCode()).isEqualTo(StartException.PASSPHRASE);
        StartException none = catchThrowableOfType(StartException.class, () -> start());
        assertThat(none.exitCode()).isEqualTo(StartException.PASSPHRASE);
        assertThat(none).hasMessageContaining("--passphrase-file");
        start("correct horse battery").close();
    }

    @Test
    void aDamagedPolicyIsNoPolicyOfNone() throws Exception {
        Files.writeString(directory.resolve("two-persons.json"), "{\"tenants\":{\"quay\":");
        StartException damaged = catchThrowableOfType(StartException.class, () -> start("correct horse battery"));
        assertThat(damaged.exitCode()).isEqualTo(StartException.FAILED);
        assertThat(damaged).hasMessageContaining("two-persons.json").hasMessageContaining("backup");
    }
}
