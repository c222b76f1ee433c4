package org.postern.extract;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The frames that go between the two processes: each field a length and its bytes, all of them bounded.
///
/// The side that asks trusts the answer no further than its form: lengths are checked before anything is made for them.
public final class Wire {
    private static final int TEXT = 1;
    private static final int NOT_EXTRACTED = 2;
    private static final int MAX_HINT_BYTES = 4_000;
    private static final int MAX_DETAIL = 300;

    private Wire() {}

    /// Asks for a document's text.
    public static void write(DataOutputStream out, Document document) throws IOException {
        text(out, document.mediaType());
        text(out, document.fileName());
        out.writeInt(document.maxChars());
        out.writeInt(document.bytes().length);
        out.write(document.bytes());
        out.flush();
    }

    /// The next document asked for; empty when there will be none.
    public static Optional<Document> readDocument(DataInputStream in) throws IOException {
        String type;
        try {
            type = text(in, MAX_HINT_BYTES);
        } catch (EOFException over) {
            return Optional.empty();
        }
        String name = text(in, MAX_HINT_BYTES);
        int maxChars = in.readInt();
        byte[] bytes = bytes(in, Document.MAX_BYTES);
        return Optional.of(new Document(type, name, bytes, maxChars));
    }

    /// Answers.
    public static void write(DataOutputStream out, Extraction extraction) throws IOException {
        switch (extraction) {
            case Extraction.Text(String text, boolean truncated) -> {
                out.writeByte(TEXT);
                out.writeBoolean(truncated);
                text(out, text);
            }
            case Extraction.NotExtracted(Extraction.Reason reason, String detail) -> {
                out.writeByte(NOT_EXTRACTED);
                text(out, reason.name());
                text(out, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
            }
        }
        out.flush();
    }

    /// The answer; an `IOException` when the other side ended or does not keep to the form.
    public static Extraction readExtraction(DataInputStream in, int maxChars) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case TEXT -> {
                boolean truncated = in.readBoolean();
                String text = text(in, (int) Math.min(Integer.MAX_VALUE - 8, maxChars * 3L));
                yield new Extraction.Text(text.length() > maxChars ? text.substring(0, maxChars) : text, truncated);
            }
            case NOT_EXTRACTED ->
                new Extraction.NotExtracted(reason(text(in, MAX_HINT_BYTES)), text(in, MAX_DETAIL * 3));
            default -> throw new IOException("an answer of kind " + kind);
        };
    }

    private static Extraction.Reason reason(String name) throws IOException {
        try {
            return Extraction.Reason.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("an unknown reason", unknown);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in, int maxBytes) throws IOException {
        return new String(bytes(in, maxBytes), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in, int maxBytes) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > maxBytes) {
            throw new IOException("a field of " + length + " bytes where " + maxBytes + " are allowed");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a field broke off");
        }
        return bytes;
    }
}
