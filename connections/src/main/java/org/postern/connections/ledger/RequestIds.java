package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;

/// Gives each request an id that only the holder of the log's key could have made, and knows them again, even when the
/// entry that names it was lost.
///
/// An id is a UUID of version 8 (RFC 9562 §5.8) with 122 bits of its own: 74 bits of HMAC-SHA-256 over a counter, and
/// the 48 bits of the counter, hidden by HMAC-SHA-256 over those 74 bits (a synthetic initialization vector, as in RFC
/// 5297). Who has no key sees 122 random bits, and hits an id of ours once in 2^74 guesses. Counters are set aside on
/// disk in blocks before they are used, so that none comes twice.
final class RequestIds {
    static final long BLOCK = 1L << 16;
    private static final int COUNTER_BITS = 48;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private final byte[] tagSecret;
    private final byte[] maskSecret;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private long next;
    private volatile long end;

    private RequestIds(byte[] tagSecret, byte[] maskSecret, Path file, long end) {
        this.tagSecret = tagSecret;
        this.maskSecret = maskSecret;
        this.file = file;
        this.next = end;
        this.end = end;
    }

    /// @param file holds the first counter that was never set aside. A new file begins at the clock's seconds × 65,536,
    ///     so that even the loss of the old one brings no number twice
    static RequestIds open(LogKey key, Path file, Clock clock) {
        try {
            long end = Files.exists(file)
                    ? Long.parseLong(Files.readString(file).strip())
                    : clock.instant().getEpochSecond() * BLOCK;
            return new RequestIds(
                    key.secret("postern request ids 1"), key.secret("postern request ids 1 counter"), file, end);
        } catch (IOException | NumberFormatException e) {
            throw failed(file, "read", e);
        }
    }

    UUID next() {
        return id(counter());
    }

    private long counter() {
        lock.lock();
        try {
            if (next == end) {
                long reserved = end + BLOCK;
                PrivateFile.replace(file, (reserved + "\n").getBytes(StandardCharsets.US_ASCII));
                end = reserved;
            }
            return next++;
        } catch (IOException e) {
            throw failed(file, "written", e);
        } finally {
            lock.unlock();
        }
    }

    /// The number under which an id was given here; empty for an id that never was.
    OptionalLong recognise(UUID id) {
        long high = ((id.getMostSignificantBits() >>> 16) << 12) | (id.getMostSignificantBits() & 0xFFF);
        long low = id.getLeastSignificantBits() & (-1L >>> 2);
        // 60 bits of the tag, then 14 more, then the hidden counter.
        long counter = (low ^ mask(high, low >>> COUNTER_BITS)) & COUNTER_MASK;
        return id(counter).equals(id) && counter < end ? OptionalLong.of(counter) : OptionalLong.empty();
    }

    private UUID id(long counter) {
        ByteBuffer tag = ByteBuffer.wrap(
                LogKey.hmac(tagSecret, ByteBuffer.allocate(8).putLong(counter).array()));
        long high = tag.getLong() >>> 4;
        long rest = tag.getLong() >>> 50;
        long low = (rest << COUNTER_BITS) | ((counter ^ mask(high, rest)) & COUNTER_MASK);
        return new UUID(((high >>> 12) << 16) | 0x8000 | (high & 0xFFF), low | Long.MIN_VALUE);
    }

    private long mask(long high, long rest) {
        byte[] tag = ByteBuffer.allocate(16).putLong(high).putLong(rest).array();
        return ByteBuffer.wrap(LogKey.hmac(maskSecret, tag)).getLong();
    }

    private static ConnectionException failed(Path file, String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                "The numbers of requests in " + file + " could not be " + what + ": " + e.getMessage()
                        + ". Check the disk's space and permissions; where the file is damaged, delete it.",
                e);
    }
}
