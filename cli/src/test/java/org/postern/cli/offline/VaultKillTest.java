package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.Main;
import tools.jackson.databind.JsonNode;

/// `postern vault put` killed as a process, at any moment, over and over.
///
/// `-Dvault.kills=100 -Dvault.seed=7` for a long run.
class VaultKillTest {
    private static final int KILLS = Integer.getInteger("vault.kills", 2);
    private static final long SEED = Long.getLong("vault.seed", 20261122);
    private static final int MESSAGES = 1_500;

    @TempDir
    Path temp;

    @Test
    void whatAKilledPutLeftIsWholeAndTheNextOneEndsIt() throws Exception {
        Random random = new Random(SEED);
        Path mail = temp.resolve("mail");
        int interrupted = 0;
        for (int round = 0; round < KILLS; round++) {
            write(mail.resolve("folder " + round), random);
            if (killed(mail, 400 + random.nextInt(3_000))) {
                interrupted++;
            }
            if (Files.exists(temp.resolve("repo/keys"))) {
                assertThat(json("check", "--read-data", "--repo", repo())
                                .path("problems")
                                .size())
                        .as("round %s, seed %s", round, SEED)
                        .isZero();
                assertThat(files(mail).entrySet()).containsAll(got(round).entrySet());
            }
        }
        System.out.println("vault put was killed at work in " + interrupted + " of " + KILLS + " rounds");
        JsonNode last = json("put", "--repo", repo(), mail.toString());
        assertThat(last.path("files").asInt()).isEqualTo(MESSAGES * KILLS);
        assertThat(got(KILLS)).as("seed %s", SEED).isEqualTo(files(mail));
    }

    private static JsonNode json(String... arguments) {
        String[] line = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        return VaultRun.json(0, line);
    }

    private String repo() {
        return temp.resolve("repo").toString();
    }

    /// Whether the process was at work when it was killed, not done already.
    private boolean killed(Path mail, int milliseconds) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "vault",
                "put",
                "--repo",
                repo(),
                mail.toString());
        builder.environment().put("POSTERN_PASSPHRASE", VaultRun.PASSPHRASE);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectErrorStream(true).redirectOutput(temp.resolve("put.log").toFile());
        Process process = builder.start();
        boolean ended = process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        if (ended) {
            assertThat(process.exitValue())
                    .as(Files.readString(temp.resolve("put.log")))
                    .isZero();
        }
        return !ended;
    }

    private Map<String, String> got(int round) throws IOException {
        Path out = temp.resolve("out" + round);
        VaultRun run = VaultRun.of(
                Map.of("POSTERN_PASSPHRASE", VaultRun.PASSPHRASE), "get", "--repo", repo(), "--out", out.toString());
        if (run.code() != 0) { // Killed before the first message was acknowledged.
            assertThat(run.err()).as("seed %s", SEED).containsAnyOf("This vault holds []", "has no mail yet");
        }
        return files(out);
    }

    private static void write(Path folder, Random random) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < MESSAGES; i++) {
            StringBuilder text = new StringBuilder("From: a" + random.nextInt(40) + "@b.example\r\nTo: c@d.example\r\n"
                    + "Subject: letter " + i + "\r\nMessage-ID: <" + random.nextLong() + "@b.example>\r\n\r\n");
            int lines = 5 + random.nextInt(200);
            for (int line = 0; line < lines; line++) {
                text.append("Line ")
                        .append(line)
                        .append(" says ")
                        .append(random.nextInt(1_000))
                        .append("\r\n");
            }
            Files.writeString(folder.resolve(i + ".eml"), text);
        }
    }

    private static Map<String, String> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            return Map.of();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> root.relativize(file).toString(), VaultKillTest::text, (a, b) -> a, TreeMap::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
