package org.postern.vault.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.postern.vault.key.TenantKeys;

/// Finds the whole frames in a pack that has no index: it was not finished, or its index is damaged.
///
/// What is no frame is either the torn end of a crash or damage within what was acknowledged. So a scan does not end
/// at the first bad byte: it looks for the next authentic frame, and takes those behind a hole too — but not a change
/// that the catalog has not seen, which can never have been acknowledged and may lack its objects.
final class PackScan {
    private static final int WINDOW = 1 << 20;
    private final Bytes file;
    private final long end;
    private final TenantKeys keys;
    private final long number;
    private final Bench bench;
    private final long applied;
    private final Set<Integer> dictionaries = new HashSet<>();
    private boolean selfContained;
    private boolean hole;

    /// The bytes of a pack, at a place.
    @FunctionalInterface
    interface Bytes {
        byte[] at(long offset, int length) throws IOException;
    }

    /// @param applied the last change that the catalog has; 0 to take every change that is found
    PackScan(Bytes file, long end, TenantKeys keys, long number, Bench bench, long applied) {
        this.file = file;
        this.end = end;
        this.keys = keys;
        this.number = number;
        this.bench = bench;
        this.applied = applied;
    }

    /// Passes over objects behind a hole that took their dictionary with it: whoever is told that they are there would
    /// not store them again.
    PackScan selfContained() {
        selfContained = true;
        return this;
    }

    /// Adds what it finds to `entries`, and returns where the last whole frame ends.
    long run(List<PackEntry> entries) throws IOException {
        return run(entries, PackEnvelope.headerLength(keys.tenant()));
    }

    /// As above, from a place on where a frame begins.
    long run(List<PackEntry> entries, long start) throws IOException {
        long size = start;
        long at = size;
        while (at >= 0) {
            Optional<PackEntry> found = frameAt(at);
            if (found.isPresent() && isUnseenBehindHole(found.get())) {
                return size;
            }
            if (found.isPresent()) {
                entries.add(found.get());
                size = at + found.get().location().length();
                at = size;
            } else {
                hole = true;
                at = nextHeader(at + 1);
            }
        }
        return size;
    }

    private boolean isUnseenBehindHole(PackEntry entry) {
        return hole && applied > 0 && entry.kind() == ObjectKind.CHANGE && entry.sequence() > applied;
    }

    private Optional<PackEntry> frameAt(long offset) throws IOException {
        if (end - offset < FrameHeader.BYTES) {
            return Optional.empty();
        }
        Optional<FrameHeader> header = FrameHeader.read(ByteBuffer.wrap(file.at(offset, FrameHeader.BYTES)));
        if (header.isEmpty()
                || header.get().kind() == ObjectKind.FOOTER
                || end - offset < header.get().frameLength()) {
            return Optional.empty();
        }
        return lacksDictionary(header.get()) ? Optional.empty() : authentic(offset, header.get());
    }

    private boolean lacksDictionary(FrameHeader header) {
        return selfContained && hole && header.dictionary() != 0 && !dictionaries.contains(header.dictionary());
    }

    private Optional<PackEntry> authentic(long offset, FrameHeader header) throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(file.at(offset, header.frameLength()));
        try {
            long sequence = 0;
            if (header.kind() == ObjectKind.CHANGE) {
                sequence =
                        ByteBuffer.wrap(bench.open(keys, frame).plain()).getLong(1); // vault.md §5: after the version.
            } else {
                bench.check(keys, frame);
            }
            if (header.kind() == ObjectKind.DICTIONARY) {
                dictionaries.add(Dictionary.idOf(header.name()));
            }
            Location location = new Location(number, offset, header.frameLength());
            return Optional.of(new PackEntry(header.kind(), header.name(), location, header.plainLength(), sequence));
        } catch (AEADBadTagException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /// The next place from `from` on with a frame header that has its checksum; -1 when there is none.
    private long nextHeader(long from) throws IOException {
        long start = from;
        while (end - start >= FrameHeader.BYTES) {
            ByteBuffer window = ByteBuffer.wrap(file.at(start, (int) Math.min(WINDOW, end - start)));
            for (int i = 0; i + FrameHeader.BYTES <= window.limit(); i++) {
                if (FrameHeader.mayBeAt(window, i)
                        && FrameHeader.read(window.slice(i, FrameHeader.BYTES)).isPresent()) {
                    return start + i;
                }
            }
            start += window.limit() - FrameHeader.BYTES + 1;
        }
        return -1;
    }
}
