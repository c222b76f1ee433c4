package org.postern.protect.explode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A file's bytes as characters.
final class Text {
    /// More of a file is not read as text.
    static final int LONGEST = 8 << 20;

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private Text() {}

    /// A text with the name of how it is written; null for what is not text.
    record Decoded(String text, String encoding) {}

    static @Nullable Decoded decoded(byte[] content) {
        Bytes bytes = new Bytes(content);
        int length = Math.min(content.length, LONGEST);
        if (bytes.has(0, "\u00ff\u00fe")) {
            return new Decoded(new String(content, 2, length - 2, StandardCharsets.UTF_16LE), "utf16-le");
        }
        if (bytes.has(0, "\u00fe\u00ff")) {
            return new Decoded(new String(content, 2, length - 2, StandardCharsets.UTF_16BE), "utf16-be");
        }
        int start = bytes.has(0, "\u00ef\u00bb\u00bf") ? 3 : 0;
        if (wide(content)) {
            return new Decoded(new String(content, 0, length, StandardCharsets.UTF_16LE), "utf16-le");
        }
        for (int at = 0; at < length; at++) {
            if (content[at] == 0) {
                return null;
            }
        }
        return plain(content, start, length);
    }

    private static Decoded plain(byte[] content, int start, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content, start, length - start))
                    .toString();
            boolean ascii = start == 0 && text.length() == length;
            return new Decoded(text, ascii ? "ascii" : "utf8");
        } catch (CharacterCodingException notUtf8) {
            return new Decoded(new String(content, start, length - start, WINDOWS), "windows-1252");
        }
    }

    /// Latin text in UTF-16 without a mark: every other byte is zero.
    private static boolean wide(byte[] content) {
        int looked = Math.min(content.length, 256) & ~1;
        int zeros = 0;
        for (int at = 0; at < looked; at += 2) {
            if (content[at] == 0) {
                return false;
            }
            zeros += content[at + 1] == 0 ? 1 : 0;
        }
        return looked >= 8 && zeros > looked / 2 * 9 / 10;
    }

    /// Of a file of characters its text, memoised; of another nothing.
    static @Nullable String of(ExplodedFile file) {
        return Kinds.textual(file.kind()) && file.scan("text", own -> decoded(own.content())) instanceof Decoded decoded
                ? decoded.text()
                : null;
    }

    /// The text of a file of characters, else its bytes as ISO 8859-1.
    static String orBytes(ExplodedFile file) {
        String text = of(file);
        return text != null
                ? text
                : new String(file.content(), 0, Math.min(file.content().length, LONGEST), StandardCharsets.ISO_8859_1);
    }
}
