package org.postern.protect.explode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which characters the codes of a font stand for (ISO 32000-1 §9.10.3).
///
/// @param width bytes in a code
record PdfCharacters(Map<Integer, String> characters, int width, boolean known) {
    static final PdfCharacters LATIN = new PdfCharacters(Map.of(), 1, true);

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int MOST = 70_000;
    private static final Pattern SECTION = Pattern.compile("begin(bfchar|bfrange)");
    private static final Pattern ROW =
            Pattern.compile("<([0-9A-Fa-f\\s]{1,16})>\\s*<([0-9A-Fa-f\\s]{1,64})>(?:\\s*<([0-9A-Fa-f\\s]{1,64})>)?");
    private static final Pattern PAIR = Pattern.compile("<([0-9A-Fa-f\\s]{1,16})>\\s*<([0-9A-Fa-f\\s]{1,64})>");
    private static final Pattern WIDE = Pattern.compile("begincodespacerange\\s*<[0-9A-Fa-f]{4}>");

    static PdfCharacters of(PdfFile pdf, String font) {
        Optional<byte[]> map = PdfValues.rest(font, "ToUnicode")
                .flatMap(PdfValues::reference)
                .flatMap(pdf::item)
                .flatMap(pdf::stream);
        if (map.isPresent()) {
            return read(new String(map.get(), StandardCharsets.ISO_8859_1));
        }
        // Codes of glyphs, not of characters.
        return font.contains("/Type0") ? new PdfCharacters(Map.of(), 2, false) : LATIN;
    }

    private static PdfCharacters read(String map) {
        Map<Integer, String> characters = new HashMap<>();
        Matcher sections = SECTION.matcher(map);
        int at = 0;
        while (sections.find(at) && characters.size() < MOST) {
            int end = map.indexOf("end", sections.end());
            if (end < 0) {
                break; // Else each beginning would look for it anew.
            }
            at = end;
            boolean ranges = sections.group(1).equals("bfrange");
            Matcher rows = (ranges ? ROW : PAIR).matcher(map.substring(sections.end(), end));
            while (rows.find() && characters.size() < MOST) {
                if (ranges && rows.group(3) != null) {
                    range(characters, code(rows.group(1)), code(rows.group(2)), text(rows.group(3)));
                } else if (!ranges) {
                    characters.put(code(rows.group(1)), text(rows.group(2)));
                }
            }
        }
        return new PdfCharacters(characters, WIDE.matcher(map).find() ? 2 : 1, true);
    }

    private static void range(Map<Integer, String> characters, int from, int to, String first) {
        if (first.isEmpty()) {
            return;
        }
        String start = first.substring(0, first.length() - 1);
        char last = first.charAt(first.length() - 1);
        for (int code = from; code <= Math.min(to, from + 0xffff) && characters.size() < MOST; code++) {
            characters.put(code, start + (char) (last + code - from));
        }
    }

    private static int code(String hexadecimal) {
        String digits = hexadecimal.replaceAll("\\s", "");
        return digits.isEmpty() || digits.length() > 7 ? -1 : Integer.parseInt(digits, 16);
    }

    private static String text(String hexadecimal) {
        return PdfValues.bytes("<" + hexadecimal + ">")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_16BE))
                .orElse("");
    }

    String text(byte[] codes) {
        if (characters.isEmpty()) {
            return known ? new String(codes, WINDOWS) : "";
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + width <= codes.length; at += width) {
            int code = width == 1 ? codes[at] & 0xff : (codes[at] & 0xff) << 8 | (codes[at + 1] & 0xff);
            text.append(characters.getOrDefault(code, ""));
        }
        return text.toString();
    }
}
