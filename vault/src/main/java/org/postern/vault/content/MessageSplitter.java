package org.postern.vault.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.ByteRange;
import org.postern.mail.ExactBody;
import org.postern.mail.Part;
import org.postern.mail.TransferCodec;
import org.postern.mail.TransferEncoding;
import org.postern.vault.content.Skeleton.Piece;
import org.postern.vault.content.Skeleton.Segment;

/// Cuts one message into leaves and a skeleton.
///
/// A leaf is worth an object when it is long enough to be shared: decoded where encoding it again gives the same
/// bytes, as it is otherwise. No object is longer than a piece, so that memory stays bounded for any message.
public final class MessageSplitter {
    static final int LEAF_MIN = 3 << 10;
    static final int PIECE = 8 << 20;
    /// Above this in sum, the runs between leaves become leaves too: a skeleton must fit one object.
    private static final int LITERALS_MAX = PIECE;

    private final byte[] message;
    private final ObjectSink sink;
    private final List<Segment> segments = new ArrayList<>();
    private final boolean literalsFit;
    private int done;

    private MessageSplitter(byte[] message, ObjectSink sink, boolean literalsFit) {
        this.message = message;
        this.sink = sink;
        this.literalsFit = literalsFit;
    }

    /// Gives the leaves of the message to `sink` and returns its skeleton.
    ///
    /// @param root the message's tree as the scanner found it
    public static Skeleton split(byte[] message, Part root, ObjectSink sink) {
        List<Part> leaves = new ArrayList<>();
        collect(root, leaves);
        long cut = leaves.stream().mapToLong(leaf -> leaf.body().length()).sum();
        MessageSplitter splitter = new MessageSplitter(message, sink, message.length - cut <= LITERALS_MAX);
        leaves.forEach(splitter::leaf);
        splitter.literal(message.length);
        return new Skeleton(message.length, splitter.segments);
    }

    private static void collect(Part root, List<Part> leaves) {
        List<Part> pending = new ArrayList<>(List.of(root));
        while (!pending.isEmpty()) {
            Part part = pending.removeLast();
            if (!part.isLeaf()) {
                pending.addAll(part.parts().reversed());
            } else if (part.body().length() >= LEAF_MIN) {
                leaves.add(part);
            }
        }
    }

    private void leaf(Part part) {
        ByteRange body = part.body();
        Optional<ExactBody> exact =
                part.encoding() == TransferEncoding.IDENTITY || part.encoding() == TransferEncoding.OTHER
                        ? Optional.empty()
                        : TransferCodec.decodeExactly(message, body, part.encoding());
        literal(body.start());
        segments.add(
                exact.isPresent()
                        ? new Segment.Leaf(
                                exact.get().form(),
                                pieces(exact.get().content(), 0, exact.get().content().length))
                        : new Segment.Leaf(null, pieces(message, body.start(), body.end())));
        done = body.end();
    }

    private void literal(int end) {
        if (end == done) {
            return;
        }
        ByteRange range = new ByteRange(done, end);
        segments.add(
                literalsFit || range.length() < LEAF_MIN
                        ? new Segment.Literal(message, range)
                        : new Segment.Leaf(null, pieces(message, done, end)));
        done = end;
    }

    private List<Piece> pieces(byte[] bytes, int start, int end) {
        List<Piece> pieces = new ArrayList<>();
        for (int at = start; at < end; at += PIECE) {
            int length = Math.min(PIECE, end - at);
            pieces.add(new Piece(sink.leaf(bytes, at, length), length));
        }
        return pieces;
    }
}
