package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words shown by a PDF's pages, in the order in which they are drawn (ISO 32000-1 §9.4).
///
/// Fonts are told apart by the names that pages give them, not page by page: where two pages use one name for two
/// fonts, words of one may be lost.
final class PdfText {
    private static final int LONGEST = 1 << 20;
    private static final Pattern FONT = Pattern.compile("/([^\\s/<>\\[\\]()]{1,60})\\s+(\\d{1,8})\\s+\\d{1,5}\\s+R");
    private static final Pattern WIDE_GAP = Pattern.compile("-(?:[2-9]\\d{2}|\\d{4,6})(?:\\.\\d{0,9})?");
    private static final Pattern SHOWN = Pattern.compile("\\bTj\\b|\\bTJ\\b|'");

    private final PdfFile pdf;
    private final Map<String, PdfCharacters> fonts = new HashMap<>();
    private final StringBuilder words = new StringBuilder();
    private PdfCharacters font = PdfCharacters.LATIN;

    private PdfText(PdfFile pdf) {
        this.pdf = pdf;
    }

    static String of(PdfFile pdf, Budget budget) {
        PdfText text = new PdfText(pdf);
        text.findFonts();
        for (PdfFile.Item item : pdf.items()) {
            budget.checkTime();
            if (text.words.length() < LONGEST && item.hasStream() && maybePage(item.head())) {
                pdf.stream(item)
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .filter(content ->
                                content.contains("BT") && SHOWN.matcher(content).find())
                        .ifPresent(text::draw);
            }
        }
        return text.words.toString().strip();
    }

    private static boolean maybePage(String head) {
        return !head.contains("/Image")
                && !head.contains("/ObjStm")
                && !head.contains("/XRef")
                && !head.contains("/Metadata")
                && !head.contains("/FontFile")
                && !head.contains("/Length1");
    }

    private void findFonts() {
        for (PdfFile.Item item : pdf.items()) {
            int at = PdfValues.after(item.head(), "Font", 0);
            if (at < 0) {
                continue;
            }
            String value = pdf.resolved(item.head().substring(at));
            int end = value.indexOf(">>");
            Matcher names = FONT.matcher(end < 0 ? value : value.substring(0, end));
            while (names.find() && fonts.size() < 1_000) {
                String name = names.group(1);
                pdf.item(Integer.parseInt(names.group(2)))
                        .map(PdfFile.Item::head)
                        .ifPresent(head -> fonts.put(name, PdfCharacters.of(pdf, head)));
            }
        }
    }

    private void draw(String content) {
        StringBuilder operator = new StringBuilder();
        String name = "";
        StringBuilder shown = new StringBuilder();
        boolean array = false;
        for (int at = 0; at < content.length() && words.length() < LONGEST; at++) {
            char c = content.charAt(at);
            if (c == '(' || (c == '<' && !content.startsWith("<<", at))) {
                int length = PdfValues.length(content, at);
                addGap(operator.toString(), shown, array);
                Optional<byte[]> codes = PdfValues.bytes(content.substring(at, at + length));
                codes.ifPresent(bytes -> shown.append(font.text(bytes)));
                at += length - 1;
                operator.setLength(0);
            } else if (c == '[' || c == ']') {
                array = c == '[';
                operator.setLength(0);
            } else if (c > ' ' && "<>/".indexOf(c) < 0) {
                operator.append(c);
            } else {
                name = end(operator.toString(), name, shown, array);
                operator.setLength(0);
                operator.append(c == '/' ? "/" : "");
            }
        }
        end(operator.toString(), name, shown, array);
        words.append('\n');
    }

    /// Does what an operator says; gives the name that stands before the next one.
    private String end(String operator, String name, StringBuilder shown, boolean array) {
        if (operator.startsWith("/")) {
            return operator.substring(1);
        }
        addGap(operator, shown, array);
        switch (operator) {
            case "Tf" -> font = fonts.getOrDefault(name, PdfCharacters.LATIN);
            case "Tj", "TJ" -> words.append(shown);
            case "'", "\"" -> words.append('\n').append(shown);
            case "T*", "Td", "TD", "Tm", "ET" -> newLine();
            default -> {
                return name;
            }
        }
        shown.setLength(0);
        return name;
    }

    /// A wide gap within a line stands for a space.
    private static void addGap(String number, StringBuilder shown, boolean array) {
        if (array && WIDE_GAP.matcher(number).matches()) {
            shown.append(' ');
        }
    }

    private void newLine() {
        if (!words.isEmpty() && words.charAt(words.length() - 1) != '\n') {
            words.append('\n');
        }
    }
}
