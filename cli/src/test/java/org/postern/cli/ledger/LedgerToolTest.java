package org.postern.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.CliRun;

/// What a customer is given, compiled for the oldest Java that it promises and run alone, beside the command.
class LedgerToolTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theProgramAndTheCommandSayTheSame() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String key;
        Path mail;
        try (ExportedLedger ledger = new ExportedLedger(folder.resolve("connections"), "contoso")) {
            ledger.fill(40);
            byte[] good = ledger.export();
            key = ledger.evidence().verifierKey();
            files.put("good", good);
            files.put("cut", Arrays.copyOf(good, good.length - 3));
            files.put("removed", ExportedLedger.withEntries(good, lines -> lines.subList(1, 40)));
            files.put("chained", ExportedLedger.withEntries(good, lines -> {
                lines.remove(20);
                return ExportedLedger.chained("contoso", lines);
            }));
            Path note =
                    Files.writeString(folder.resolve("note"), ledger.evidence().checkpoint());
            mail = Files.writeString(
                    folder.resolve("saved.eml"),
                    "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                            + Files.readString(note).replace("\n", "\r\n"));
            files.put("growth", ledger.evidence().growth(40).getBytes(StandardCharsets.UTF_8));
            files.put("proof", ledger.evidence().proof(17).getBytes(StandardCharsets.UTF_8));
            files.put("other", "something else\n".getBytes(StandardCharsets.UTF_8));
        }
        Path classes = compiled();
        for (var file : files.entrySet()) {
            Path judged = Files.write(folder.resolve(file.getKey()), file.getValue());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int exit =
                    CliRun.run(out, "ledger", "verify", judged.toString(), "--key", key, "--anchor", mail.toString());
            assertThat(exit).as(file.getKey()).isEqualTo(file.getKey().matches("good|proof|growth") ? 0 : 1);
            assertThat(alone(classes, judged.toString(), "--key", key, "--anchor", mail.toString()))
                    .isEqualTo(new Ended(exit, out.toString(StandardCharsets.UTF_8)));
        }
        assertThat(alone(classes).exit()).isEqualTo(2);
        assertThat(alone(classes, folder.resolve("nowhere").toString()).exit()).isEqualTo(2);
    }

    /// Printed by `postern ledger tool`, put into a folder of its own, compiled for Java 17 with no class path.
    private Path compiled() throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        assertThat(CliRun.run(source, "ledger", "tool")).isZero();
        Path file = Files.write(folder.resolve("LedgerVerify.java"), source.toByteArray());
        Path classes = Files.createDirectory(folder.resolve("classes"));
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, words, words, "--release", "17", "-cp", "", "-d", classes.toString(), file.toString());
        assertThat(failed).as(words.toString(StandardCharsets.UTF_8)).isZero();
        return classes;
    }

    private record Ended(int exit, String out) {}

    private Ended alone(Path classes, String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                LedgerVerify.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }
}
