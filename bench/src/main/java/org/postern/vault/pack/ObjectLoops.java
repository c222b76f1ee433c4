package org.postern.vault.pack;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.postern.bench.Samples;
import org.postern.mail.TenantId;
import org.postern.vault.key.TenantKeys;

/// Naming, sealing and opening objects: each operation is one pass over [Samples#texts], which are compressed, or
/// [Samples#media], which are not.
///
/// In this package because a [Bench] opens objects only for it.
@State(Scope.Thread)
public class ObjectLoops {
    private final TenantKeys keys = new TenantKeys(new TenantId("loops"), new byte[32], new byte[32]);
    private final List<byte[]> texts = Samples.texts();
    private final List<byte[]> media = Samples.media();
    private final List<ByteBuffer> sealedTexts = new ArrayList<>();
    private final List<ByteBuffer> sealedMedia = new ArrayList<>();
    private final Bench bench = new Bench(new SecureRandom());

    @Setup
    public void seal() {
        texts.forEach(text -> sealedTexts.add(sealed(text)));
        media.forEach(piece -> sealedMedia.add(sealed(piece)));
    }

    private ByteBuffer sealed(byte[] plain) {
        Frame frame = seal(plain);
        return ByteBuffer.wrap(frame.bytes(), 0, frame.length());
    }

    private Frame seal(byte[] plain) {
        ObjectName name = new ObjectName(1, 2, 3, 4);
        return bench.seal(keys, ObjectKind.LEAF, name, plain, 0, plain.length);
    }

    @Benchmark
    public void hashTexts(Blackhole hole) {
        texts.forEach(text -> hole.consume(bench.nameOf(keys, ObjectKind.LEAF, text, 0, text.length)));
    }

    @Benchmark
    public void hashMedia(Blackhole hole) {
        media.forEach(piece -> hole.consume(bench.nameOf(keys, ObjectKind.LEAF, piece, 0, piece.length)));
    }

    @Benchmark
    public void compressAndSealTexts(Blackhole hole) {
        texts.forEach(text -> hole.consume(seal(text)));
    }

    @Benchmark
    public void sealMedia(Blackhole hole) {
        media.forEach(piece -> hole.consume(seal(piece)));
    }

    @Benchmark
    public void openTexts(Blackhole hole) throws AEADBadTagException {
        for (ByteBuffer frame : sealedTexts) {
            hole.consume(bench.open(keys, frame));
        }
    }

    @Benchmark
    public void openMedia(Blackhole hole) throws AEADBadTagException {
        for (ByteBuffer frame : sealedMedia) {
            hole.consume(bench.open(keys, frame));
        }
    }

    @TearDown
    public void close() {
        bench.close();
    }
}
