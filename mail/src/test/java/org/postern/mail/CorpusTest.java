package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Thousands of messages written by others: all are read, tile, and round-trip, and mostly look as another parser
/// sees them.
///
/// Needs the developers' corpus; skipped with a message where it is missing.
final class CorpusTest {
    private static final Path CORPUS =
            Path.of(Optional.ofNullable(System.getenv("POSTERN_CORPUS")).orElse("../../shared/corpus/unpacked"));
    private static final Pattern INDEX_LINE = Pattern.compile(
            "\\{\"path\": \"((?:[^\"\\\\]|\\\\.)*)\".*\"py_parts\": (\\d+), \"py_attachments\": \\[(.*)]}");
    private static final Pattern SHA256 = Pattern.compile("\"sha256\": \"([0-9a-f]{64})\"");

    @Test
    void everyMessageIsReadAndRoundTrips() throws IOException {
        assumeCorpus();
        int messages = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (byte[] message : messagesOf(bytes)) {
                messages++;
                readAll(file, message);
            }
        }
        assertThat(messages).isGreaterThan(10_000);
    }

    @Test
    void partsAndAttachmentsAgreeWithTheIndex() throws IOException {
        assumeCorpus();
        int compared = 0;
        int samePartCount = 0;
        int attachments = 0;
        int found = 0;
        List<String> differences = new ArrayList<>();
        for (String line : Files.readAllLines(CORPUS.resolve("INDEX.jsonl"))) {
            Matcher entry = INDEX_LINE.matcher(line);
            if (!entry.matches()) {
                continue; // The mboxes and what is no mail: the index says nothing of their parts.
            }
            Path file = CORPUS.resolve(unescaped(entry.group(1)));
            byte[] bytes = Files.readAllBytes(file);
            Message message = Message.read(bytes, ReadLimits.DEFAULT);
            compared++;
            int parts = partsAsPythonCounts(bytes, message.root());
            if (parts == Integer.parseInt(entry.group(2))) {
                samePartCount++;
            } else {
                differences.add(file + ": parts " + parts + ", index " + entry.group(2));
            }
            TreeSet<String> ours = new TreeSet<>();
            message.leaves().forEach(leaf -> ours.add(sha256(leaf.content())));
            Matcher sha = SHA256.matcher(entry.group(3));
            while (sha.find()) {
                attachments++;
                if (ours.contains(sha.group(1))) {
                    found++;
                } else {
                    differences.add(file + ": attachment " + sha.group(1) + " not found");
                }
            }
        }
        Files.write(Path.of("target/corpus-differences.txt"), differences);
        System.out.printf(
                "corpus: part count equal in %d of %d files, %d of %d attachments found%n",
                samePartCount, compared, found, attachments);
        assertThat(compared).isGreaterThan(9_000);
        assertThat(samePartCount / (double) compared).isGreaterThan(0.995);
        assertThat(found / (double) attachments).isGreaterThan(0.975);
    }

    private static void readAll(Path file, byte[] bytes) {
        try {
            Message message = Message.read(bytes, ReadLimits.DEFAULT);
            Tiling.check(bytes, message.root());
            message.header().fields().forEach(message.header()::text);
            Stream.of(message.from(), message.to(), message.cc(), message.replyTo())
                    .flatMap(List::stream)
                    .forEach(address -> assertThat(address.toString() + address.asciiDomain() + address.unicodeDomain())
                            .isNotEmpty());
            message.date();
            message.references();
            message.text();
            message.attachments().forEach(Leaf::fileName);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("while reading " + file, failure);
        }
    }

    /// Python also takes a delivery status apart into its blocks, and any other `message/*` for a message.
    private static int partsAsPythonCounts(byte[] message, Part part) {
        int blocks = 0;
        if (part.isLeaf() && part.mediaType().equals("message/delivery-status")) {
            byte[] body = java.util.Arrays.copyOfRange(
                    message, part.body().start(), part.body().end());
            String text = new String(body, StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .replace('\r', '\n');
            String[] pieces = (text + "\n").split("\n\n", -1);
            blocks = pieces.length;
            if (pieces[pieces.length - 1].isEmpty() && pieces.length > 1) {
                blocks--;
            }
        }
        boolean otherMessage = part.isLeaf() && part.mediaType().startsWith("message/") && blocks == 0;
        return 1
                + blocks
                + (otherMessage ? 1 : 0)
                + part.parts().stream()
                        .mapToInt(child -> partsAsPythonCounts(message, child))
                        .sum();
    }

    static void assumeCorpus() {
        assumeTrue(
                Files.isDirectory(CORPUS.resolve("corpora")),
                () -> "SKIPPED: no corpus at " + CORPUS.toAbsolutePath()
                        + "; unpack it and set POSTERN_CORPUS to its folder");
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> corpora = Files.walk(CORPUS.resolve("corpora"));
                Stream<Path> mime = Files.walk(CORPUS.resolve("mime"))) {
            return Stream.concat(corpora, mime)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /// The file as one message, and where it is an mbox each of its messages.
    static List<byte[]> messagesOf(byte[] file) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        messages.add(file);
        if (Mbox.isFrom(file, 0, file.length)) {
            MboxReader reader = Mbox.reader(new ByteArrayInputStream(file), Mbox.Quoting.NONE, 64 << 20);
            for (Optional<Mbox.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                messages.add(next.get().message());
            }
        }
        return messages;
    }

    private static String unescaped(String json) {
        Matcher matcher = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\(.)").matcher(json);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) == null
                        ? found.group(2)
                        : Character.toString((char) Integer.parseInt(found.group(1), 16))));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new UncheckedIOException(new IOException(missing));
        }
    }
}
