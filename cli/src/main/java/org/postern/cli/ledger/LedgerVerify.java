package org.postern.cli.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks a file of Postern's ledger without Postern: an export, the proof of one entry and of a report that it names,
/// or the growth between two checkpoints. The bytes are described in docs/format/ledger.md.
///
/// This one file is the whole program and needs Java 17 or newer alone: `java LedgerVerify.java FILE [--key VKEY]
/// [--anchor FILE-OR-FOLDER]... [--witness VKEY]... [--report FILE]`. An anchor is a checkpoint that you kept, by
/// itself or in a saved
/// message; a witness is a key that must have cosigned one of the checkpoints. It exits with 0 when all fits, 1 when
/// something does not, 2 when a file cannot be read.
/// Who holds neither the log's key nor an older checkpoint learns only that the file fits itself. Keep both.
public final class LedgerVerify {
    private static final String USAGE = "usage: java LedgerVerify.java FILE [--key VKEY] [--anchor FILE-OR-FOLDER]..."
            + " [--witness VKEY]... [--report FILE]";
    private static final Pattern ENTRY = Pattern.compile(
            "(\\{\"n\":([0-9]{1,18}),\"at\":\"[^\"]+\",\"kind\":.*,\"prev\":\"([0-9a-f]{64})\"),\"hash\":\"([0-9a-f]{64})\"}");

    /// What was found; `number` is the entry that does not fit or is proven, or 0 where it is not about a single one;
    /// `notes` are sentences on what else was compared; so is `reason` where all is whole and a report was.
    public record Verdict(
            boolean whole, String tenant, String key, long entries, long number, String reason, List<String> notes) {
        public Verdict {
            notes = List.copyOf(notes);
        }

        public Verdict(boolean whole, String tenant, String key, long entries, long number, String reason) {
            this(whole, tenant, key, entries, number, reason, List.of());
        }
    }

    /// What a file is compared with.
    ///
    /// @param key that must have signed it; empty for the one that the file names
    /// @param anchors files and folders with older checkpoints
    /// @param witnesses keys that must have cosigned one of all these checkpoints
    /// @param report the file of a report that the entry must name; empty for none
    public record Known(String key, List<Path> anchors, List<String> witnesses, String report) {
        public Known {
            key = key.strip();
            anchors = List.copyOf(anchors);
            witnesses = List.copyOf(witnesses);
        }

        public Known(String key, List<Path> anchors, List<String> witnesses) {
            this(key, anchors, witnesses, "");
        }
    }

    private final Lines lines;
    private final Known known;
    private final List<String> notes = new ArrayList<>();
    private String found = "";
    private String tenant = "";
    private String keyText = "";
    private long size;
    private long proven;

    private LedgerVerify(InputStream in, Known known) {
        this.lines = new Lines(in);
        this.known = known;
    }

    /// Runs as a program of its own.
    public static void main(String[] words) {
        List<String> rest = new ArrayList<>(List.of(words));
        List<String> keys = options(rest, "--key");
        List<String> anchors = options(rest, "--anchor");
        anchors.addAll(options(rest, "--checkpoint")); // Its name in former times.
        List<String> witnesses = options(rest, "--witness");
        List<String> reports = options(rest, "--report");
        if (rest.size() != 1 || rest.get(0).startsWith("-") || keys.size() > 1 || reports.size() > 1) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            List<Path> files = anchors.stream().map(Path::of).collect(Collectors.toList());
            Known known = new Known(String.join("", keys), files, witnesses, String.join("", reports));
            Verdict verdict = verify(Path.of(rest.get(0)), known);
            System.out.println(sentence(verdict));
            System.exit(verdict.whole() ? 0 : 1);
        } catch (IOException e) {
            System.err.println("A file could not be read: " + e);
            System.exit(2);
        }
    }

    /// Takes an option out of the words, as often as it is there.
    private static List<String> options(List<String> words, String name) {
        List<String> values = new ArrayList<>();
        for (int at = words.indexOf(name); at >= 0 && at + 1 < words.size(); at = words.indexOf(name)) {
            words.remove(at);
            values.add(words.remove(at));
        }
        return values;
    }

    /// Checks a file.
    public static Verdict verify(Path file, Known known) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            LedgerVerify run = new LedgerVerify(in, known);
            try {
                run.check();
                return new Verdict(true, run.tenant, run.keyText, run.size, run.proven, run.found, run.notes);
            } catch (Misfit e) {
                return new Verdict(false, run.tenant, run.keyText, run.size, e.number, String.valueOf(e.getMessage()));
            }
        }
    }

    /// What a person is told.
    public static String sentence(Verdict verdict) {
        String entry = verdict.number() > 0 ? "entry " + verdict.number() : "";
        if (!verdict.whole()) {
            return "NOT whole: " + entry + (entry.isEmpty() ? "" : ": ") + verdict.reason() + ".";
        }
        String what = entry.isEmpty() ? verdict.entries() + " entries" : entry;
        String more = verdict.notes().stream().map(note -> "\n" + note).collect(Collectors.joining());
        return "Whole: " + what + " of the ledger of " + verdict.tenant() + ", as signed with " + verdict.key() + more
                + (verdict.reason().isEmpty() ? "" : "\n" + verdict.reason() + ".")
                + "\nCompare this key with the one that you were given, unless you gave it to this command.";
    }

    private void check() throws IOException, Misfit {
        String first = lines.text();
        Misfit.require(
                known.report().isEmpty() || first.equals("c2sp.org/tlog-proof@v1"),
                "it is no proof of an entry: give the proof that came with the report");
        if (first.equals("postern-ledger-export 1")) {
            export();
        } else if (first.startsWith("old ")) {
            growth(Bytes.number(first.substring(4)));
        } else {
            Misfit.require(
                    first.equals("c2sp.org/tlog-proof@v1"),
                    "it is neither an export of a ledger nor a proof of an entry or of growth");
            proof();
        }
    }

    private Key log(String text) throws Misfit {
        Key key = Key.of(text, Key.LOG);
        tenant = key.tenant();
        keyText = text;
        return key;
    }

    private void export() throws IOException, Misfit {
        String tenantLine = lines.text();
        String keyLine = lines.text();
        Misfit.require(keyLine.startsWith("key ") && lines.text().isEmpty(), "its head is not that of an export");
        Key key = log(keyLine.substring(4));
        Misfit.require(tenantLine.equals("tenant " + tenant), "it names another tenant than its key");
        Misfit.require(
                known.key().isEmpty() || known.key().equals(keyText), "another key than the given one signed it");
        Note signed = Note.read(lines, key, "its checkpoint");
        size = signed.size();
        Misfit.require(!lines.ended, "after its checkpoint an empty line is missing");
        List<Note> anchors = Anchors.read(known.anchors(), key);
        for (Note anchor : anchors) {
            Misfit.require(
                    anchor.size() <= size,
                    anchor.where() + " has more entries (" + anchor.size() + "): those after " + size
                            + " are missing here");
        }
        entries(signed, anchors);
        witnessed(signed, anchors);
    }

    /// Walks the chain and gathers the tree, holding one hash for each level.
    private void entries(Note signed, List<Note> anchors) throws IOException, Misfit {
        Merkle.Tree tree = new Merkle.Tree();
        String previous = HexFormat.of().formatHex(Bytes.sha256(Bytes.utf8("postern ledger 1 " + tenant)));
        compare(tree, anchors);
        while (tree.size < signed.size()) {
            long number = tree.size + 1;
            byte[] line = lines.next();
            if (line.length == 0 && lines.ended) {
                throw new Misfit(number, "it is missing, as are those after it");
            }
            previous = entry(line, number, previous);
            tree.add(Merkle.leaf(line));
            compare(tree, anchors);
        }
        Misfit.require(lines.read() < 0, "something follows that was not signed");
        if (!Arrays.equals(tree.root(), signed.root())) {
            throw new Misfit(0, "its entries follow from one another, and yet they are not those that were signed");
        }
    }

    private void compare(Merkle.Tree tree, List<Note> anchors) throws Misfit {
        for (Note anchor : anchors) {
            if (anchor.size() == tree.size) {
                Misfit.require(
                        Arrays.equals(tree.root(), anchor.root()),
                        "its first " + tree.size + " entries are not those of " + anchor.where()
                                + ": the ledger was written anew");
                fits(anchor);
            }
        }
    }

    private void fits(Note anchor) {
        notes.add("Its first " + anchor.size() + " entries are those of " + anchor.where() + ".");
    }

    private static String entry(byte[] line, long number, String previous) throws Misfit {
        Matcher entry = ENTRY.matcher(Bytes.utf8(line, number));
        if (!entry.matches()) {
            throw new Misfit(number, "its bytes are no entry");
        }
        if (!HexFormat.of().formatHex(Bytes.sha256(Bytes.utf8(entry.group(1)))).equals(entry.group(4))) {
            throw new Misfit(number, "its bytes do not give its hash: it was changed");
        }
        if (!entry.group(2).equals(Long.toString(number))) {
            throw new Misfit(number, "number " + entry.group(2) + " stands in its place");
        }
        if (!entry.group(3).equals(previous)) {
            throw new Misfit(number, "it does not follow from the entry before");
        }
        return entry.group(4);
    }

    /// C2SP tlog-proof: the entry lies in it as its extra data, and is bound to it by its hash.
    private void proof() throws IOException, Misfit {
        String extra = lines.text();
        String index = lines.text();
        Misfit.require(extra.startsWith("extra ") && index.startsWith("index "), "it holds no entry with its index");
        Misfit.require(!known.key().isEmpty(), "a proof names no key: give that of the log by --key");
        byte[] line = Bytes.base64(extra.substring(6));
        long leaf = Bytes.number(index.substring(6));
        List<byte[]> path = path();
        Key key = log(known.key());
        Note signed = Note.read(lines, key, "its checkpoint");
        Misfit.require(lines.ended, "something follows that was not signed");
        Matcher entry = ENTRY.matcher(Bytes.utf8(line, leaf + 1));
        boolean fits = entry.matches() && entry.group(2).equals(Long.toString(leaf + 1));
        if (!fits || !Merkle.includes(signed, leaf, Merkle.leaf(line), path)) {
            throw new Misfit(leaf + 1, "it is not in the ledger that was signed");
        }
        proven = leaf + 1;
        size = signed.size();
        List<Note> anchors = Anchors.read(known.anchors(), key);
        sameOnly(signed, anchors, "a proof of one entry");
        witnessed(signed, anchors);
        found = known.report().isEmpty() ? "" : report(entry.group(1));
    }

    /// The entry of a report names its SHA-256. Quotes within a text of an entry are escaped, so these are a field's.
    private String report(String entry) throws IOException, Misfit {
        String hash = HexFormat.of().formatHex(Bytes.sha256(Files.readAllBytes(Path.of(known.report()))));
        String head = "\\{\"n\":[0-9]+,\"at\":\"([^\"]+)\",\"kind\":\"report[.]made\",";
        Matcher made =
                Pattern.compile(head + ".*[{,]\"sha256\":\"" + hash + "\".*").matcher(entry);
        if (!made.matches()) {
            throw new Misfit(proven, "the report is not the one that this entry names: it was changed");
        }
        return "The report is, byte for byte, the one that was made at " + made.group(1);
    }

    private List<byte[]> path() throws IOException, Misfit {
        List<byte[]> path = new ArrayList<>();
        for (String hash = lines.text(); !hash.isEmpty() && path.size() < 64; hash = lines.text()) {
            path.add(Bytes.base64(hash));
        }
        return path;
    }

    /// The body of C2SP tlog-witness' `add-checkpoint`.
    private void growth(long old) throws IOException, Misfit {
        Misfit.require(!known.key().isEmpty(), "a proof names no key: give that of the log by --key");
        List<byte[]> path = path();
        Key key = log(known.key());
        Note signed = Note.read(lines, key, "its checkpoint");
        Misfit.require(lines.ended, "something follows that was not signed");
        size = signed.size();
        List<Note> anchors = Anchors.read(known.anchors(), key);
        List<Note> others = new ArrayList<>(anchors);
        others.removeIf(anchor -> anchor.size() == old);
        Misfit.require(
                old == 0 || others.size() < anchors.size(),
                "it shows how the ledger grew from " + old + " entries: give the checkpoint of these by --anchor");
        Misfit.require(old > 0 || path.isEmpty(), "growth from nothing needs no proof, and yet it has one");
        for (Note anchor : anchors) {
            if (anchor.size() == old) {
                Misfit.require(
                        Merkle.continues(anchor, signed, path),
                        "it does not begin with the " + old + " entries of " + anchor.where());
                fits(anchor);
            }
        }
        sameOnly(signed, others, "the growth from " + old + " entries");
        witnessed(signed, anchors);
    }

    /// An anchor about which a proof says nothing must not seem to have been compared.
    private void sameOnly(Note signed, List<Note> anchors, String proof) throws Misfit {
        for (Note anchor : anchors) {
            Misfit.require(
                    anchor.size() == signed.size(),
                    proof + " says nothing of " + anchor.where() + " (" + anchor.size()
                            + " entries): leave that out, or give an export");
            Misfit.require(
                    Arrays.equals(anchor.root(), signed.root()),
                    "its checkpoint is not " + anchor.where()
                            + ", though of the same size: the ledger was written anew");
            fits(anchor);
        }
    }

    private void witnessed(Note signed, List<Note> anchors) throws Misfit {
        List<Note> all = new ArrayList<>(anchors);
        all.add(0, signed);
        for (String text : known.witnesses()) {
            Key witness = Key.of(text.strip(), Key.WITNESS);
            long most = -1;
            String saw = "";
            for (Note note : all) {
                String at = note.cosigned(witness);
                if (!at.isEmpty() && note.size() > most) {
                    most = note.size();
                    saw = "The witness " + witness.name() + " saw its first " + most + " entries: " + at + ".";
                }
            }
            Misfit.require(most >= 0, "no checkpoint that was given is cosigned by the witness " + witness.name());
            notes.add(saw);
        }
    }
}
