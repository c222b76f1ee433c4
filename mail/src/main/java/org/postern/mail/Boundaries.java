package org.postern.mail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The boundaries of all open multiparts, and the search for their next delimiter line (RFC 2046 §5.1.1).
///
/// A line is a delimiter only when it holds nothing but `--`, the boundary, perhaps `--`, and blanks. That is stricter
/// than the RFC's "begins with", and what keeps boundaries apart of which one is a prefix of the other. One hash
/// look-up serves any number of open multiparts, so the search is linear however deep they nest.
final class Boundaries {
    /// A delimiter line found; `end` is the start of the line after it.
    record Delimiter(OpenPart multipart, boolean closes, int start, int end) {}

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] bytes;
    private final Map<String, OpenPart> open = new HashMap<>();
    private int longest;

    Boundaries(byte[] bytes) {
        this.bytes = bytes;
    }

    void open(OpenPart multipart) {
        multipart.shadowed = open.put(multipart.boundary, multipart);
        longest = Math.max(longest, multipart.boundary.length());
    }

    /// Forgets a multipart's boundary; harmless when that was done before.
    void close(OpenPart multipart) {
        if (open.get(multipart.boundary) != multipart) {
            return;
        }
        if (multipart.shadowed == null) {
            open.remove(multipart.boundary);
        } else {
            open.put(multipart.boundary, multipart.shadowed);
        }
    }

    /// The first delimiter line at or after the line start `from`.
    @Nullable
    Delimiter next(int from) {
        if (open.isEmpty()) {
            return null;
        }
        int at = from;
        while (at < bytes.length) {
            // Most of mail has no dash: eight bytes are looked at together.
            while (at + Long.BYTES <= bytes.length && !hasDash((long) EIGHT.get(bytes, at))) {
                at += Long.BYTES;
            }
            int end = Math.min(bytes.length, at + Long.BYTES);
            for (; at < end; at++) {
                if (bytes[at] == '-' && (at == from || bytes[at - 1] == '\n' || bytes[at - 1] == '\r')) {
                    Delimiter found = at(at);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /// Whether any of eight bytes is a dash: then one of them is 0 after the exclusive or.
    private static boolean hasDash(long eight) {
        long dashesAreZero = eight ^ 0x2d2d2d2d2d2d2d2dL;
        return ((dashesAreZero - 0x0101010101010101L) & ~dashesAreZero & 0x8080808080808080L) != 0;
    }

    /// The delimiter on the line that starts at `lineStart`, if it is one.
    @Nullable
    Delimiter at(int lineStart) {
        int text = lineStart + 2;
        if (open.isEmpty() || text >= bytes.length || bytes[lineStart] != '-' || bytes[lineStart + 1] != '-') {
            return null;
        }
        int lineEnd = Lines.endOfText(bytes, text, bytes.length);
        int textEnd = lineEnd;
        while (textEnd > text && Lines.isBlank(bytes[textEnd - 1])) {
            textEnd--;
        }
        if (textEnd - text > longest + 2) {
            return null;
        }
        return match(
                new String(bytes, text, textEnd - text, StandardCharsets.ISO_8859_1),
                lineStart,
                Lines.afterBreak(bytes, lineEnd, bytes.length));
    }

    private @Nullable Delimiter match(String text, int start, int end) {
        OpenPart exact = open.get(text);
        if (exact != null) {
            return new Delimiter(exact, false, start, end);
        }
        OpenPart closed = text.endsWith("--") ? open.get(text.substring(0, text.length() - 2)) : null;
        return closed == null ? null : new Delimiter(closed, true, start, end);
    }
}
