package org.postern.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.ledger.LedgerVerify.Verdict;

/// The verifier against forgers, on a ledger that the server's own code wrote.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerVerifyTest {
    private static final int ENTRIES = 300;
    private static final int OLD = 123;
    private static final int FEW = 12;
    private static final List<String> WAYS = List.of("changed", "removed", "inserted", "cut", "swapped");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private ExportedLedger ledger;

    private byte[] export = {};
    private byte[] few = {};
    private String key = "";
    private Path old = Path.of("");

    @BeforeAll
    void write() throws IOException {
        ledger = new ExportedLedger(folder.resolve("connections"), "contoso");
        ledger.fill(FEW);
        few = ledger.export();
        ledger.fill(OLD - FEW);
        old = Files.writeString(
                folder.resolve("old.checkpoint"), ledger.evidence().checkpoint());
        ledger.fill(ENTRIES - OLD);
        export = ledger.export();
        key = ledger.evidence().verifierKey();
    }

    @AfterAll
    void close() {
        ledger.close();
    }

    private static Verdict verify(byte[] file, String key, String checkpoint) {
        try {
            List<Path> anchors = checkpoint.isEmpty() ? List.of() : List.of(Path.of(checkpoint));
            return LedgerVerify.verify(
                    Files.write(folder.resolve("judged"), file), new LedgerVerify.Known(key, anchors, List.of()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatTheServerWroteIsWhole() {
        assertThat(verify(export, "", "")).isEqualTo(new Verdict(true, "contoso", key, ENTRIES, 0, ""));
        assertThat(verify(export, key, old.toString()))
                .isEqualTo(new Verdict(
                        true,
                        "contoso",
                        key,
                        ENTRIES,
                        0,
                        "",
                        List.of("Its first 123 entries are those of the older checkpoint old.checkpoint.")));
        assertThat(LedgerVerify.sentence(verify(export, "", "")))
                .contains("300 entries")
                .contains(key);
    }

    /// Each entry of a long ledger in one way, each of a short one in every way; by a forger who only edits, and by one
    /// who also numbers and chains all entries anew.
    @Test
    void oneChangedRemovedInsertedCutOrSwappedEntryIsRejected() throws IOException {
        for (int at = 0; at < ENTRIES; at++) {
            assertRejected(export, WAYS.get(at % WAYS.size()), at);
        }
        for (int at = 0; at < FEW; at++) {
            for (String way : WAYS) {
                assertRejected(few, way, at);
            }
        }
    }

    private static List<String> forged(List<String> lines, String way, int at) {
        switch (way) {
            case "changed" -> lines.set(at, lines.get(at).replace("sync", "sink"));
            case "removed" -> lines.remove(at);
            case "inserted" -> lines.add(at, lines.get(lines.size() - 1 - at / 2));
            case "cut" -> lines.subList(at, lines.size()).clear();
            default -> Collections.swap(lines, at, at == 0 ? 1 : at - 1);
        }
        return lines;
    }

    private static void assertRejected(byte[] whole, String way, int at) {
        Verdict edited = verify(ExportedLedger.withEntries(whole, lines -> forged(lines, way, at)), "", "");
        assertThat(edited.whole()).as("%s at %d", way, at).isFalse();
        assertThat(edited.number()).as("%s at %d: %s", way, at, edited.reason()).isBetween(at + 0L, at + 2L);
        byte[] chained =
                ExportedLedger.withEntries(whole, lines -> ExportedLedger.chained("contoso", forged(lines, way, at)));
        assertThat(verify(chained, "", "").whole())
                .as("%s and chained anew at %d", way, at)
                .isFalse();
    }

    @Test
    void somethingAfterTheLastEntryIsRejected() {
        byte[] more = Arrays.copyOf(export, export.length + 1);
        more[export.length] = '\n';
        assertThat(verify(more, "", "").reason()).contains("not signed");
    }

    /// Every byte of the head, and a thousand of the entries, each in one bit; and the file cut there.
    @Test
    void aFlippedBitAnywhereIsRejected() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int head = new String(few, StandardCharsets.ISO_8859_1).indexOf("{\"n\":1,");
        for (int at = 0; at < few.length; at += at < head ? 1 : 1 + random.nextInt(20)) {
            assertThat(verify(flipped(few, at, random), "", "").whole())
                    .as("seed %d, byte %d", seed, at)
                    .isFalse();
            assertThat(verify(Arrays.copyOf(few, at), "", "").whole())
                    .as("seed %d, cut to %d", seed, at)
                    .isFalse();
        }
        for (int round = 0; round < 100; round++) {
            int at = random.nextInt(export.length);
            assertThat(verify(flipped(export, at, random), "", "").whole())
                    .as("seed %d, byte %d of many", seed, at)
                    .isFalse();
        }
    }

    private static byte[] flipped(byte[] whole, int at, Random random) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    @Test
    void anotherTenantsLedgerUnderThisNameIsRejected() throws IOException {
        try (ExportedLedger other = new ExportedLedger(folder.resolve("others"), "fabrikam")) {
            other.fill(20);
            String theirs = new String(other.export(), StandardCharsets.UTF_8);
            assertThat(verify(bytes(theirs), "", "").whole()).isTrue();
            assertThat(verify(bytes(theirs), key, "").reason()).contains("another key");
            assertThat(verify(bytes(theirs.replace("tenant fabrikam", "tenant contoso")), "", "")
                            .whole())
                    .isFalse();
            assertThat(verify(bytes(theirs.replace("/fabrikam", "/contoso").replace(" fabrikam", " contoso")), "", "")
                            .whole())
                    .isFalse();
            String head = new String(export, StandardCharsets.UTF_8);
            byte[] grafted = ExportedLedger.withEntries(
                    bytes(head), _ -> theirs.lines().skip(10).toList());
            assertThat(verify(grafted, "", "").number()).isEqualTo(1);
        }
    }

    /// Who has the log's key can sign a ledger written anew; who kept an old checkpoint sees it.
    @Test
    void aForkIsRejectedByWhoHasAnOldCheckpoint() throws IOException {
        Path copy = folder.resolve("fork");
        copyKeys(folder.resolve("connections/contoso"), copy.resolve("contoso"));
        try (ExportedLedger fork = new ExportedLedger(copy, "contoso")) {
            fork.fill(FEW);
            fork.fill(OLD - FEW - 1);
            Path shorter = Files.writeString(
                    folder.resolve("fork.checkpoint"), fork.evidence().checkpoint());
            assertThat(verify(export, key, shorter.toString()).whole())
                    .as("the same beginning")
                    .isTrue();
            byte[] cut = fork.export();
            assertThat(verify(cut, key, "").whole()).isTrue();
            assertThat(verify(cut, key, old.toString()).reason()).contains("older checkpoint old.checkpoint has more");
            fork.fill(ENTRIES);
            byte[] forked = fork.export();
            assertThat(verify(forked, key, "").whole()).isTrue();
            assertThat(verify(forked, key, old.toString()).reason()).contains("first 123 entries are not those");
        }
    }

    private static void copyKeys(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("ledger.p12", "ledger.vkey")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    @Test
    void aForgedOlderCheckpointIsNotBelieved() throws IOException {
        String note = Files.readString(old);
        for (String forged : List.of(
                note.replace("\n123\n", "\n122\n"), note + "more\n", note.substring(1), "", note.replace('—', '-'))) {
            Path file = Files.writeString(folder.resolve("forged.checkpoint"), forged);
            assertThat(verify(export, key, file.toString()).reason()).as(forged).isNotEmpty();
        }
    }

    @Test
    void aProofHoldsForItsEntryAlone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (long number : new long[] {1, 2, 123, 255, 256, 257, 299, 300}) {
            String proof = ledger.evidence().proof(number);
            assertThat(verify(bytes(proof), key, "")).isEqualTo(new Verdict(true, "contoso", key, 300, number, ""));
            assertThat(verify(bytes(proof), "", "").reason()).contains("--key");
            assertThat(verify(bytes(proof.replace("index ", "index 1")), key, "")
                            .whole())
                    .isFalse();
            byte[] whole = bytes(proof);
            for (int at = 0; at < whole.length; at += 1 + random.nextInt(60)) {
                assertThat(verify(flipped(whole, at, random), key, "").whole())
                        .as("seed %d, byte %d", seed, at)
                        .isFalse();
            }
        }
        String extra = ledger.evidence().proof(7).lines().toList().get(1);
        String other = ledger.evidence().proof(8).lines().toList().get(1);
        assertThat(new String(Base64.getDecoder().decode(extra.substring(6)), StandardCharsets.UTF_8))
                .startsWith("{\"n\":7,");
        assertThat(verify(bytes(ledger.evidence().proof(7).replace(extra, other)), key, "")
                        .whole())
                .isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
