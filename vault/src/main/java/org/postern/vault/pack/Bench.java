package org.postern.vault.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import org.postern.mail.TenantId;
import org.postern.vault.key.TenantKeys;

/// The tools that name, compress, seal and open objects, kept together so that a thread borrows all with one grip.
///
/// Not for several threads at once; see [Benches].
public final class Bench implements AutoCloseable {
    /// The kind under which a message's own bytes are hashed; no object has it.
    private static final byte CONTENT = 0;

    private static final int LEVEL = 3;
    private static final int SAMPLE = 8 << 10;
    private static final byte[] CONTEXT = "postern object 1".getBytes(StandardCharsets.US_ASCII);
    private final SecureRandom random;
    private final Mac mac;
    private final SegmentCipher cipher;
    private final ZstdCompressCtx compressor = new ZstdCompressCtx();
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

    Bench(SecureRandom random) {
        this.random = random;
        try {
            this.mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not there", e);
        }
        this.cipher = new SegmentCipher(mac);
        compressor.setLevel(LEVEL).setContentSize(true).setChecksum(false);
    }

    /// The name of a message by all its bytes.
    public ObjectName nameOfMessage(TenantKeys keys, byte[] message) {
        return name(keys, CONTENT, message, 0, message.length);
    }

    public ObjectName nameOf(TenantKeys keys, ObjectKind kind, byte[] plain, int offset, int length) {
        return name(keys, kind.code(), plain, offset, length);
    }

    private ObjectName name(TenantKeys keys, byte kind, byte[] plain, int offset, int length) {
        try {
            mac.init(keys.naming());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not there", e);
        }
        mac.update(kind);
        mac.update(plain, offset, length);
        return ObjectName.of(mac.doFinal());
    }

    /// Compresses where it helps, and seals.
    public Frame seal(TenantKeys keys, ObjectKind kind, ObjectName name, byte[] plain, int offset, int length) {
        byte[] packed = new byte[0];
        int packedLength = Integer.MAX_VALUE;
        if (length > 0 && mayCompress(plain, offset, length)) {
            packed = new byte[(int) Zstd.compressBound(length)];
            packedLength = compressor.compressByteArray(packed, 0, packed.length, plain, offset, length);
        }
        if (packedLength < length - length / 64) {
            return frame(keys, new FrameHeader(kind, true, length, packedLength, name), packed);
        }
        byte[] stored = offset == 0 ? plain : java.util.Arrays.copyOfRange(plain, offset, offset + length);
        return frame(keys, new FrameHeader(kind, false, length, length, name), stored);
    }

    private Frame frame(TenantKeys keys, FrameHeader header, byte[] stored) {
        byte[] bytes = new byte[header.frameLength()];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        header.write(out);
        byte[] salt = new byte[SegmentCipher.SALT];
        random.nextBytes(salt);
        cipher.seal(keys.data(), salt, context(keys.tenant(), out), stored, header.storedLength(), out);
        return new Frame(header.kind(), header.name(), header.plainLength(), bytes, bytes.length);
    }

    /// The sealed frame's object. Throws `AEADBadTagException` when any bit of it is not what was written, or is
    /// another tenant's.
    Opened open(TenantKeys keys, ByteBuffer frame) throws AEADBadTagException {
        ByteBuffer in = frame.slice();
        FrameHeader header = FrameHeader.read(in).orElseThrow(() -> new AEADBadTagException("no frame header"));
        if (in.remaining() != header.frameLength()) {
            throw new AEADBadTagException("a frame of " + header.frameLength() + " bytes has " + in.remaining());
        }
        byte[] context = context(keys.tenant(), in);
        byte[] stored = cipher.open(keys.data(), context, in.position(FrameHeader.BYTES), header.storedLength());
        return new Opened(header, header.compressed() ? expand(header, stored) : stored);
    }

    /// Whether the frame is whole, without expanding it.
    void check(TenantKeys keys, ByteBuffer frame) throws AEADBadTagException {
        ByteBuffer in = frame.slice();
        FrameHeader header = FrameHeader.read(in).orElseThrow(() -> new AEADBadTagException("no frame header"));
        cipher.open(keys.data(), context(keys.tenant(), in), in.position(FrameHeader.BYTES), header.storedLength());
    }

    private byte[] expand(FrameHeader header, byte[] stored) throws AEADBadTagException {
        try {
            byte[] plain = decompressor.decompress(stored, header.plainLength());
            if (plain.length == header.plainLength()) {
                return plain;
            }
        } catch (ZstdException e) {
            throw (AEADBadTagException) new AEADBadTagException("the object does not expand").initCause(e);
        }
        throw new AEADBadTagException("the object expands to another length");
    }

    private static byte[] context(TenantId tenant, ByteBuffer frame) {
        byte[] name = tenant.value().getBytes(StandardCharsets.US_ASCII);
        byte[] context = new byte[CONTEXT.length + 1 + name.length + FrameHeader.AUTHENTICATED];
        ByteBuffer.wrap(context)
                .put(CONTEXT)
                .put((byte) name.length)
                .put(name)
                .put(frame.slice(0, FrameHeader.AUTHENTICATED));
        return context;
    }

    /// Tries three samples of a large object, so that media which do not compress cost next to nothing.
    private boolean mayCompress(byte[] plain, int offset, int length) {
        if (length < 8 * SAMPLE) {
            return true;
        }
        byte[] packed = new byte[(int) Zstd.compressBound(SAMPLE)];
        int total = 0;
        for (int i = 1; i <= 3; i++) {
            int at = offset + (int) ((long) (length - SAMPLE) * i / 4);
            total += compressor.compressByteArray(packed, 0, packed.length, plain, at, SAMPLE);
        }
        return total < 3 * SAMPLE * 31 / 32;
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }

    /// An object as it was before sealing.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Opened(FrameHeader header, byte[] plain) {}
}
