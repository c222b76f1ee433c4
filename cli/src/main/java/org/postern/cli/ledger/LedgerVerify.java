package org.postern.cli.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks a file of Postern's ledger without Postern: an export, or the proof of one entry and of a report that it
/// names. The bytes are described in docs/format/ledger.md.
///
/// Needs Java 17 alone: `java LedgerVerify.java FILE [--key VKEY] [--checkpoint FILE] [--report FILE]`. Exits with 0
/// when all fits, 1 when something does not, 2 when a file cannot be read.
/// Who holds neither the log's key nor an older checkpoint learns only that the file fits itself. Keep both.
@SuppressWarnings("ArrayRecordComponent") // No record is ever compared.
public final class LedgerVerify {
    private static final int LINE_MAX = 128 << 10;
    private static final Pattern KEY = Pattern.compile("([!-*,-~]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern ENTRY = Pattern.compile(
            "(\\{\"n\":([0-9]{1,18}),\"at\":\"[^\"]+\",\"kind\":.*,\"prev\":\"([0-9a-f]{64})\"),\"hash\":\"([0-9a-f]{64})\"}");
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 §4.

    /// What was found; `number` is the entry that does not fit or is proven, or 0 where it is not about a single one.
    public record Verdict(boolean whole, String tenant, String key, long entries, long number, String reason) {}

    private static final class Misfit extends Exception {
        private final long number;

        Misfit(long number, String reason) {
            super(reason);
            this.number = number;
        }
    }

    /// A verifier key of an Ed25519 log (C2SP signed-note).
    private record Key(String name, byte[] id, byte[] bytes) {}

    /// Size and root of a log, with a good signature (C2SP tlog-checkpoint).
    private record Checkpoint(long size, byte[] root) {}

    private final Lines lines;
    private final String wantedKey;
    private final String olderCheckpoint;
    private final String report;
    private String found = "";
    private String tenant = "";
    private String keyText = "";
    private long size;
    private long proven;

    private LedgerVerify(InputStream in, String wantedKey, String olderCheckpoint, String report) {
        this.lines = new Lines(in);
        this.wantedKey = wantedKey;
        this.olderCheckpoint = olderCheckpoint;
        this.report = report;
    }

    public static void main(String[] words) {
        List<String> rest = new ArrayList<>(List.of(words));
        String key = option(rest, "--key");
        String checkpoint = option(rest, "--checkpoint");
        String report = option(rest, "--report");
        if (rest.size() != 1 || rest.get(0).startsWith("-")) {
            System.err.println("usage: java LedgerVerify.java FILE [--key VKEY] [--checkpoint FILE] [--report FILE]");
            System.exit(2);
        }
        try {
            Verdict verdict = verify(Path.of(rest.get(0)), key, checkpoint, report);
            System.out.println(sentence(verdict));
            System.exit(verdict.whole() ? 0 : 1);
        } catch (IOException e) {
            System.err.println("A file could not be read: " + e);
            System.exit(2);
        }
    }

    private static String option(List<String> words, String name) {
        int at = words.indexOf(name);
        return at >= 0 && at + 1 < words.size() && words.remove(at).equals(name) ? words.remove(at) : "";
    }

    /// Checks a file. An empty `key` stands for the one that the file names, an empty other text for none.
    public static Verdict verify(Path file, String key, String checkpoint, String report) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            LedgerVerify run = new LedgerVerify(in, key.strip(), checkpoint, report);
            try {
                run.check();
                return new Verdict(true, run.tenant, run.keyText, run.size, run.proven, run.found);
            } catch (Misfit e) {
                return new Verdict(false, run.tenant, run.keyText, run.size, e.number, String.valueOf(e.getMessage()));
            }
        }
    }

    public static String sentence(Verdict verdict) {
        String entry = verdict.number() > 0 ? "entry " + verdict.number() : "";
        if (!verdict.whole()) {
            return "NOT whole: " + entry + (entry.isEmpty() ? "" : ": ") + verdict.reason() + ".";
        }
        String what = entry.isEmpty() ? verdict.entries() + " entries" : entry;
        return "Whole: " + what + " of the ledger of " + verdict.tenant() + ", as signed with " + verdict.key()
                + (verdict.reason().isEmpty() ? "" : "\n" + verdict.reason() + ".")
                + "\nCompare this key with the one that you were given, unless you gave it to this command.";
    }

    private void check() throws IOException, Misfit {
        String first = lines.text();
        if (first.equals("postern-ledger-export 1")) {
            require(report.isEmpty(), "it is an export: give the proof that came with the report");
            export();
        } else {
            require(first.equals("c2sp.org/tlog-proof@v1"), "it is neither an export nor a proof of a ledger");
            proof();
        }
    }

    private void export() throws IOException, Misfit {
        String tenantLine = lines.text();
        String keyLine = lines.text();
        require(keyLine.startsWith("key ") && lines.text().isEmpty(), "its head is not that of an export");
        Key key = key(keyLine.substring(4));
        require(tenantLine.equals("tenant " + tenant), "it names another tenant than its key");
        require(wantedKey.isEmpty() || wantedKey.equals(keyText), "another key than the given one signed it");
        Checkpoint signed = checkpoint(lines, key, "its checkpoint");
        size = signed.size();
        require(lines.text().isEmpty(), "after its checkpoint an empty line is missing");
        entries(signed, older(key, signed));
    }

    /// Walks the chain and gathers the tree, holding one hash for each level.
    private void entries(Checkpoint signed, Checkpoint older) throws IOException, Misfit {
        Tree tree = new Tree();
        String previous =
                HexFormat.of().formatHex(sha256(("postern ledger 1 " + tenant).getBytes(StandardCharsets.UTF_8)));
        while (tree.size < signed.size()) {
            long number = tree.size + 1;
            byte[] line = lines.next();
            require(line.length > 0 || !lines.ended, number, "it is missing, as are those after it");
            previous = entry(line, number, previous);
            tree.add(sha256(concat(new byte[] {0}, line)));
            boolean agrees = tree.size != older.size() || Arrays.equals(tree.root(), older.root());
            require(agrees, "its first " + number + " entries are not those of the older checkpoint");
        }
        require(lines.read() < 0, "something follows that was not signed");
        boolean same = Arrays.equals(tree.root(), signed.root());
        require(same, "its entries follow from one another, and yet they are not those that were signed");
    }

    private static String entry(byte[] line, long number, String previous) throws Misfit {
        Matcher entry = ENTRY.matcher(utf8(line, number));
        require(entry.matches(), number, "its bytes are no entry");
        String hash = HexFormat.of().formatHex(sha256(entry.group(1).getBytes(StandardCharsets.UTF_8)));
        require(hash.equals(entry.group(4)), number, "its bytes do not give its hash: it was changed");
        boolean inPlace = entry.group(2).equals(Long.toString(number));
        require(inPlace, number, "number " + entry.group(2) + " stands in its place");
        require(entry.group(3).equals(previous), number, "it does not follow from the entry before");
        return entry.group(4);
    }

    /// C2SP tlog-proof: the entry lies in it as its extra data, and is bound to it by its hash.
    private void proof() throws IOException, Misfit {
        String extra = lines.text();
        String index = lines.text();
        require(extra.startsWith("extra ") && index.startsWith("index "), "it holds no entry with its index");
        require(!wantedKey.isEmpty(), "a proof names no key: give that of the log by --key");
        byte[] line = base64(extra.substring(6));
        long leaf = number(index.substring(6));
        List<byte[]> path = new ArrayList<>();
        for (String hash = lines.text(); !hash.isEmpty() && path.size() < 64; hash = lines.text()) {
            path.add(base64(hash));
        }
        Key key = key(wantedKey);
        Checkpoint signed = checkpoint(lines, key, "its checkpoint");
        require(lines.read() < 0, "something follows that was not signed");
        Matcher entry = ENTRY.matcher(utf8(line, leaf + 1));
        boolean fits = entry.matches() && entry.group(2).equals(Long.toString(leaf + 1));
        fits = fits && includes(signed, leaf, sha256(concat(new byte[] {0}, line)), path);
        require(fits, leaf + 1, "it is not in the ledger that was signed");
        proven = leaf + 1;
        size = signed.size();
        found = report.isEmpty() ? "" : report(entry.group(1));
    }

    /// The entry of a report names its SHA-256. Quotes within a text of an entry are escaped, so these are a field's.
    private String report(String entry) throws IOException, Misfit {
        String hash = HexFormat.of().formatHex(sha256(Files.readAllBytes(Path.of(report))));
        String head = "\\{\"n\":[0-9]+,\"at\":\"([^\"]+)\",\"kind\":\"report[.]made\",";
        Matcher made =
                Pattern.compile(head + ".*[{,]\"sha256\":\"" + hash + "\".*").matcher(entry);
        require(made.matches(), proven, "the report is not the one that this entry names: it was changed");
        return "The report is, byte for byte, the one that was made at " + made.group(1);
    }

    private static void require(boolean fits, String otherwise) throws Misfit {
        require(fits, 0, otherwise);
    }

    private static void require(boolean fits, long number, String otherwise) throws Misfit {
        if (!fits) {
            throw new Misfit(number, otherwise);
        }
    }

    private Key key(String text) throws Misfit {
        Matcher parts = KEY.matcher(text);
        require(parts.matches(), "its verifier key is none");
        byte[] typed = base64(parts.group(3));
        require(typed.length == 33 && typed[0] == 1, "its verifier key is not of Ed25519");
        byte[] named = concat((parts.group(1) + "\n").getBytes(StandardCharsets.UTF_8), typed);
        byte[] id = Arrays.copyOf(sha256(named), 4);
        require(HexFormat.of().formatHex(id).equals(parts.group(2)), "its verifier key does not fit its own id");
        tenant = parts.group(1).substring(parts.group(1).lastIndexOf('/') + 1);
        keyText = text;
        return new Key(parts.group(1), id, Arrays.copyOfRange(typed, 1, 33));
    }

    /// Five lines: name, size, root, an empty one, and the signature of this key alone.
    private static Checkpoint checkpoint(Lines from, Key key, String which) throws IOException, Misfit {
        String origin = from.text();
        String count = from.text();
        String root = from.text();
        boolean formed = from.text().isEmpty();
        String signature = from.text();
        String head = "\u2014 " + key.name() + " ";
        boolean own = formed && origin.equals(key.name()) && signature.startsWith(head);
        require(own, which + " is not one of this log");
        byte[] signed = base64(signature.substring(head.length()));
        byte[] text = (origin + "\n" + count + "\n" + root + "\n").getBytes(StandardCharsets.UTF_8);
        boolean byKey = signed.length == 68 && Arrays.equals(Arrays.copyOf(signed, 4), key.id());
        byKey = byKey && verifies(key, text, Arrays.copyOfRange(signed, 4, 68));
        require(byKey, which + " is not signed by this log's key");
        return new Checkpoint(number(count), base64(root));
    }

    private Checkpoint older(Key key, Checkpoint signed) throws IOException, Misfit {
        if (olderCheckpoint.isEmpty()) {
            return new Checkpoint(0, new byte[0]);
        }
        try (InputStream in = Files.newInputStream(Path.of(olderCheckpoint))) {
            Lines from = new Lines(in);
            Checkpoint older = checkpoint(from, key, "the older checkpoint");
            require(from.read() < 0, "the older checkpoint has more than five lines");
            require(older.size() <= signed.size(), "the older checkpoint has more entries (" + older.size() + ")");
            return older;
        }
    }

    private static boolean verifies(Key key, byte[] text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            X509EncodedKeySpec spki = new X509EncodedKeySpec(concat(SPKI_HEAD, key.bytes()));
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spki));
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// RFC 9162 §2.1.3.2.
    private static boolean includes(Checkpoint signed, long leaf, byte[] hash, List<byte[]> path) {
        long node = leaf;
        long last = signed.size() - 1;
        byte[] root = hash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            boolean right = (node & 1) == 1 || node == last;
            root = right ? parent(sibling, root) : parent(root, sibling);
            int levels = 1 + (right && node != 0 ? Long.numberOfTrailingZeros(node) : 0);
            node >>= levels;
            last >>= levels;
        }
        return leaf < signed.size() && last == 0 && Arrays.equals(root, signed.root());
    }

    /// A Merkle tree that grows (RFC 9162 §2.1.1), with the hashes that it still needs.
    private static final class Tree {
        private final List<byte[]> whole = new ArrayList<>(); // Of 2^i leaves at i, where that bit of the size is set.
        private long size;

        void add(byte[] leaf) {
            byte[] hash = leaf;
            int level = 0;
            for (; (size >> level & 1) == 1; level++) {
                hash = parent(whole.get(level), hash);
            }
            if (level == whole.size()) {
                whole.add(hash);
            }
            whole.set(level, hash);
            size++;
        }

        byte[] root() {
            byte[] root = size == 0 ? sha256(new byte[0]) : new byte[0];
            for (int level = 0; level < whole.size(); level++) {
                if ((size >> level & 1) == 1) {
                    root = root.length == 0 ? whole.get(level) : parent(whole.get(level), root);
                }
            }
            return root;
        }
    }

    /// Reads lines that end with a line feed and are not too long.
    private static final class Lines {
        private final InputStream in;
        private final byte[] line = new byte[LINE_MAX];
        private byte[] window = {};
        private int at;
        private boolean ended;

        Lines(InputStream in) {
            this.in = in;
        }

        private int read() throws IOException {
            if (at == window.length) {
                window = in.readNBytes(LINE_MAX);
                at = 0;
            }
            return at == window.length ? -1 : window[at++] & 0xFF;
        }

        /// Without its line feed; empty at the end, too.
        byte[] next() throws IOException, Misfit {
            int length = 0;
            int next = read();
            ended = next < 0;
            for (; next != '\n' && !ended; next = read()) {
                require(next >= 0 && length < LINE_MAX, "a line of it has no end");
                line[length++] = (byte) next;
            }
            return Arrays.copyOf(line, length);
        }

        String text() throws IOException, Misfit {
            byte[] line = next();
            require(!ended, "it ends early");
            return utf8(line, 0);
        }
    }

    private static String utf8(byte[] bytes, long number) throws Misfit {
        String text = new String(bytes, StandardCharsets.UTF_8);
        require(Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes), number, "its bytes are no text");
        return text;
    }

    private static long number(String text) throws Misfit {
        require(NUMBER.matcher(text).matches(), "a number of it is none");
        return Long.parseLong(text);
    }

    private static byte[] base64(String text) throws Misfit {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            require(Base64.getEncoder().encodeToString(bytes).equals(text), "its base64 has more than one reading");
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new Misfit(0, "something in it is no base64");
        }
    }

    private static byte[] parent(byte[] left, byte[] right) {
        return sha256(concat(new byte[] {1}, left, right));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
