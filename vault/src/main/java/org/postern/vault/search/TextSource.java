package org.postern.vault.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.extract.Document;
import org.postern.extract.Extraction;
import org.postern.extract.TextExtractor;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;

/// Gets the text of one part of a message: plain text, HTML and messages here; what needs a parser of its format from
/// the program that has them.
public final class TextSource {
    /// Characters of text taken from one part.
    static final int MAX_CHARS = 400_000;

    private static final int MAX_MESSAGE_DEPTH = 4;
    private static final int MAX_MESSAGE_PARTS = 100;
    private static final Set<String> PLAIN_EXTENSIONS = Set.of(
            "txt", "csv", "tsv", "log", "md", "json", "xml", "html", "htm", "ics", "vcf", "ini", "yaml", "yml", "sql");
    private static final Set<String> UNREADABLE = Set.of("image", "audio", "video", "font", "model");

    private final @Nullable TextExtractor extractor;

    /// @param extractor null where the program is not installed
    public TextSource(@Nullable TextExtractor extractor) {
        this.extractor = extractor;
    }

    /// Without the program that reads documents.
    public static TextSource plain() {
        return new TextSource(null);
    }

    /// Whether the part could hold text at all, told without reading it.
    static boolean mayHoldText(Leaf leaf) {
        String type = leaf.mediaType();
        String main = type.substring(0, type.indexOf('/') < 0 ? type.length() : type.indexOf('/'));
        boolean unreadable = UNREADABLE.contains(main) || type.endsWith("-signature") || type.endsWith("pgp-encrypted");
        return !unreadable || FileKind.isDocument(extension(leaf));
    }

    static String extension(Leaf leaf) {
        String name = leaf.fileName().orElse("");
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return extension.length() > 10 ? "" : extension;
    }

    Passage.Text read(Leaf leaf, LeafContents contents) {
        return read(leaf, contents, 0);
    }

    private Passage.Text read(Leaf leaf, LeafContents contents, int depth) {
        if (!mayHoldText(leaf)) {
            return Passage.Text.of("");
        }
        if (leaf.mediaType().startsWith("text/") && !leaf.mediaType().equals("text/rtf")) {
            boolean html = leaf.mediaType().equals("text/html");
            byte[] source = contents.bytes(leaf, html ? MAX_CHARS * 20 : MAX_CHARS * 4);
            return Passage.Text.of(leaf.readableText(source, MAX_CHARS));
        }
        if (contents.size(leaf) > Document.MAX_BYTES * 3L / 2) {
            return new Passage.Text("", Extraction.Reason.TOO_LARGE);
        }
        byte[] bytes = contents.bytes(leaf, Document.MAX_BYTES + 1);
        if (bytes.length > Document.MAX_BYTES) {
            return new Passage.Text("", Extraction.Reason.TOO_LARGE);
        }
        return read(leaf, bytes, depth);
    }

    private Passage.Text read(Leaf leaf, byte[] bytes, int depth) {
        if (FileKind.needsParser(bytes)) {
            return extract(leaf, bytes);
        }
        boolean message =
                leaf.mediaType().startsWith("message/") || extension(leaf).equals("eml");
        if (message) {
            return Passage.Text.of(depth < MAX_MESSAGE_DEPTH ? message(bytes, depth) : "");
        }
        boolean named = PLAIN_EXTENSIONS.contains(extension(leaf))
                || leaf.mediaType().endsWith("json")
                || leaf.mediaType().endsWith("xml");
        return Passage.Text.of(named && FileKind.isText(bytes) ? cut(plain(leaf, bytes)) : "");
    }

    private static String plain(Leaf leaf, byte[] bytes) {
        boolean marked =
                leaf.mediaType().endsWith("xml") || Set.of("xml", "html", "htm").contains(extension(leaf));
        if (!marked) {
            return leaf.readableText(bytes, MAX_CHARS);
        }
        // Read as a page: tags go, words stay.
        byte[] head = "Content-Type: text/html\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] page = java.util.Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, page, head.length, bytes.length);
        return Message.read(page, ReadLimits.DEFAULT).text();
    }

    private Passage.Text extract(Leaf leaf, byte[] bytes) {
        if (extractor == null) {
            return new Passage.Text("", Extraction.Reason.UNAVAILABLE);
        }
        Document document = new Document(leaf.mediaType(), leaf.fileName().orElse(""), bytes, MAX_CHARS);
        return switch (extractor.extract(document)) {
            case Extraction.Text(String text, boolean _) -> Passage.Text.of(text);
            case Extraction.NotExtracted(Extraction.Reason reason, String _) -> new Passage.Text("", reason);
        };
    }

    /// A message within a message, that travelled encoded: its text and that of what hangs on it.
    private String message(byte[] bytes, int depth) {
        Message inner = Message.read(bytes, ReadLimits.DEFAULT);
        List<String> texts = new ArrayList<>();
        texts.add(inner.subject());
        inner.from().forEach(address -> texts.add(address.toString()));
        inner.to().forEach(address -> texts.add(address.toString()));
        for (Leaf leaf : inner.leaves().stream().limit(MAX_MESSAGE_PARTS).toList()) {
            leaf.fileName().ifPresent(texts::add);
            texts.add(read(leaf, LeafContents.inMessage(), depth + 1).words());
        }
        return cut(String.join("\n", texts));
    }

    private static String cut(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
    }
}
