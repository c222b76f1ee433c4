package org.postern.connections.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// A disk that is full at times, tears what it writes, and forgets what it failed to force, as some systems do.
final class FaultyStore implements LineStore {
    private final LineStore whole;
    private final Path file;
    private final Random random;
    volatile double faults;
    private long dirtyFrom = Long.MAX_VALUE;

    FaultyStore(Path file, Random random) throws IOException {
        this.whole = OwnFile.lines(file);
        this.file = file;
        this.random = random;
    }

    private boolean fails() {
        return random.nextDouble() < faults;
    }

    @Override
    public synchronized void write(long offset, byte[] bytes) throws IOException {
        dirtyFrom = Math.min(dirtyFrom, offset);
        if (fails()) {
            whole.write(offset, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            throw new IOException("No space left on device");
        }
        whole.write(offset, bytes);
    }

    @Override
    public synchronized void cut(long size) throws IOException {
        if (fails()) {
            throw new IOException("Input/output error");
        }
        whole.cut(size);
    }

    @Override
    public synchronized void force() throws IOException {
        if (fails()) {
            forget();
            throw new IOException("Input/output error");
        }
        whole.force();
        dirtyFrom = Long.MAX_VALUE;
    }

    /// What was not forced reads as zeros, and counts as written from now on.
    private void forget() throws IOException {
        long size = Files.size(file);
        if (dirtyFrom < size && random.nextBoolean()) {
            whole.write(dirtyFrom, new byte[(int) (size - dirtyFrom)]);
            dirtyFrom = Long.MAX_VALUE;
        }
    }

    /// The power fails: of what was not forced, a part is there.
    synchronized void losePower() {
        try {
            long size = Files.size(file);
            if (dirtyFrom < size) {
                whole.cut(dirtyFrom + random.nextLong(size - dirtyFrom + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
