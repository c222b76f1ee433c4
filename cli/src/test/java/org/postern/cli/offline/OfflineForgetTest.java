package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class OfflineForgetTest {
    @TempDir
    Path temp;

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
        VaultRun.json(0, "put", "--repo", repo, mail, "--json");
        write("a.eml", 3);
        VaultRun.json(0, "put", "--repo", repo, mail, "--json");
        assertThat(VaultRun.json(0, "forget", "--repo", repo, "--dry-run", "--json")
                        .path("versions")
                        .asInt())
                .as("without a policy nothing")
                .isZero();
        JsonNode forgotten = VaultRun.json(0, "forget", "--repo", repo, "--versions", "1", "--json");
        assertThat(forgotten.path("versions").asInt()).isOne();
        assertThat(forgotten.path("bytes").asInt()).isEqualTo(200_000);
        JsonNode compacted = VaultRun.json(0, "compact", "--repo", repo, "--dead-share", "0", "--json");
        assertThat(compacted.path("bytesFreed").asLong()).isGreaterThan(190_000);
        assertThat(VaultRun.json(0, "check", "--repo", repo, "--read-data", "--json")
                        .path("damages"))
                .isEmpty();
        VaultRun.json(0, "get", "--repo", repo, "--out", temp.resolve("out").toString(), "--json");
        for (String name : java.util.List.of("a.eml", "b.eml")) {
            assertThat(temp.resolve("out").resolve(name))
                    .hasSameBinaryContentAs(temp.resolve("mail").resolve(name));
        }
    }
}
