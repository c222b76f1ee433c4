package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Verification;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// The tree beside a ledger and its signed checkpoints, through crashes and other hands.
class SignedLedgerTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07.891Z"), ZoneOffset.UTC);
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("ledger.jsonl");
    }

    private FileLedger open() {
        return FileLedger.open(file, CONTOSO, KEYS, CLOCK);
    }

    private static void fill(FileLedger ledger, int entries) {
        for (int i = 1; i <= entries; i++) {
            ledger.append(i % 9 == 0 ? "token.requested" : "request", "sync", Map.of("i", Integer.toString(i)));
        }
    }

    private byte[] rootOfLines() throws IOException {
        MerkleEdge edge = new MerkleEdge();
        for (String line : Files.readAllLines(file)) {
            edge.add(Merkle.leaf(line.getBytes(StandardCharsets.UTF_8)));
        }
        return edge.root();
    }

    @Test
    void aCheckpointSignsTheLinesAsTheyStand() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 37);
            Checkpoint checkpoint = ledger.checkpoint();
            assertThat(checkpoint.size()).isEqualTo(37);
            assertThat(checkpoint.root()).isEqualTo(rootOfLines());
            assertThat(Checkpoint.open(checkpoint.note(), ledger.verifierKey())).isPresent();
            assertThat(checkpoint.note().lines().findFirst().orElseThrow())
                    .isEqualTo(ledger.verifierKey().name())
                    .matches("postern\\.example/[0-9a-f]{16}/contoso");
            assertThat(ledger.checkpoint()).isSameAs(checkpoint);
        }
    }

    @Test
    void aForgedNoteIsNotOpened() {
        try (FileLedger ledger = open();
                FileLedger other = FileLedger.open(directory.resolve("other.jsonl"), CONTOSO, KEYS, CLOCK)) {
            fill(ledger, 5);
            fill(other, 5);
            String note = ledger.checkpoint().note();
            VerifierKey key = ledger.verifierKey();
            assertThat(Checkpoint.open(other.checkpoint().note(), key)).isEmpty();
            assertThat(Checkpoint.open(note.replace("\n5\n", "\n6\n"), key)).isEmpty();
            assertThat(Checkpoint.open(note + note.lines().toList().getLast() + "\n", key))
                    .isEmpty();
            byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] flipped = bytes.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    assertThat(Checkpoint.open(new String(flipped, StandardCharsets.UTF_8), key))
                            .as("byte %d, bit %d", at, bit)
                            .isEmpty();
                }
            }
        }
    }

    /// Base64 with bits to spare would let one signature stand in four spellings.
    @Test
    void aNoteHasOneSpelling() {
        try (FileLedger ledger = open()) {
            fill(ledger, 5);
            String note = ledger.checkpoint().note();
            int last = note.length() - 3;
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            int first = alphabet.indexOf(note.charAt(last));
            assertThat(note.substring(last + 1)).isEqualTo("=\n");
            for (int spare = 1; spare < 4; spare++) {
                String spelled = note.substring(0, last) + alphabet.charAt(first + spare) + "=\n";
                assertThat(Checkpoint.open(spelled, ledger.verifierKey()))
                        .as(spelled)
                        .isEmpty();
            }
        }
    }

    /// Lines from before there was a tree become its leaves as they stand.
    @Test
    void aLedgerWithoutTreeGoesOn() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 20);
        }
        keepOnlyLines();
        try (FileLedger ledger = open()) {
            fill(ledger, 3);
            assertThat(ledger.checkpoint().root()).isEqualTo(rootOfLines());
            assertThat(ledger.verify()).isEqualTo(new Verification.Whole(23));
        }
    }

    private void keepOnlyLines() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path other : files.filter(path -> !path.equals(file)).toList()) {
                Files.delete(other);
            }
        }
    }

    /// After a checkpoint only what came later is read: the lines before it are not even looked at.
    @Test
    void openingReadsOnlyWhatCameAfterTheCheckpoint() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 50);
            ledger.checkpoint();
            fill(ledger, 10);
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[200] ^= 1;
        Files.write(file, bytes);
        try (FileLedger ledger = open()) {
            fill(ledger, 1);
            assertThat(ledger.checkpoint().size()).isEqualTo(61);
            assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
        }
    }

    /// A power cut: any of the files beside may have lost its end, or hold anything there; the lines are cut anywhere
    /// after what was signed.
    @Test
    void tornFilesAreMadeWholeAgain() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int signedSize = 30;
        FileLedger crashed = open();
        fill(crashed, signedSize);
        crashed.checkpoint();
        long signedBytes = Files.size(file);
        fill(crashed, 25);
        crashed.force();
        crashed.close(); // Writes what the tree held in memory; the key is open, so it signs: the old note is put back.
        byte[] lines = Files.readAllBytes(file);
        byte[] tree = Files.readAllBytes(directory.resolve("ledger.tree"));
        byte[] index = Files.readAllBytes(directory.resolve("ledger.index"));
        byte[] note = noteOf(signedSize);
        for (int round = 0; round < 60; round++) {
            String what = "seed %d, round %d".formatted(seed, round);
            Files.write(directory.resolve("ledger.checkpoint"), note);
            int cut = (int) signedBytes + random.nextInt(lines.length - (int) signedBytes + 1);
            Files.write(file, Arrays.copyOf(lines, cut));
            Files.write(directory.resolve("ledger.tree"), torn(tree, random));
            Files.write(directory.resolve("ledger.index"), torn(index, random));
            try (FileLedger ledger = open()) {
                assertThat(ledger.verify()).as(what).isInstanceOf(Verification.Whole.class);
                fill(ledger, random.nextInt(4));
                Checkpoint checkpoint = ledger.checkpoint();
                assertThat(checkpoint.root()).as(what).isEqualTo(rootOfLines());
                assertThat(checkpoint.size()).as(what).isGreaterThanOrEqualTo(signedSize);
                assertProofs(ledger, checkpoint, what);
            }
        }
    }

    private static void assertProofs(FileLedger ledger, Checkpoint checkpoint, String what) {
        LedgerTree tree = ledger.soundTree();
        for (long entry = 1; entry <= checkpoint.size(); entry++) {
            assertThat(Merkle.includes(
                            checkpoint.root(),
                            checkpoint.size(),
                            entry - 1,
                            Merkle.leaf(ledger.line(entry)),
                            Merkle.inclusion(tree, entry - 1, checkpoint.size())))
                    .as(what)
                    .isTrue();
        }
    }

    private static byte[] torn(byte[] whole, Random random) {
        byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
        if (random.nextBoolean() && torn.length > 0) {
            Arrays.fill(torn, random.nextInt(torn.length), torn.length, (byte) 0);
        }
        return torn;
    }

    /// The note that the key signs for the first entries.
    private byte[] noteOf(int size) throws IOException {
        MerkleEdge edge = new MerkleEdge();
        for (String line : Files.readAllLines(file).subList(0, size)) {
            edge.add(Merkle.leaf(line.getBytes(StandardCharsets.UTF_8)));
        }
        LogKey key = KEYS.open(file, CONTOSO, CLOCK);
        return Checkpoint.sign(size, edge.root(), key).note().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLedgerCutShorterThanWasSignedIsToldAndNotSigned() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 12);
            ledger.checkpoint();
        }
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 10));
        try (FileLedger ledger = open()) {
            Entry told = ledger.read(10, 1).getFirst();
            assertThat(told.kind()).isEqualTo("ledger.damaged");
            assertThat(told.details().get("reason")).contains("10 entries, where 12 were signed");
            assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
            assertThatThrownBy(ledger::checkpoint)
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("12 were signed");
            fill(ledger, 5); // Work goes on.
        }
    }

    /// Who writes the ledger anew, chain and all, cannot make it fit what was signed, even with the tree's files gone.
    @Test
    void aLedgerWrittenAnewIsToldAndNotSigned() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 12);
            ledger.checkpoint();
        }
        Path forged = directory.resolve("forged.jsonl");
        try (FileLedger ledger = FileLedger.open(forged, CONTOSO, KEYS, CLOCK)) {
            fill(ledger, 4);
            ledger.append("request", "sync", Map.of("i", "other"));
            fill(ledger, 7);
        }
        Files.copy(forged, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(directory.resolve("ledger.tree"));
        try (FileLedger ledger = open()) {
            assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
            assertThatThrownBy(ledger::checkpoint).hasMessageContaining("not those that were signed");
        }
    }

    @Test
    void aCheckpointOfAnAnchorThatDoesNotFitEndsSigning() {
        try (FileLedger ledger = open();
                FileLedger fork = FileLedger.open(directory.resolve("fork.jsonl"), CONTOSO, KEYS, CLOCK)) {
            fill(ledger, 8);
            fork.append("request", "sync", Map.of());
            fill(fork, 7);
            ledger.compare(ledger.checkpoint(), "here");
            fill(ledger, 2);
            assertThat(ledger.checkpoint().size()).isEqualTo(10);
            ledger.compare(fork.checkpoint(), "file /srv/anchors");
            assertThat(ledger.verify())
                    .isInstanceOfSatisfying(
                            Verification.Broken.class,
                            broken -> assertThat(broken.reason()).contains("signed for file /srv/anchors"));
            assertThatThrownBy(ledger::checkpoint).isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void aMissingKeyIsToldWithTheWayOut() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 2);
            ledger.checkpoint();
        }
        Files.delete(directory.resolve("ledger.p12"));
        try (FileLedger ledger = open()) {
            fill(ledger, 2);
            assertThatThrownBy(ledger::checkpoint)
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("ledger.p12")
                    .hasMessageContaining("Restore it from a backup");
        }
    }

    @Test
    void theKeyIsTheSameAfterReopeningAndEncrypted() throws IOException {
        String key;
        try (FileLedger ledger = open()) {
            key = ledger.verifierKey().toString();
        }
        try (FileLedger ledger = open()) {
            assertThat(ledger.verifierKey()).hasToString(key);
            assertThat(VerifierKey.parse(key)).hasToString(key);
        }
        LogKeys wrong = new LogKeys(
                new StretchedPassphrase("another"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());
        try (FileLedger ledger = FileLedger.open(file, CONTOSO, wrong, CLOCK)) {
            assertThatThrownBy(ledger::verifierKey).hasMessageContaining("passphrase");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ledger.p12"))))
                .isEqualTo("rw-------");
    }

    @Test
    void checkpointsAreSignedByTheClock() {
        class Hands extends Clock {
            private Instant now = Instant.parse("2026-03-04T05:06:07Z");

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        }
        Hands hands = new Hands();
        Path note = directory.resolve("ledger.checkpoint");
        try (FileLedger ledger = FileLedger.open(file, CONTOSO, KEYS, hands)) {
            fill(ledger, 3);
            ledger.checkpointWhenDue();
            assertThat(note).doesNotExist();
            hands.now = hands.now.plus(Duration.ofMinutes(5));
            ledger.checkpointWhenDue();
            assertThat(note).content().contains("\n3\n");
        }
    }

    @Test
    void anExportHoldsAllThatACheckpointCovers() throws IOException {
        try (FileLedger ledger = open()) {
            fill(ledger, 4);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new Proofs(ledger).export(out);
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines.subList(0, 4))
                    .containsExactly("postern-ledger-export 1", "tenant contoso", "key " + ledger.verifierKey(), "");
            assertThat(String.join("\n", lines.subList(4, 9)) + "\n")
                    .isEqualTo(ledger.checkpoint().note());
            assertThat(lines.subList(10, 14)).isEqualTo(Files.readAllLines(file));
        }
    }
}
