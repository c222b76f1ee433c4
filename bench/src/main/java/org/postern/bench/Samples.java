package org.postern.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What the inner loops work on: the same bytes every time, a few megabytes of each sort, so that no cache holds all.
public final class Samples {
    private static final int TEXT = 16 << 10;
    private static final int MEDIA = 64 << 10;

    private Samples() {}

    /// Whole messages as they come in.
    public static List<byte[]> messages() {
        MadeUpMail mail = new MadeUpMail(1);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            messages.add(mail.next());
        }
        return messages;
    }

    /// Text in pieces of 16 KiB, about as long as what a message's words and headers are.
    public static List<byte[]> texts() {
        StringBuilder text = new StringBuilder();
        for (byte[] message : messages()) {
            String all = new String(message, StandardCharsets.US_ASCII);
            int attachment = all.indexOf("base64");
            text.append(all, 0, attachment < 0 ? all.length() : attachment);
        }
        return pieces(text.toString().getBytes(StandardCharsets.US_ASCII), TEXT);
    }

    /// What does not compress, in pieces of 64 KiB.
    public static List<byte[]> media() {
        byte[] bytes = new byte[4 << 20];
        new SplittableRandom(3).nextBytes(bytes);
        return pieces(bytes, MEDIA);
    }

    private static List<byte[]> pieces(byte[] bytes, int length) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at + length <= bytes.length; at += length) {
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
        }
        return pieces;
    }

    static long sum(List<byte[]> pieces) {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }
}
