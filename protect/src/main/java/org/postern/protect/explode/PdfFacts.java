package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a PDF tells of itself: its information dictionary, its description in XML, its pages.
final class PdfFacts {
    private static final List<String> KEYS = List.of("Title", "Author", "Subject", "Keywords", "Creator", "Producer");
    private static final int LONGEST = 4_096;
    private static final Pattern DESCRIBED = Pattern.compile(
            "<(?:xmp|xap|pdf|dc|photoshop|pdfx|xmpMM):([A-Za-z]{1,40})>(?:\\s*<rdf:(?:Alt|Seq|Bag)>\\s*<rdf:li[^>]{0,100}>)?([^<]{1,2000})<");
    private static final Pattern TOOLKIT = Pattern.compile("x:xmptk=[\"']([^\"']{1,200})");
    private static final Pattern PAGE = Pattern.compile("/Type\\s*/Page(?![A-Za-z])");
    private static final Pattern PAGES = Pattern.compile("/Type\\s*/Pages(?![A-Za-z])");

    private PdfFacts() {}

    static void read(ExplodedFile file, Map<String, String> fields) {
        PdfFile pdf = PdfFile.of(file).orElseThrow(() -> new MalformedException("no PDF"));
        String start = pdf.text().substring(0, Math.min(32, pdf.text().length()));
        int end = start.indexOf('%', 1);
        String version =
                start.substring(5, end < 0 ? Math.min(8, start.length()) : end).strip();
        fields.put("PDFVersion", version.substring(0, Math.min(3, version.length())));
        if (pdf.isEncrypted()) {
            fields.put("Warning", "Document is password protected (use Password option)");
            fields.put("Encryption", "Standard");
            return;
        }
        fields.put("Linearized", pdf.text().lastIndexOf("/Linearized", 2048) >= 0 ? "Yes" : "No");
        pages(pdf).ifPresent(count -> fields.put("PageCount", Integer.toString(count)));
        information(pdf, fields);
        description(pdf, fields);
        signature(pdf, fields);
    }

    private static Optional<Integer> pages(PdfFile pdf) {
        int counted = 0;
        int told = -1;
        for (PdfFile.Item item : pdf.items()) {
            if (PAGES.matcher(item.head()).find()) {
                told = Math.max(told, PdfValues.number(item.head(), "Count").orElse(-1));
            } else if (PAGE.matcher(item.head()).find()) {
                counted++;
            }
        }
        return told >= 0 ? Optional.of(told) : counted > 0 ? Optional.of(counted) : Optional.empty();
    }

    private static void information(PdfFile pdf, Map<String, String> fields) {
        String dictionary = "";
        for (String trailer : pdf.trailers()) {
            String found = pdf.resolved(PdfValues.rest(trailer, "Info").orElse(null));
            dictionary = found.contains("<<") ? found : dictionary;
        }
        for (String key : KEYS) {
            put(pdf, dictionary, key, key, fields);
        }
        put(pdf, dictionary, "CreationDate", "CreateDate", fields);
        put(pdf, dictionary, "ModDate", "ModifyDate", fields);
    }

    private static void put(PdfFile pdf, String dictionary, String key, String name, Map<String, String> fields) {
        PdfValues.rest(dictionary, key)
                .map(value -> PdfValues.reference(value).isPresent() ? pdf.resolved(value) : value)
                .flatMap(PdfValues::string)
                .ifPresent(value -> fields.put(name, value.substring(0, Math.min(LONGEST, value.length()))));
    }

    private static void description(PdfFile pdf, Map<String, String> fields) {
        for (PdfFile.Item item : pdf.items()) {
            if (item.hasStream() && item.head().contains("/Metadata")) {
                pdf.stream(item).ifPresent(bytes -> described(new String(bytes, StandardCharsets.UTF_8), fields));
            }
        }
    }

    /// Of a description in XMP, whatever file it stands in.
    static void described(String xml, Map<String, String> fields) {
        Matcher toolkit = TOOLKIT.matcher(xml);
        if (toolkit.find()) {
            fields.putIfAbsent("XMPToolkit", toolkit.group(1));
        }
        Matcher values = DESCRIBED.matcher(xml);
        for (int count = 0; count < 200 && values.find(); count++) {
            String name = values.group(1);
            fields.putIfAbsent(
                    Character.toUpperCase(name.charAt(0)) + name.substring(1),
                    values.group(2).strip());
        }
    }

    private static void signature(PdfFile pdf, Map<String, String> fields) {
        for (PdfFile.Item item : pdf.items()) {
            if (PdfValues.has(item.head(), "ByteRange")) {
                put(pdf, item.head(), "Reason", "SigningReason", fields);
                put(pdf, item.head(), "Name", "SignerName", fields);
            }
        }
    }
}
