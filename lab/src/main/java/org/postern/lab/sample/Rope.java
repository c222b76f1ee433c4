package org.postern.lab.sample;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postern.lab.source.Content;

/// Bytes made of shared pieces, so that a hundred copies of an attachment need its memory once.
///
/// Immutable: pieces are never written to after they became part of a rope.
final class Rope implements Content {
    private final List<byte[]> pieces;
    private final long length;

    private Rope(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
        this.length = pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    /// The UTF-8 bytes of a text; line ends are taken as they are.
    static Rope of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A rope over an array that the caller gives up.
    static Rope of(byte[] bytes) {
        return new Rope(List.of(bytes));
    }

    static Rope join(Rope... ropes) {
        return join(List.of(ropes));
    }

    static Rope join(List<Rope> ropes) {
        List<byte[]> all = new ArrayList<>();
        ropes.forEach(rope -> all.addAll(rope.pieces));
        return new Rope(all);
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public InputStream open() {
        List<InputStream> streams = new ArrayList<>();
        pieces.forEach(piece -> streams.add(new ByteArrayInputStream(piece)));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    @Override
    public byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
