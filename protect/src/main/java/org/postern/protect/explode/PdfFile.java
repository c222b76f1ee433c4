package org.postern.protect.explode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// The objects of a PDF (ISO 32000-1 §7.3), found where they stand: cross-reference tables are not needed, and are
/// often wrong in files made to mislead.
final class PdfFile {
    /// @param head the object up to its stream, as characters of ISO 8859-1
    /// @param from where its stream's bytes begin; below zero without one
    record Item(int number, String head, int from, int to) {
        boolean hasStream() {
            return from >= 0;
        }
    }

    private static final int LARGEST = 32 << 20;
    private static final int LONGEST_HEAD = 1 << 20;
    private static final int MOST_OBJECTS = 50_000;
    private static final int LONGEST_STREAM = 4 << 20;
    private static final Pattern LENGTH = Pattern.compile("/Length\\s+(\\d{1,9})(?!\\d|\\s+\\d+\\s+R)");
    private static final Pattern FLATE = Pattern.compile("/(?:FlateDecode|Fl)\\b");
    private static final Pattern OTHER_FILTER =
            Pattern.compile("/(?:LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|DCTDecode|JPXDecode"
                    + "|CCITTFaxDecode|JBIG2Decode|LZW|A85|AHx|RL|DCT|CCF|Crypt)\\b");

    private final byte[] content;
    private final String text;
    private final Budget budget;
    private final Map<Integer, Item> items = new TreeMap<>();
    private final Map<Integer, byte[]> streams = new HashMap<>();
    private final List<String> trailers = new ArrayList<>();
    private int stream = -1;
    private int end = -1;

    private PdfFile(byte[] content, Budget budget) {
        this.content = content;
        this.budget = budget;
        this.text = new String(content, 0, Math.min(content.length, LARGEST), StandardCharsets.ISO_8859_1);
    }

    static Optional<PdfFile> of(ExplodedFile file) {
        return file.is("pdf") && file.scan("pdf objects", PdfFile::read) instanceof PdfFile pdf
                ? Optional.of(pdf)
                : Optional.empty();
    }

    private static PdfFile read(ExplodedFile file) {
        PdfFile pdf = new PdfFile(file.content(), file.budget());
        pdf.findObjects();
        pdf.findTrailers();
        for (Item item : List.copyOf(pdf.items.values())) {
            if (item.hasStream() && item.head().contains("/ObjStm") && !pdf.isEncrypted()) {
                pdf.unpackObjects(item);
            }
        }
        return pdf;
    }

    Iterable<Item> items() {
        return items.values();
    }

    Optional<Item> item(int number) {
        return Optional.ofNullable(items.get(number));
    }

    String text() {
        return text;
    }

    List<String> trailers() {
        return trailers;
    }

    /// Whether its texts and streams are encrypted, be it with no password.
    boolean isEncrypted() {
        return trailers.stream().anyMatch(trailer -> PdfValues.has(trailer, "Encrypt"));
    }

    private void findObjects() {
        for (int at = text.indexOf("obj"); at >= 0 && items.size() < MOST_OBJECTS; ) {
            int number = numberBefore(at);
            at = number < 0 ? at + 3 : add(number, at + 3);
            at = text.indexOf("obj", at);
            budget.checkTime();
        }
    }

    /// `12 0 obj`, or below zero.
    private int numberBefore(int at) {
        int i = skipBack(at, false);
        int generation = skipBack(i, true);
        int space = skipBack(generation, false);
        int start = skipBack(space, true);
        if (generation == i || space == generation || start == space) {
            return -1;
        }
        return space - start > 8 ? -1 : Integer.parseInt(text.substring(start, space));
    }

    private int skipBack(int at, boolean digits) {
        int i = at;
        while (i > 0 && at - i < 12 && (digits ? isDigit(text.charAt(i - 1)) : text.charAt(i - 1) <= ' ')) {
            i--;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private int add(int number, int from) {
        stream = stream < from ? indexOrEnd("stream", from) : stream;
        end = end < from ? indexOrEnd("endobj", from) : end;
        if (stream < end && text.startsWith("endstream", stream - 3)) {
            stream = indexOrEnd("stream", stream + 6);
        }
        int headEnd = Math.min(Math.min(stream, end), from + LONGEST_HEAD);
        String head = text.substring(from, headEnd);
        if (stream >= end) {
            items.put(number, new Item(number, head, -1, -1));
            return headEnd;
        }
        int data = stream + 6;
        data += text.startsWith("\r\n", data) ? 2 : 1;
        data = Math.min(data, text.length());
        int to = streamEnd(head, data);
        items.put(number, new Item(number, head, data, to));
        return to;
    }

    private int indexOrEnd(String word, int from) {
        int at = text.indexOf(word, from);
        return at < 0 ? text.length() : at;
    }

    private int streamEnd(String head, int data) {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            long to = data + Long.parseLong(length.group(1));
            if (to < text.length()
                    && text.substring((int) to, (int) Math.min(to + 12, text.length()))
                            .contains("endst")) {
                return (int) to;
            }
        }
        return indexOrEnd("endstream", data);
    }

    private void findTrailers() {
        for (int at = text.indexOf("trailer"); at >= 0 && trailers.size() < 100; at = text.indexOf("trailer", at + 7)) {
            trailers.add(text.substring(at, Math.min(text.length(), at + 2048)));
        }
        for (Item item : items.values()) {
            if (item.hasStream() && item.head().contains("/XRef")) {
                trailers.add(item.head());
            }
        }
    }

    /// §7.5.7: objects within a stream, behind a list of their numbers and places.
    private void unpackObjects(Item container) {
        String unpacked = stream(container)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
        int first = PdfValues.number(container.head(), "First").orElse(-1);
        if (first < 0 || first > unpacked.length()) {
            return;
        }
        String[] numbers = unpacked.substring(0, first).strip().split("\\s+", -1);
        for (int i = 0; i + 1 < numbers.length && items.size() < MOST_OBJECTS; i += 2) {
            int number = small(numbers[i]);
            int from = first + small(numbers[i + 1]);
            int to = i + 3 < numbers.length ? first + small(numbers[i + 3]) : unpacked.length();
            if (number >= 0 && from >= first && from <= to && to <= unpacked.length()) {
                items.put(number, new Item(number, unpacked.substring(from, to), -1, -1));
            }
        }
    }

    private static int small(String digits) {
        return digits.matches("\\d{1,8}") ? Integer.parseInt(digits) : -1;
    }

    /// A stream without its packing; empty where it has one that is not deflate.
    Optional<byte[]> stream(Item item) {
        if (!item.hasStream() || OTHER_FILTER.matcher(item.head()).find()) {
            return Optional.empty();
        }
        byte[] known = streams.get(item.number());
        if (known == null) {
            known = unpacked(item);
            streams.put(item.number(), known);
        }
        return Optional.of(known);
    }

    /// A stream as it stands in the file.
    byte[] raw(Item item) {
        return java.util.Arrays.copyOfRange(content, item.from(), item.to());
    }

    private byte[] unpacked(Item item) {
        ByteArrayInputStream raw = new ByteArrayInputStream(content, item.from(), item.to() - item.from());
        try {
            return FLATE.matcher(item.head()).find()
                    ? budget.readSome(new InflaterInputStream(raw), LONGEST_STREAM)
                    : budget.readSome(raw, LONGEST_STREAM);
        } catch (MalformedException broken) {
            return new byte[0];
        }
    }

    /// The object that a value refers to, or the value itself.
    String resolved(@Nullable String value) {
        Optional<Integer> reference = value == null ? Optional.empty() : PdfValues.reference(value);
        return reference.flatMap(this::item).map(Item::head).orElse(value == null ? "" : value);
    }
}
