package org.postern.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.cli.ledger.LedgerVerify.Known;
import org.postern.cli.ledger.LedgerVerify.Verdict;
import org.postern.connections.Anchoring;
import org.postern.connections.LedgerEvidence;
import org.postern.connections.MailAnchor;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.ledger.LogKeys;
import org.postern.mail.TenantId;

/// Older checkpoints in every form in which people keep them, proofs of growth, and witnesses; against forgers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnchorsTest {
    private static final List<Integer> SIZES = List.of(1, 2, 3, 7, 8, 9, 31, 33);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private ExportedLedger ledger;

    private final List<String> notes = new ArrayList<>();
    private String key = "";
    private String newest = "";
    private String export = "";
    private String forked = "";
    private String forkedNote = "";

    @BeforeAll
    void write() throws IOException {
        ledger = new ExportedLedger(folder.resolve("connections"), "contoso");
        int filled = 0;
        for (int size : SIZES) {
            ledger.fill(size - filled);
            filled = size;
            notes.add(ledger.evidence().checkpoint());
        }
        key = ledger.evidence().verifierKey();
        newest = notes.getLast();
        export = new String(ledger.export(), StandardCharsets.UTF_8);
        Path copy = Files.createDirectories(folder.resolve("fork/contoso"));
        for (String name : List.of("ledger.p12", "ledger.vkey")) {
            Files.copy(folder.resolve("connections/contoso").resolve(name), copy.resolve(name));
        }
        try (ExportedLedger fork = new ExportedLedger(folder.resolve("fork"), "contoso")) {
            for (int same : List.of(1, 1, 1, 2)) { // As the ledger was filled, each time numbered from 0.
                fork.fill(same);
            }
            fork.fill(40); // Other entries than those of the ledger from the sixth on.
            forked = new String(fork.export(), StandardCharsets.UTF_8);
            forkedNote = fork.evidence().checkpoint();
        }
    }

    @AfterAll
    void close() {
        ledger.close();
    }

    private Verdict verify(String file, List<Path> anchors, String... witnesses) throws IOException {
        Path judged = Files.writeString(folder.resolve("judged"), file);
        return LedgerVerify.verify(judged, new Known(key, anchors, List.of(witnesses)));
    }

    private static Path saved(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Path> anchor(String text) throws IOException {
        return List.of(saved("anchor", text));
    }

    @Test
    void anExportIsHeldToAllAnchorsAtOnce() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String note : notes) {
            all.add(saved(all.size() + ".checkpoint", note));
        }
        Verdict good = verify(export, all);
        assertThat(good.reason()).isEmpty();
        assertThat(good.notes()).hasSize(SIZES.size());
        assertThat(LedgerVerify.sentence(good)).contains("Its first 31 entries are those of the older checkpoint 6");
        assertThat(verify(forked, List.of()).whole())
                .as("signed by the log's own key")
                .isTrue();
        for (int i = 0; i < SIZES.size(); i++) {
            Verdict verdict = verify(forked, List.of(all.get(i)));
            assertThat(verdict.whole()).as("anchored at %d", SIZES.get(i)).isEqualTo(SIZES.get(i) <= 5);
            assertThat(verdict.reason().isEmpty() || verdict.reason().contains("written anew"))
                    .as(verdict.reason())
                    .isTrue();
        }
        assertThat(verify(export, anchor(forkedNote)).reason()).contains("are missing here");
    }

    @Test
    void aFolderOfAnchorsIsReadWhole() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("log.vkey"), key + "\n");
        for (int i = 0; i < SIZES.size(); i++) {
            Files.writeString(kept.resolve(SIZES.get(i) + ".checkpoint"), notes.get(i));
        }
        Files.writeString(kept.resolve("33.growth"), ledger.evidence().growth(7));
        assertThat(verify(export, List.of(kept)).notes()).hasSize(SIZES.size() + 1);
        assertThat(verify(forked, List.of(kept)).reason()).contains("written anew");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(verify(export, List.of(empty)).reason()).contains("no checkpoint");
    }

    private static String base64(String text, String newline) {
        return Base64.getMimeEncoder(60, newline.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '\n' || (b > 32 && b < 127 && b != '=');
            quoted.append(plain ? String.valueOf((char) b) : String.format("=%02X", b & 0xFF));
        }
        return quoted.toString().replace("+", "=\n+");
    }

    /// As different programs save it.
    private static String mail(String way, String note) {
        String head = "Received: by somebody\nSubject: Checkpoint\n of a ledger\nMIME-Version: 1.0\n";
        String attached = "Content-Type: text/plain; name=x.note\nContent-Transfer-Encoding: base64\n\n"
                + base64(note, "\n") + "\n";
        String mixed = "Content-Type: multipart/mixed;\n boundary=\"a b\"\n\nno part\n--a b\n\nhello\n--a b\n"
                + attached + "\n--a b--\n";
        return switch (way) {
            case "attached" -> head + mixed;
            case "attached, CRLF" -> (head + mixed).replace("\n", "\r\n");
            case "line ends changed within" ->
                head + mixed.replace(base64(note, "\n"), base64(note.replace("\n", "\r\n"), "\n"));
            case "octets" -> head + mixed.replace("text/plain; name=x.note", "application/octet-stream");
            case "inline" -> head + "Content-Type: text/plain; charset=utf-8\n\nSee:\n\n" + note + "\nKeep it.\n";
            case "quoted" -> head + "Content-Transfer-Encoding: Quoted-Printable\n\n" + quoted(note);
            case "forwarded" ->
                head + "Content-Type: Multipart/Mixed; boundary=zz\n\n--zz\nContent-Type: message/rfc822\n\n" + head
                        + mixed + "\n--zz--\n";
            default -> throw new IllegalArgumentException(way);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attached",
                "attached, CRLF",
                "line ends changed within",
                "octets",
                "inline",
                "quoted",
                "forwarded"
            })
    void aSavedMessageHoldsItsCheckpoint(String way) throws IOException {
        Verdict verdict = verify(export, anchor(mail(way, notes.get(5))));
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.notes()).hasSize(1);
        assertThat(verify(forked, anchor(mail(way, notes.get(5)))).reason()).contains("first 9 entries are not those");
        String forged = notes.get(5).replace("\n9\n", "\n8\n");
        assertThat(verify(export, anchor(mail(way, forged))).reason()).contains("not signed by this log's key");
        assertThat(verify(export, anchor(mail(way, "nothing\n"))).reason()).contains("neither a checkpoint nor");
    }

    /// Whatever a message is made of: it is judged, and nothing is believed that the log did not sign.
    @Test
    void brokenMessagesAreJudgedAndNeverBelieved() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = mail("forwarded", notes.get(5)).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 150; round++) {
            byte[] broken = Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(whole.length));
            for (int i = 0; i < 3 && broken.length > 0; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("broken.eml"), broken);
            assertThat(verify(forked, List.of(file)).whole())
                    .as("seed %d, round %d", seed, round)
                    .isFalse();
        }
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b" + i + "x\n\n--b" + i + "x\n");
        }
        assertThat(verify(export, anchor(deep.toString())).reason()).contains("too many parts");
        String wide = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(50_000);
        assertThat(verify(export, anchor(wide)).reason()).contains("too many parts");
    }

    @Test
    void growthIsProvenBetweenEveryTwoSizes() throws IOException {
        for (int size = 0; size <= 33; size++) {
            String growth = ledger.evidence().growth(size);
            int at = SIZES.indexOf(size);
            if (at >= 0) {
                Verdict verdict = verify(growth, anchor(notes.get(at)));
                assertThat(verdict.reason()).as("from %d", size).isEmpty();
                assertThat(verdict.entries()).isEqualTo(33);
                assertThat(verdict.notes()).hasSize(1);
                assertNoOther(growth, at);
            } else {
                assertThat(verify(growth, List.of()).whole())
                        .as("from %d", size)
                        .isEqualTo(size == 0);
            }
        }
    }

    /// Not with another root of that size, another proof, or a proof that lacks or has more of a hash.
    private void assertNoOther(String growth, int at) throws IOException {
        List<String> lines = growth.lines().toList();
        long proof = lines.stream().skip(1).takeWhile(line -> !line.isEmpty()).count();
        for (int i = 1; i <= proof; i++) {
            List<String> less = new ArrayList<>(lines);
            String hash = less.remove(i);
            assertThat(verify(String.join("\n", less) + "\n", anchor(notes.get(at)))
                            .whole())
                    .isFalse();
            less.add(i, hash);
            less.add(i, hash);
            assertThat(verify(String.join("\n", less) + "\n", anchor(notes.get(at)))
                            .whole())
                    .isFalse();
        }
        assertThat(verify(growth, List.of()).reason()).contains("by --anchor");
        for (String other : notes) {
            boolean fits = other.equals(notes.get(at)) || other.equals(newest);
            List<Path> both = List.of(saved("one", notes.get(at)), saved("two", other));
            assertThat(verify(growth, both).whole()).isEqualTo(fits);
        }
    }

    @Test
    void growthFromAnotherPastIsRejected() throws IOException {
        try (ExportedLedger fork = new ExportedLedger(folder.resolve("fork"), "contoso")) {
            for (int i = 0; i < SIZES.size(); i++) {
                Verdict verdict = verify(fork.evidence().growth(SIZES.get(i)), anchor(notes.get(i)));
                assertThat(verdict.whole()).isEqualTo(SIZES.get(i) <= 5);
                assertThat(verdict.reason().isEmpty() || verdict.reason().contains("does not begin with"))
                        .isTrue();
            }
        }
    }

    private static final class Witness {
        final String vkey;
        private final String name;
        private final byte[] id;
        private final KeyPair pair;

        Witness(String name) throws GeneralSecurityException {
            this.name = name;
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] typed = ByteBuffer.allocate(33)
                    .put((byte) 4)
                    .put(spki, spki.length - 32, 32)
                    .array();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            this.id = Arrays.copyOf(digest.digest(typed), 4);
            this.vkey = name + "+" + HexFormat.of().formatHex(id) + "+"
                    + Base64.getEncoder().encodeToString(typed);
        }

        /// C2SP tlog-cosignature, cosignature/v1.
        String sign(String note, long time) throws GeneralSecurityException {
            String body = note.substring(0, note.indexOf("\n\n") + 1);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(("cosignature/v1\ntime " + time + "\n" + body).getBytes(StandardCharsets.UTF_8));
            return line(time, signature.sign());
        }

        String line(long time, byte[] signature) {
            byte[] bytes = ByteBuffer.allocate(12 + signature.length)
                    .put(id)
                    .putLong(time)
                    .put(signature)
                    .array();
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    @Test
    void cosignaturesOfWitnessesAreChecked() throws Exception {
        Witness near = new Witness("witness.example/w1");
        Witness far = new Witness("far.example");
        String note = notes.get(4);
        String both = note + near.sign(note, 1_772_600_000L) + far.sign(note, 1_772_600_001L);
        Verdict verdict = verify(export, anchor(both), near.vkey, far.vkey);
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.notes())
                .anySatisfy(one -> assertThat(one).contains("witness.example/w1", "first 8 entries", "2026-03-04T"));
        assertThat(verify(export, anchor(both)).whole())
                .as("others' lines are passed over")
                .isTrue();
        assertThat(verify(export, anchor(mail("attached", both)), far.vkey).whole())
                .isTrue();
        assertThat(verify(export, anchor(note), near.vkey).reason())
                .contains("no checkpoint that was given is cosigned");
        for (String forged : List.of(
                near.sign(notes.get(3), 1_772_600_000L),
                near.line(1, far.sign(note, 1).getBytes(StandardCharsets.UTF_8)),
                near.line(7, new byte[64]),
                near.line(7, new byte[0]))) {
            Verdict rejected = verify(export, anchor(note + forged), near.vkey);
            assertThat(rejected.whole()).as(forged).isFalse();
            assertThat(rejected.reason()).contains("cosignature");
        }
        String withoutLog = note.substring(0, note.indexOf("\n\n") + 2) + near.sign(note, 5);
        assertThat(verify(export, anchor(withoutLog), near.vkey).reason()).contains("not signed by this log's key");
        assertThat(verify(export, anchor(both), key).reason()).contains("not of Ed25519 cosignatures");
        assertThat(verify(export, anchor(both), "nonsense").reason()).contains("is none");
    }

    @Test
    void anExportMayCarryCosignaturesItself() throws Exception {
        Witness near = new Witness("witness.example/w1");
        String cosigned = export.replace(newest, newest + near.sign(newest, 1_772_600_000L));
        assertThat(verify(cosigned, List.of(), near.vkey).reason()).isEmpty();
        assertThat(verify(export, List.of(), near.vkey).whole()).isFalse();
    }

    /// The very message that the server sends, first and second, saved by a mail program.
    @Test
    void whatTheServerMailsIsAnAnchor() throws Exception {
        TenantId tenant = new TenantId("contoso");
        BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        SecureRandom random = new SecureRandom();
        LogKeys keys = new LogKeys(new StretchedPassphrase("a passphrase"::toCharArray, 1_000, random), random);
        Path file = Files.createDirectories(folder.resolve("mailed")).resolve("ledger.jsonl");
        try (Ledgers ledgers =
                new Ledgers(_ -> file, keys, Anchoring.NONE, _ -> (_, mime) -> sent.add(mime), Clock.systemUTC())) {
            ledgers.of(tenant).append("key.created", "administrator", Map.of());
            LedgerEvidence evidence = ledgers.evidence(tenant);
            List<Path> mails = new ArrayList<>();
            for (String from : List.of("one@x.example", "two@x.example")) {
                evidence.mailTo(new MailAnchor("security@x.example", from)); // Set anew, it goes at once.
                byte[] mail = Objects.requireNonNull(sent.poll(30, TimeUnit.SECONDS));
                mails.add(Files.write(folder.resolve(from + ".eml"), mail));
                while (evidence.anchors().getFirst().at() == null) {
                    Thread.sleep(5);
                }
            }
            ledgers.of(tenant).append("request", "sync", Map.of());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            evidence.export(out);
            Path whole = Files.write(folder.resolve("mailed.ledger"), out.toByteArray());
            Known known = new Known(evidence.verifierKey(), mails, List.of());
            Verdict verdict = LedgerVerify.verify(whole, known);
            assertThat(verdict.reason()).isEmpty();
            assertThat(verdict.entries()).isEqualTo(4);
            assertThat(verdict.notes())
                    .as("a note in the first; in the second with its growth")
                    .hasSize(3);
            byte[] cut = ExportedLedger.withEntries(out.toByteArray(), lines -> lines.subList(0, 1));
            assertThat(LedgerVerify.verify(Files.write(whole, cut), known).whole())
                    .isFalse();
        }
    }
}
