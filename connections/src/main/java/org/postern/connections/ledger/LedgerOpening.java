package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// What opening a ledger found: its sound lines, and the tree beside them, brought up to the last line.
///
/// The tree's files are believed up to the last checkpoint, whose root they must give; what follows is read from the
/// lines. Where they do not give it, all is made anew from the lines. When even that does not give what was signed,
/// the ledger was changed by other hands than ours.
///
/// @param tree null where the ledger is damaged
/// @param damage null where it is not
record LedgerOpening(
        TornTail.Sound sound,
        @Nullable LedgerTree tree,
        @Nullable Checkpoint signed,
        @Nullable String damage) {
    static LedgerOpening open(Path file, TenantId tenant) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            TornTail.Sound sound = TornTail.cut(file, channel, tenant);
            return open(file, channel, sound);
        }
    }

    private static LedgerOpening open(Path file, FileChannel channel, TornTail.Sound sound) throws IOException {
        Path note = LedgerTree.beside(file, ".checkpoint");
        Optional<VerifierKey> key = LogKeys.verifier(file);
        Checkpoint signed = null;
        if (Files.exists(note)) {
            signed = key.flatMap(known -> Checkpoint.read(note, known)).orElse(null);
            if (signed == null) {
                return new LedgerOpening(sound, null, null, note.getFileName() + " is not signed by the ledger's key");
            }
            if (signed.size() > sound.number()) {
                return new LedgerOpening(
                        sound,
                        null,
                        signed,
                        "it has " + sound.number() + " entries, where " + signed.size() + " were signed");
            }
        }
        LedgerTree tree = LedgerTree.open(file);
        String damage = "it could not be read";
        try {
            damage = fill(tree, channel, sound, signed);
        } finally {
            if (damage != null) {
                tree.close();
            }
        }
        return new LedgerOpening(sound, damage == null ? tree : null, signed, damage);
    }

    private static @Nullable String fill(
            LedgerTree tree, FileChannel channel, TornTail.Sound sound, @Nullable Checkpoint signed)
            throws IOException {
        if (signed != null && signed.size() > 0 && believed(tree, channel, sound.size(), signed)) {
            LineReader reader =
                    new LineReader(channel, tree.place(signed.size()).offset(), sound.size());
            return reader.next().isEmpty() ? "its entries end early" : feed(tree, reader, sound.number());
        }
        tree.cutTo(0);
        String damage = feed(tree, new LineReader(channel, 0, sound.size()), sound.number());
        if (damage != null || signed == null || Arrays.equals(Merkle.root(tree, signed.size()), signed.root())) {
            return damage;
        }
        return "its first " + signed.size() + " entries are not those that were signed";
    }

    private static boolean believed(LedgerTree tree, FileChannel channel, long end, Checkpoint signed)
            throws IOException {
        if (!tree.holds(signed.size())) {
            return false;
        }
        tree.cutTo(signed.size());
        long offset = tree.place(signed.size()).offset();
        return Arrays.equals(tree.root(), signed.root())
                && offset >= 0
                && offset < end
                && new LineReader(channel, offset, end)
                        .next()
                        .filter(line -> Arrays.equals(Merkle.leaf(line), tree.node(0, signed.size() - 1)))
                        .isPresent();
    }

    private static @Nullable String feed(LedgerTree tree, LineReader reader, long entries) throws IOException {
        while (tree.size() < entries) {
            long offset = reader.offset();
            Optional<byte[]> line = reader.next();
            Optional<EntryCodec.Head> head = line.flatMap(EntryCodec::head);
            if (head.isEmpty() || head.get().number() != tree.size() + 1) {
                return "entry " + (tree.size() + 1) + " is not where it should be";
            }
            boolean act = !FileLedger.FREQUENT.contains(head.get().kind());
            tree.append(line.get(), offset, head.get().at().toEpochMilli(), act);
        }
        return null;
    }
}
