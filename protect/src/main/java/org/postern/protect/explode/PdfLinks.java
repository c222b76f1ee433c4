package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a PDF's annotations lead (ISO 32000-1 §12.6.4.7), and the texts in which it may name addresses.
final class PdfLinks {
    private static final int MOST = 2_000;

    private PdfLinks() {}

    /// @param urls of annotations
    record Facts(List<org.postern.protect.model.WebAddress> urls) {}

    static @Nullable Object facts(ExplodedFile file) {
        if (!file.is("pdf")) {
            return null;
        }
        PdfFile pdf = PdfFile.of(file).orElseThrow(() -> new MalformedException("no PDF"));
        if (pdf.isEncrypted()) {
            throw new SpentException("scan.pdf of an encrypted pdf");
        }
        return new Facts(Urls.of(of(pdf)).urls());
    }

    static Set<String> of(PdfFile pdf) {
        Set<String> links = new LinkedHashSet<>();
        if (pdf.isEncrypted()) {
            throw new SpentException("scan.url of an encrypted pdf");
        }
        for (PdfFile.Item item : pdf.items()) {
            String head = item.head();
            for (int at = PdfValues.after(head, "URI", 0); at >= 0; at = PdfValues.after(head, "URI", at)) {
                String value = pdf.resolved(head.substring(at, Math.min(head.length(), at + 8192)));
                PdfValues.string(value)
                        .map(String::strip)
                        .filter(url -> !url.isEmpty() && links.size() < MOST)
                        .ifPresent(links::add);
            }
        }
        return links;
    }

    /// Its pages' words, and its descriptions in XML.
    static List<String> texts(PdfFile pdf, Budget budget) {
        List<String> texts = new ArrayList<>();
        texts.add(PdfText.of(pdf, budget));
        for (PdfFile.Item item : pdf.items()) {
            if (item.hasStream() && item.head().contains("/Metadata")) {
                pdf.stream(item).ifPresent(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        return texts;
    }
}
