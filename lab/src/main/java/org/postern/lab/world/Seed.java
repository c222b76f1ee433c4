package org.postern.lab.world;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The source of every id in the lab: the same seed and the same acts give the same ids.
public final class Seed {
    private final long value;
    private final AtomicLong requests = new AtomicLong();

    public Seed(long value) {
        this.value = value;
    }

    /// A GUID that depends only on the seed and the parts.
    public UUID guid(String... parts) {
        ByteBuffer digest = ByteBuffer.wrap(digest(parts));
        long high = (digest.getLong() & ~0xf000L) | 0x4000L;
        long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /// The next request, trace or correlation id; the order of requests decides.
    public UUID nextRequestId() {
        return guid("request", Long.toString(requests.incrementAndGet()));
    }

    /// 32 bytes that depend only on the seed and the parts.
    public byte[] digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                sha256.update(bytes);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
