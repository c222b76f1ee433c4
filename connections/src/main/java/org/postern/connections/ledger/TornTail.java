package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.keys.PrivateFile;
import org.postern.mail.TenantId;

/// Cuts off what a crash left unfinished at a ledger's end, and keeps it in a file beside it.
///
/// Only the end is looked at, so that opening takes no longer for a long ledger; `verify` walks it all. A power cut can
/// leave the last second's lines torn, doubled or as zeros: lines that are no entries are cut off from the end, but not
/// more than that second can have written.
final class TornTail {
    private static final long MAX_TORN = 1 << 20;

    private TornTail() {}

    /// The end of the sound part.
    ///
    /// @param tornDetails what was cut off, for the ledger; empty when nothing was
    record Sound(long size, long number, String hash, Map<String, String> tornDetails) {}

    static Sound cut(Path file, FileChannel channel, TenantId tenant) throws IOException {
        long size = channel.size();
        long end = size;
        while (end > 0) {
            Optional<Entry> entry = lastEntry(channel, end);
            if (entry.isPresent()) {
                return sound(
                        file, channel, end, entry.get().number(), entry.get().hash());
            }
            end = LedgerFile.startOfLineBefore(channel, end);
            if (size - end > MAX_TORN) {
                throw new IOException("its last " + (size - end)
                        + " bytes are no entries, which no crash explains; compare it with a backup");
            }
        }
        return sound(file, channel, 0, 0, EntryCodec.origin(tenant));
    }

    private static Optional<Entry> lastEntry(FileChannel channel, long end) throws IOException {
        LineReader reader = new LineReader(channel, LedgerFile.startOfLineBefore(channel, end), end);
        Optional<byte[]> line = reader.next();
        return reader.offset() == end ? line.flatMap(EntryCodec::read) : Optional.empty();
    }

    private static Sound sound(Path file, FileChannel channel, long end, long number, String hash) throws IOException {
        int torn = (int) (channel.size() - end);
        if (torn == 0) {
            return new Sound(end, number, hash, Map.of());
        }
        byte[] bytes = LedgerFile.bytesAt(channel, end, torn);
        Path aside = free(file);
        PrivateFile.replace(aside, bytes);
        channel.truncate(end);
        channel.force(true);
        return new Sound(
                end,
                number,
                hash,
                Map.of(
                        "bytes", Integer.toString(torn),
                        "sha256", EntryCodec.sha256(bytes),
                        "file", String.valueOf(aside.getFileName())));
    }

    private static Path free(Path file) {
        for (int number = 1; ; number++) {
            Path aside = file.resolveSibling(file.getFileName() + ".torn-" + number);
            if (!Files.exists(aside)) {
                return aside;
            }
        }
    }
}
