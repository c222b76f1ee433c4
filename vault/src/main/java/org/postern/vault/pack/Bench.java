package org.postern.vault.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;
import org.postern.vault.key.TenantKeys;

/// The tools that name, compress, seal and open objects, kept together so that a thread borrows all with one grip.
///
/// Not for several threads at once; see [Benches].
public final class Bench implements AutoCloseable {
    /// The kind under which a message's own bytes are hashed; no object has it.
    private static final byte CONTENT = 0;

    private static final byte[] CONTEXT = "postern object 1".getBytes(StandardCharsets.US_ASCII);
    private final SecureRandom random;
    private final Mac mac;
    private final SegmentCipher cipher;
    private final Compressor compressor = new Compressor();

    Bench(SecureRandom random) {
        this.random = random;
        try {
            this.mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not there", e);
        }
        this.cipher = new SegmentCipher(mac);
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
        return seal(keys, kind, name, plain, offset, length, null);
    }

    /// As above, with a dictionary where one helps.
    Frame seal(
            TenantKeys keys,
            ObjectKind kind,
            ObjectName name,
            byte[] plain,
            int offset,
            int length,
            @Nullable Dictionary dictionary) {
        Compressor.Packed packed = compressor.pack(plain, offset, length, dictionary);
        if (packed != null) {
            FrameHeader header = new FrameHeader(kind, true, length, packed.length(), packed.dictionary(), name);
            return frame(keys, header, packed.bytes());
        }
        byte[] stored = offset == 0 ? plain : java.util.Arrays.copyOfRange(plain, offset, offset + length);
        return frame(keys, new FrameHeader(kind, false, length, length, 0, name), stored);
    }

    private Frame frame(TenantKeys keys, FrameHeader header, byte[] stored) {
        byte[] bytes = new byte[header.frameLength()];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        header.write(out);
        byte[] salt = new byte[SegmentCipher.SALT];
        random.nextBytes(salt);
        cipher.seal(keys.data(), salt, context(keys.tenant(), out), stored, header.storedLength(), out);
        return new Frame(header.kind(), header.name(), header.plainLength(), header.dictionary(), bytes, bytes.length);
    }

    /// Where a dictionary comes from that a frame asks for.
    @FunctionalInterface
    interface Lookup {
        Dictionary dictionary(int id) throws IOException, AEADBadTagException;
    }

    /// The sealed frame's object, of a kind that uses no dictionary. Throws `AEADBadTagException` when any bit of it is
    /// not what was written, or is another tenant's.
    Opened open(TenantKeys keys, ByteBuffer frame) throws AEADBadTagException {
        try {
            return open(keys, frame, id -> {
                throw new AEADBadTagException("the object uses dictionary " + id);
            });
        } catch (IOException e) {
            throw new IllegalStateException(e); // Nothing was read.
        }
    }

    /// As above, of any kind. `lookup` may use this bench.
    Opened open(TenantKeys keys, ByteBuffer frame, Lookup lookup) throws AEADBadTagException, IOException {
        ByteBuffer in = frame.slice();
        FrameHeader header = FrameHeader.read(in).orElseThrow(() -> new AEADBadTagException("no frame header"));
        if (in.remaining() != header.frameLength()) {
            throw new AEADBadTagException("a frame of " + header.frameLength() + " bytes has " + in.remaining());
        }
        byte[] context = context(keys.tenant(), in);
        byte[] stored = cipher.open(keys.data(), context, in.position(FrameHeader.BYTES), header.storedLength());
        if (!header.compressed()) {
            return new Opened(header, stored);
        }
        Dictionary dictionary = header.dictionary() == 0 ? null : lookup.dictionary(header.dictionary());
        return new Opened(header, compressor.expand(stored, header.plainLength(), dictionary));
    }

    /// Whether the frame is whole, without expanding it.
    void check(TenantKeys keys, ByteBuffer frame) throws AEADBadTagException {
        ByteBuffer in = frame.slice();
        FrameHeader header = FrameHeader.read(in).orElseThrow(() -> new AEADBadTagException("no frame header"));
        cipher.open(keys.data(), context(keys.tenant(), in), in.position(FrameHeader.BYTES), header.storedLength());
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

    @Override
    public void close() {
        compressor.close();
    }

    /// An object as it was before sealing.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Opened(FrameHeader header, byte[] plain) {}
}
