package org.postern.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// What bare SHA-256, AES-256-GCM and zstd do of the same bytes on the same machine: no object can be quicker.
@State(Scope.Thread)
public class LimitLoops {
    private static final int LEVEL = 3;
    private static final int TAG = 16;
    private final List<byte[]> texts = Samples.texts();
    private final List<byte[]> media = Samples.media();
    private final List<byte[]> compressed = new ArrayList<>();
    private final byte[] out = new byte[1 << 20];
    private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private final MessageDigest digest;
    private final Cipher cipher;
    private int count;

    public LimitLoops() {
        texts.forEach(text -> compressed.add(Zstd.compress(text, LEVEL)));
        try {
            digest = MessageDigest.getInstance("SHA-256");
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public void sha256Texts(Blackhole hole) {
        texts.forEach(text -> hole.consume(digest.digest(text)));
    }

    @Benchmark
    public void sha256Media(Blackhole hole) {
        media.forEach(piece -> hole.consume(digest.digest(piece)));
    }

    @Benchmark
    public void zstdTexts(Blackhole hole) {
        texts.forEach(text -> hole.consume(compressor.compressByteArray(out, 0, out.length, text, 0, text.length)));
    }

    @Benchmark
    public void unzstdTexts(Blackhole hole) {
        compressed.forEach(
                text -> hole.consume(decompressor.decompressByteArray(out, 0, out.length, text, 0, text.length)));
    }

    /// Encrypting; the machine decrypts as quickly.
    @Benchmark
    public void aesGcmMedia(Blackhole hole) throws GeneralSecurityException {
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        for (byte[] piece : media) {
            byte[] nonce = ByteBuffer.allocate(12).putInt(count++).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
            hole.consume(cipher.doFinal(piece, 0, piece.length, out, 0));
        }
    }

    @TearDown
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
