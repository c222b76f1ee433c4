package org.postern.lab.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.postern.lab.source.Content;
import tools.jackson.databind.JsonNode;

/// The body of a reply: segments that are written one after the other, so that stored messages stream to the socket.
public record Body(String contentType, List<Segment> segments) {
    public static final Body EMPTY = new Body("", List.of());
    public static final String JSON =
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

    public Body {
        segments = List.copyOf(segments);
    }

    /// A run of the body whose length is known before it is written.
    public sealed interface Segment {
        long length();

        void writeTo(OutputStream out) throws IOException;
    }

    /// Bytes as they are.
    public static final class Raw implements Segment {
        private final byte[] bytes;

        public Raw(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /// The first `length` bytes of a stored message.
    public record Stored(Content content, long length) implements Segment {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = content.open()) {
                byte[] buffer = new byte[48 * 1024];
                for (long left = length; left > 0; ) {
                    int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                    if (count == 0) {
                        throw new EOFException("a message's file is shorter than when the lab started");
                    }
                    out.write(buffer, 0, count);
                    left -= count;
                }
            }
        }
    }

    /// The base64 of the first `size` bytes of a stored message.
    public record Base64Of(Content content, long size) implements Segment {
        private static final int STEP = 48 * 1024; // a multiple of 3: no padding inside

        @Override
        public long length() {
            return (size + 2) / 3 * 4;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] plain = new byte[(int) Math.min(STEP, size)];
            byte[] coded = new byte[(plain.length + 2) / 3 * 4];
            try (InputStream in = content.open()) {
                for (long left = size; left > 0; ) {
                    int count = in.readNBytes(plain, 0, (int) Math.min(plain.length, left));
                    if (count == 0) {
                        throw new EOFException("a message's file is shorter than when the lab started");
                    }
                    byte[] run = count == plain.length ? plain : Arrays.copyOf(plain, count);
                    out.write(coded, 0, Base64.getEncoder().encode(run, coded));
                    left -= count;
                }
            }
        }
    }

    /// What is written as it comes about, for as long as the writer likes; the length is not known.
    public non-sealed interface Live extends Segment {
        @Override
        default long length() {
            return 0;
        }
    }

    public static Body live(String contentType, Live live) {
        return new Body(contentType, List.of(live));
    }

    public static Body json(JsonNode node) {
        return bytes(JSON, Json.bytes(node));
    }

    public static Body text(String contentType, String text) {
        return bytes(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Body bytes(String contentType, byte[] bytes) {
        return new Body(contentType, List.of(new Raw(bytes)));
    }

    /// A stored message, or its first `length` bytes.
    public static Body stored(String contentType, Content content, long length) {
        return new Body(contentType, List.of(new Stored(content, length)));
    }

    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    /// Whether its end is not known when it begins: it is sent in chunks, each flush one.
    boolean isLive() {
        return segments.stream().anyMatch(segment -> segment instanceof Live);
    }

    public void writeTo(OutputStream out) throws IOException {
        writeTo(out, () -> {});
    }

    /// Writes all of it, and runs `beforeEnd` when only its last segment is left.
    void writeTo(OutputStream out, Runnable beforeEnd) throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            if (i == segments.size() - 1) {
                beforeEnd.run();
            }
            segments.get(i).writeTo(out);
        }
    }
}
