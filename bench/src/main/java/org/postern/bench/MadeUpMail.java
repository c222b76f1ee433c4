package org.postern.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/// New messages without end, none like another, which cost next to nothing to make: a few dozen patterns, each time
/// marked anew in header, text and attachment. The same every time for the same seed.
///
/// Text of 2 to 30 KB as plain text and HTML; every fourth has an attachment of 20 to 400 KB, half of which compress.
final class MadeUpMail {
    private static final int PATTERNS = 48;
    private static final byte[] MARK = "@@MARK0123456789".getBytes(StandardCharsets.US_ASCII); // As long in base64.
    private final List<byte[]> patterns = new ArrayList<>();
    private final List<int[]> marks = new ArrayList<>();
    private final SplittableRandom random;

    MadeUpMail(long seed) {
        this.random = new SplittableRandom(seed);
        SplittableRandom words = new SplittableRandom(7);
        for (int i = 0; i < PATTERNS; i++) {
            byte[] pattern = pattern(i, words);
            patterns.add(pattern);
            marks.add(find(pattern));
        }
    }

    byte[] next() {
        int drawn = random.nextInt(PATTERNS);
        byte[] message = patterns.get(drawn).clone();
        byte[] mark = "%016x".formatted(random.nextLong()).getBytes(StandardCharsets.US_ASCII);
        for (int at : marks.get(drawn)) {
            System.arraycopy(mark, 0, message, at, mark.length);
        }
        return message;
    }

    private static byte[] pattern(int number, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = words(random, 300 + random.nextInt(2_500));
        line(out, "Received: from mx.partner.example by in.example.org; Mon, 6 Jan 2025 10:00:00 +0000");
        line(out, "From: Somebody Else <somebody%d@partner.example>".formatted(number));
        line(out, "To: Person <person@example.org>");
        line(out, "Date: Mon, 6 Jan 2025 10:00:00 +0000");
        line(out, "Message-ID: <@@MARK0123456789@mail.partner.example>");
        line(out, "Subject: what we said of @@MARK0123456789");
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: multipart/mixed; boundary=\"=_b\"\r\n");
        line(out, "--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n");
        line(out, "About @@MARK0123456789:\r\n" + text);
        line(out, "--=_b\r\nContent-Type: text/html; charset=utf-8\r\n");
        line(
                out,
                "<html><body><p>About @@MARK0123456789:</p><p>" + text.replace("\r\n", "<br>\r\n")
                        + "</p></body></html>");
        if (number % 4 == 0) {
            attachment(out, 20_000 + random.nextInt(380_000), number % 8 == 0, random);
        }
        line(out, "--=_b--");
        return out.toByteArray();
    }

    private static void attachment(ByteArrayOutputStream out, int length, boolean compresses, SplittableRandom random) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        if (compresses) {
            byte[] text = words(random, length / 5).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, content, 0, Math.min(text.length, length));
        }
        line(out, "--=_b\r\nContent-Type: application/octet-stream; name=file.bin");
        line(out, "Content-Disposition: attachment; filename=file.bin");
        line(out, "Content-Transfer-Encoding: base64\r\n");
        String encoded = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(content);
        // Any sixteen characters of base64 may stand here: they decode to other bytes of the same number.
        line(out, new String(MARK, StandardCharsets.US_ASCII).replace('@', 'A') + encoded.substring(16));
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder();
        int width = 0;
        for (int i = 0; i < count; i++) {
            double drawn = random.nextDouble();
            int word = (int) (drawn * drawn * 4_000); // Some words are frequent.
            String next = Integer.toString(word * 7_919 + 1_000, 36);
            text.append(next).append(' ');
            width += next.length() + 1;
            if (width > 70) {
                text.append("\r\n");
                width = 0;
            }
        }
        return text.toString();
    }

    private static void line(ByteArrayOutputStream out, String line) {
        out.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Where marks are to be put: the named ones, and the beginning of the attachment.
    private static int[] find(byte[] pattern) {
        String text = new String(pattern, StandardCharsets.ISO_8859_1);
        List<Integer> found = new ArrayList<>();
        for (String mark : List.of("@@MARK0123456789", "AAMARK0123456789")) {
            for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
                found.add(at);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
