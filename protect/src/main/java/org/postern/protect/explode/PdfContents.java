package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;

/// What a PDF carries: its pages' words, embedded files, scripts, and pictures in JPEG.
final class PdfContents {
    private static final int MOST = 100;

    private PdfContents() {}

    static void open(ExplodedFile file, Contents into) {
        PdfFile pdf = PdfFile.of(file).orElseThrow(() -> new MalformedException("no PDF"));
        if (pdf.isEncrypted()) {
            into.notOpened("the content of an encrypted pdf");
            return;
        }
        int count = 0;
        for (PdfFile.Item item : pdf.items()) {
            if (count < MOST && add(pdf, item, count, into)) {
                count++;
            }
        }
        String words = PdfText.of(pdf, into.budget());
        if (!words.isEmpty()) {
            into.addCounted("text.txt", words.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean add(PdfFile pdf, PdfFile.Item item, int number, Contents into) {
        String head = item.head();
        if (!item.hasStream()) {
            return script(pdf, head, number, into);
        }
        if (head.contains("/EmbeddedFile")) {
            pdf.stream(item).ifPresent(content -> into.add("embedded_" + number, content));
            return true;
        }
        // A JPEG may be in Flate once more; rare, and left alone.
        if (head.contains("/DCTDecode") && !head.contains("/FlateDecode")) {
            into.addCounted("image_" + number + ".jpg", pdf.raw(item));
            return true;
        }
        return false;
    }

    private static boolean script(PdfFile pdf, String head, int number, Contents into) {
        int at = PdfValues.after(head, "JS", 0);
        if (at < 0) {
            return false;
        }
        String value = head.substring(at);
        String source = PdfValues.string(value)
                .or(() -> PdfValues.reference(value)
                        .flatMap(pdf::item)
                        .flatMap(pdf::stream)
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
                .orElse("");
        if (!source.isBlank()) {
            into.budget().takeBytes(source.length());
            into.add("script_" + number, source.getBytes(StandardCharsets.UTF_8), "application/javascript");
        }
        return !source.isBlank();
    }
}
