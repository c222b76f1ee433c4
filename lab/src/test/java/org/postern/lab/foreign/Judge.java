package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A program in another language that judges the lab: one JSON object in, one out, exit 0 when it found no fault.
final class Judge {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int SECONDS_MAX = 120;

    private final List<String> command;

    private Judge(List<String> command) {
        this.command = command;
    }

    static ObjectNode input() {
        return MAPPER.createObjectNode();
    }

    /// A script run by Debian's own Python; the test is skipped where a module that it needs is not installed.
    static Judge python(String script, String module, String debianPackage) throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/python3"))
                && new ProcessBuilder("/usr/bin/python3", "-c", "import " + module)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(there, "SKIPPED: " + module + " judges the lab. Install it: apt-get install " + debianPackage);
        return new Judge(List.of("/usr/bin/python3", "src/test/python/" + script));
    }

    /// Any other program, whose presence the caller has seen to.
    static Judge program(String... command) {
        return new Judge(List.of(command));
    }

    /// What the judge saw.
    JsonNode judge(ObjectNode input, Path caFile, String... environment) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("judge", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().put("REQUESTS_CA_BUNDLE", caFile.toString());
            builder.environment().put("NODE_EXTRA_CA_CERTS", caFile.toString());
            for (int i = 0; i < environment.length; i += 2) {
                builder.environment().put(environment[i], environment[i + 1]);
            }
            return result(builder.start(), input, errors);
        } finally {
            Files.delete(errors);
        }
    }

    private JsonNode result(Process process, ObjectNode input, Path errors) throws IOException, InterruptedException {
        process.getOutputStream().write(MAPPER.writeValueAsBytes(input));
        process.getOutputStream().close();
        Thread watch = Thread.startVirtualThread(() -> kill(process));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        watch.interrupt();
        assertThat(exit)
                .as(() -> command + " found fault:\n" + text(errors) + "\n" + out)
                .isZero();
        return MAPPER.readTree(Stream.of(out.strip().split("\n", -1)).toList().getLast());
    }

    private static void kill(Process process) {
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return Arrays.toString(e.getStackTrace());
        }
    }
}
