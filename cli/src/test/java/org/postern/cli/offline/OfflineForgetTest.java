package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OfflineForgetTest {
    @TempDir
    Path temp;

    private JsonNode run(int exitCode, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")),
                false,
                200,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                Map.of("POSTERN_PASSPHRASE", "a passphrase"),
                temp);
        int code = VaultCommands.of(terminal).execute(arguments);
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
        return JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private void write(String name, long seed) throws IOException {
        Path mail = Files.createDirectories(temp.resolve("mail"));
        byte[] noise = new byte[200_000];
        new Random(seed).nextBytes(noise);
        Files.write(mail.resolve(name), noise);
    }

    @Test
    void oldVersionsAreForgottenAndTheirRoomIsFreed() throws Exception {
        String repo = temp.resolve("repo").toString();
        String mail = temp.resolve("mail").toString();
        write("a.eml", 1);
        write("b.eml", 2);
        run(0, "put", "--repo", repo, mail, "--json");
        write("a.eml", 3);
        run(0, "put", "--repo", repo, mail, "--json");
        assertThat(run(0, "forget", "--repo", repo, "--dry-run", "--json")
                        .path("versions")
                        .asInt())
                .as("without a policy nothing")
                .isZero();
        JsonNode forgotten = run(0, "forget", "--repo", repo, "--versions", "1", "--json");
        assertThat(forgotten.path("versions").asInt()).isOne();
        assertThat(forgotten.path("bytes").asInt()).isEqualTo(200_000);
        JsonNode compacted = run(0, "compact", "--repo", repo, "--dead-share", "0", "--json");
        assertThat(compacted.path("bytesFreed").asLong()).isGreaterThan(190_000);
        assertThat(run(0, "check", "--repo", repo, "--read-data", "--json").path("damages"))
                .isEmpty();
        run(0, "get", "--repo", repo, "--out", temp.resolve("out").toString(), "--json");
        for (String name : java.util.List.of("a.eml", "b.eml")) {
            assertThat(temp.resolve("out").resolve(name))
                    .hasSameBinaryContentAs(temp.resolve("mail").resolve(name));
        }
    }
}
