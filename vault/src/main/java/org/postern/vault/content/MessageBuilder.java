package org.postern.vault.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.postern.mail.ByteRange;
import org.postern.mail.EncodingForm;
import org.postern.vault.content.Skeleton.Piece;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.ObjectName;

/// Puts a message together from its skeleton and leaves.
public final class MessageBuilder {
    private MessageBuilder() {}

    /// Where leaves come from.
    @FunctionalInterface
    public interface Leaves {
        byte[] leaf(ObjectName name) throws IOException;
    }

    /// Throws `IllegalArgumentException` when the leaves do not fit the skeleton.
    public static byte[] build(Skeleton skeleton, Leaves leaves) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(skeleton.length());
        for (Segment segment : skeleton.segments()) {
            switch (segment) {
                case Segment.Literal(byte[] source, ByteRange range) ->
                    put(message, source, range.start(), range.length());
                case Segment.Leaf(var form, var pieces)
                when form == null -> {
                    for (Piece piece : pieces) {
                        byte[] content = content(piece, leaves);
                        put(message, content, 0, content.length);
                    }
                }
                case Segment.Leaf(EncodingForm form, var pieces) -> encode(message, form, pieces, leaves);
            }
        }
        if (message.hasRemaining()) {
            throw new IllegalArgumentException("the message ends " + message.remaining() + " bytes early");
        }
        return message.array();
    }

    private static void encode(ByteBuffer message, EncodingForm form, List<Piece> pieces, Leaves leaves)
            throws IOException {
        long length = pieces.stream().mapToLong(Piece::length).sum();
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a leaf of " + length + " bytes");
        }
        byte[] content = new byte[(int) length];
        int at = 0;
        for (Piece piece : pieces) {
            System.arraycopy(content(piece, leaves), 0, content, at, piece.length());
            at += piece.length();
        }
        form.encode(content, (buffer, count) -> {
            put(message, buffer, 0, count);
            return true;
        });
    }

    private static byte[] content(Piece piece, Leaves leaves) throws IOException {
        byte[] content = leaves.leaf(piece.name());
        if (content.length != piece.length()) {
            throw new IllegalArgumentException(
                    "leaf " + piece.name() + " has " + content.length + " bytes, not " + piece.length());
        }
        return content;
    }

    private static void put(ByteBuffer message, byte[] bytes, int offset, int length) {
        if (message.remaining() < length) {
            throw new IllegalArgumentException("the message is longer than it says");
        }
        message.put(bytes, offset, length);
    }
}
