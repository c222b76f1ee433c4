package org.postern.vault.pack;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.postern.vault.VaultException;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.ObjectStore;

/// Reads one finished pack critically: says which of its objects are whole and which bytes are not what was written.
///
/// Every byte belongs to the header, a frame, the footer or the trailer, and each of these carries its own proof; so no
/// changed bit goes unseen when all is read. Memory stays at a few MiB and one frame.
public final class PackAudit {
    private static final int RANGE = 4 << 20;
    private static final int ALL = Integer.MAX_VALUE;
    private final ObjectStore store;
    private final TenantKeys keys;
    private final PackReader reader;
    private final Dictionaries dictionaries;

    PackAudit(ObjectStore store, TenantKeys keys, Dictionaries dictionaries) {
        this.store = store;
        this.keys = keys;
        this.reader = new PackReader(store, keys);
        this.dictionaries = dictionaries;
    }

    /// What is wrong in a pack.
    ///
    /// @param index whether it is the pack's own list of objects, which can be made again from its frames
    public record Finding(String where, String what, boolean index) {}

    /// @param whole the objects that are there; authentic when they were read
    public record Result(List<PackEntry> whole, List<Finding> findings, long bytesRead) {}

    /// @param readData whether to read every byte; otherwise only header, index and trailer
    public Result audit(long number, Bench bench, boolean readData) throws IOException {
        String key = reader.key(number);
        List<Finding> findings = new ArrayList<>();
        try {
            long size = store.size(key).orElseThrow(() -> new NoSuchFileException(key));
            header(key, number, findings);
            List<PackEntry> entries =
                    new ArrayList<>(reader.index(number, bench).entries());
            if (!readData) {
                return new Result(entries, findings, 0);
            }
            entries.sort(Comparator.comparingLong(entry -> entry.location().offset()));
            return new Result(frames(number, entries, bench, findings), findings, size);
        } catch (NoSuchFileException e) {
            findings.add(new Finding("Pack " + key, "is missing", false));
            return new Result(List.of(), findings, 0);
        } catch (VaultException e) {
            findings.add(new Finding("Pack " + key, "has no sound index: " + e.getMessage(), true));
            return scan(key, number, bench, findings);
        }
    }

    private void header(String key, long number, List<Finding> findings) throws IOException {
        try {
            byte[] begins = store.get(key, 0, PackEnvelope.headerLength(keys.tenant()));
            if (!PackEnvelope.isHeader(begins, keys.tenant(), number)) {
                findings.add(new Finding("Pack " + key + ", byte 0", "has another header than it was given", true));
            }
        } catch (EOFException e) {
            findings.add(new Finding("Pack " + key, "is cut short", false));
        }
    }

    private List<PackEntry> frames(long number, List<PackEntry> entries, Bench bench, List<Finding> findings)
            throws IOException {
        String key = reader.key(number);
        List<PackEntry> whole = new ArrayList<>(entries.size());
        Needs needs = new Needs();
        int from = 0;
        long end = PackEnvelope.headerLength(keys.tenant());
        while (from < entries.size()) {
            long start = entries.get(from).location().offset();
            int to = from + 1;
            while (to < entries.size() && endOf(entries.get(to)) - start <= RANGE) {
                to++;
            }
            byte[] bytes = store.get(key, start, Math.toIntExact(Math.min(ALL, endOf(entries.get(to - 1)) - start)));
            for (PackEntry entry : entries.subList(from, to)) {
                if (entry.location().offset() != end) {
                    findings.add(new Finding("Pack " + key + ", byte " + end, "has a gap in its index", true));
                }
                end = endOf(entry);
                int at = Math.toIntExact(entry.location().offset() - start);
                Optional<FrameHeader> header = whole(
                        bench,
                        entry,
                        ByteBuffer.wrap(bytes, at, entry.location().length()));
                if (header.isPresent()) {
                    whole.add(entry);
                    needs.note(entry, header.get());
                } else {
                    findings.add(new Finding(
                            "Pack " + key + ", byte " + entry.location().offset(),
                            "object " + entry.name() + " (" + entry.kind() + ") is not what was written",
                            false));
                }
            }
            from = to;
        }
        needs.lost(number, bench).forEach((id, entry) -> {
            findings.add(new Finding(
                    "Pack " + key,
                    String.format("lacks the dictionary %08x that %d objects need", id, entry.size()),
                    false));
            whole.removeAll(Set.copyOf(entry));
        });
        return whole;
    }

    /// Which objects of a pack need which dictionary.
    private final class Needs {
        private final Set<Integer> there = new HashSet<>();
        private final Map<Integer, List<PackEntry>> users = new HashMap<>();

        void note(PackEntry entry, FrameHeader header) {
            if (entry.kind() == ObjectKind.DICTIONARY) {
                there.add(Dictionary.idOf(entry.name()));
            } else if (header.dictionary() != 0) {
                users.computeIfAbsent(header.dictionary(), _ -> new ArrayList<>())
                        .add(entry);
            }
        }

        /// Those whose dictionary is neither whole here nor in any other pack.
        Map<Integer, List<PackEntry>> lost(long number, Bench bench) throws IOException {
            Map<Integer, List<PackEntry>> lost = new HashMap<>();
            for (Map.Entry<Integer, List<PackEntry>> use : users.entrySet()) {
                if (!there.contains(use.getKey()) && !dictionaries.isStored(bench, use.getKey(), number)) {
                    lost.put(use.getKey(), use.getValue());
                }
            }
            return lost;
        }
    }

    private static long endOf(PackEntry entry) {
        return entry.location().offset() + entry.location().length();
    }

    private Optional<FrameHeader> whole(Bench bench, PackEntry entry, ByteBuffer frame) {
        try {
            FrameHeader header =
                    FrameHeader.read(frame.slice()).orElseThrow(() -> new AEADBadTagException("no frame header"));
            bench.check(keys, frame.slice());
            boolean itself = header.kind() == entry.kind() && header.name().equals(entry.name());
            return itself ? Optional.of(header) : Optional.empty();
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }

    /// Without an index the frames themselves say what is there.
    private Result scan(String key, long number, Bench bench, List<Finding> findings) throws IOException {
        List<PackEntry> whole = new ArrayList<>();
        long size = store.size(key).orElse(0);
        new PackScan((offset, length) -> store.get(key, offset, length), size, keys, number, bench, 0).run(whole);
        return new Result(whole, findings, size);
    }
}
