package org.postern.vault.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ByteRange;
import org.postern.mail.EncodingForm;
import org.postern.vault.catalog.RecordReader;
import org.postern.vault.catalog.RecordWriter;
import org.postern.vault.pack.ObjectName;

/// How a message is put together: runs of its own bytes, and leaves that are objects (`docs/format/vault.md` §4).
public record Skeleton(int length, List<Segment> segments) {
    private static final int VERSION = 1;
    private static final int LITERAL = 0;
    private static final int PLAIN = 1;
    private static final int ENCODED = 2;

    public sealed interface Segment {
        /// Bytes of the message itself: `range` of `source`.
        @SuppressWarnings("ArrayRecordComponent") // A view of the message; never compared.
        record Literal(byte[] source, ByteRange range) implements Segment {}

        /// A leaf: its content is that of the pieces, one after the other; encoded in `form`, where there is one.
        record Leaf(@Nullable EncodingForm form, List<Piece> pieces) implements Segment {
            public Leaf {
                pieces = List.copyOf(pieces);
            }
        }
    }

    /// A LEAF object and how many bytes it has.
    public record Piece(ObjectName name, int length) {}

    public Skeleton {
        segments = List.copyOf(segments);
    }

    public byte[] encode() {
        RecordWriter out = new RecordWriter();
        out.octet(VERSION).number(length).number(segments.size());
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Literal(byte[] source, ByteRange range) ->
                    out.octet(LITERAL).number(range.length()).raw(source, range.start(), range.length());
                case Segment.Leaf leaf -> encode(out, leaf);
            }
        }
        return out.bytes();
    }

    private static void encode(RecordWriter out, Segment.Leaf leaf) {
        EncodingForm form = leaf.form();
        if (form == null) {
            out.octet(PLAIN);
        } else {
            byte[] bytes = form.toBytes();
            out.octet(ENCODED).number(bytes.length).raw(bytes);
        }
        out.number(leaf.pieces().size());
        for (Piece piece : leaf.pieces()) {
            out.raw(piece.name().bytes()).number(piece.length());
        }
    }

    /// Throws `IllegalArgumentException` when these are not the bytes of a skeleton that this version knows.
    public static Skeleton decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("a skeleton of version " + version);
        }
        int length = Math.toIntExact(in.number());
        int count = in.count();
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(segment(in));
        }
        if (in.hasMore()) {
            throw new IllegalArgumentException("a skeleton with more behind its segments");
        }
        return new Skeleton(length, segments);
    }

    private static Segment segment(RecordReader in) {
        int kind = in.octet();
        return switch (kind) {
            case LITERAL -> {
                byte[] bytes = in.raw(in.count());
                yield new Segment.Literal(bytes, new ByteRange(0, bytes.length));
            }
            case PLAIN -> new Segment.Leaf(null, pieces(in));
            case ENCODED -> {
                EncodingForm form = EncodingForm.fromBytes(in.raw(in.count()));
                yield new Segment.Leaf(form, pieces(in));
            }
            default -> throw new IllegalArgumentException("a segment of kind " + kind);
        };
    }

    private static List<Piece> pieces(RecordReader in) {
        int count = in.count();
        List<Piece> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ObjectName name = ObjectName.of(in.raw(ObjectName.BYTES));
            int length = Math.toIntExact(in.number());
            pieces.add(new Piece(name, length));
        }
        return pieces;
    }
}
