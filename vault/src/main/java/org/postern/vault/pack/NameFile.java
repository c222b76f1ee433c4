package org.postern.vault.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.postern.vault.pack.NameFilter.Generation;
import org.postern.vault.store.Disk;
import org.postern.vault.store.DiskFile;

/// Keeps a [NameFilter] in a file, so that a vault of many objects need not read all their names when it is opened.
///
/// Derived, and never trusted beyond its purpose: what it lacks is only stored once more, what it has in excess is
/// looked for in vain. A file that is damaged, cut short or of another form is as good as none.
public final class NameFile {
    private static final long MAGIC = 0x504e414d45533031L; // "PNAMES01"
    private static final int HEAD = Long.BYTES + Long.BYTES + ObjectName.BYTES + Integer.BYTES;
    private static final int GENERATIONS_MAX = 64;
    private static final int CAPACITY_MAX = 1 << 26;
    private static final int BLOCK = 1 << 20;
    private final Disk disk;
    private final Path file;

    public NameFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /// A row of the catalog up to which all rows' names are in the filter.
    public record Mark(long row, ObjectName name) {}

    /// Writes what the filter knows; after a crash the old file or the new one is there.
    public void write(NameFilter filter, Mark mark) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            disk.createDirectories(parent);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (DiskFile out = disk.open(fresh)) {
            out.truncate(0);
            Blocks blocks = new Blocks(out);
            List<Generation> generations = filter.generations();
            blocks.putLong(MAGIC);
            blocks.putLong(mark.row());
            ByteBuffer name = ByteBuffer.wrap(mark.name().bytes());
            while (name.hasRemaining()) {
                blocks.putLong(name.getLong());
            }
            blocks.putInt(generations.size());
            for (Generation generation : generations) {
                blocks.putInt(generation.capacity());
                blocks.putInt(generation.names());
                for (int i = 0; i < generation.words().length(); i++) {
                    blocks.putLong(generation.words().get(i));
                }
            }
            blocks.end();
            out.force();
        }
        disk.move(fresh, file);
    }

    /// Fills an empty filter with what was written, and returns how far that goes; empty when there is nothing of use.
    ///
    /// @param isOf whether the mark is one of this catalog
    public Optional<Mark> read(NameFilter filter, Predicate<Mark> isOf) throws IOException {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        try (DiskFile in = disk.openForReading(file)) {
            if (in.size() < HEAD + Integer.BYTES) {
                return Optional.empty();
            }
            Blocks blocks = new Blocks(in);
            blocks.begin();
            if (blocks.getLong() != MAGIC) {
                return Optional.empty();
            }
            Mark mark = new Mark(
                    blocks.getLong(),
                    new ObjectName(blocks.getLong(), blocks.getLong(), blocks.getLong(), blocks.getLong()));
            if (!isOf.test(mark)) {
                return Optional.empty();
            }
            List<Generation> generations = generations(blocks, in.size());
            return blocks.endsWell() && filter.begin(generations) ? Optional.of(mark) : Optional.empty();
        }
    }

    private static List<Generation> generations(Blocks blocks, long size) throws IOException {
        List<Generation> generations = new ArrayList<>();
        int count = blocks.getInt();
        long left = size - HEAD;
        for (int i = 0; i < Math.min(count, GENERATIONS_MAX); i++) {
            int capacity = blocks.getInt();
            int names = blocks.getInt();
            boolean sound = capacity >= NameFilter.FIRST_NAMES
                    && capacity <= CAPACITY_MAX
                    && Integer.bitCount(capacity) == 1
                    && names >= 0
                    && names <= capacity;
            left -= 2 * Integer.BYTES + (sound ? (long) Long.BYTES * Generation.words(capacity) : 0);
            if (!sound || left < Integer.BYTES) {
                return List.of();
            }
            AtomicLongArray words = new AtomicLongArray(Generation.words(capacity));
            for (int word = 0; word < words.length(); word++) {
                words.setPlain(word, blocks.getLong());
            }
            generations.add(new Generation(capacity, names, words));
        }
        return count == generations.size() ? generations : List.of();
    }

    /// A file in blocks, with a checksum of all at its end.
    private static final class Blocks {
        private final DiskFile file;
        private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
        private final CRC32C checksum = new CRC32C();
        private long position;

        Blocks(DiskFile file) {
            this.file = file;
        }

        void putLong(long value) throws IOException {
            room(Long.BYTES);
            block.putLong(value);
        }

        void putInt(int value) throws IOException {
            room(Integer.BYTES);
            block.putInt(value);
        }

        private void room(int bytes) throws IOException {
            if (block.remaining() < bytes) {
                flush();
            }
        }

        private void flush() throws IOException {
            block.flip();
            checksum.update(block.duplicate());
            int length = block.remaining();
            file.write(block, position);
            position += length;
            block.clear();
        }

        void end() throws IOException {
            flush();
            block.putInt((int) checksum.getValue());
            block.flip();
            file.write(block, position);
        }

        void begin() {
            block.limit(0);
        }

        long getLong() throws IOException {
            fill(Long.BYTES);
            return block.getLong();
        }

        int getInt() throws IOException {
            fill(Integer.BYTES);
            return block.getInt();
        }

        /// Makes sure of so many bytes; throws `EOFException` when the file ends before.
        private void fill(int bytes) throws IOException {
            if (block.remaining() >= bytes) {
                return;
            }
            checksum.update(block.array(), 0, block.position());
            block.compact();
            long left = file.size() - position;
            block.limit((int) Math.min(block.capacity(), Math.max(bytes, block.position() + left)));
            int length = block.remaining();
            file.read(block, position);
            position += length;
            block.flip();
        }

        /// Whether what follows is the checksum of all before, and nothing more.
        boolean endsWell() throws IOException {
            fill(Integer.BYTES);
            checksum.update(block.array(), 0, block.position());
            return block.getInt() == (int) checksum.getValue() && !block.hasRemaining() && position == file.size();
        }
    }
}
