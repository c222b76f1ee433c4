package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Puts a text on paper as mail programs do: plain, with an HTML alternative, with the company's emblem, with files.
final class Stationery {
    private static final int WRAP_AT = 74;
    private static final int LINE_MAX = 900; // below the 998 of RFC 5322 §2.1.1
    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "he");

    private final Scribe scribe;

    Stationery(Scribe scribe) {
        this.scribe = scribe;
    }

    /// What a letter says: its text, the earlier text it quotes, and its files.
    record Sheet(Person writer, String text, String quotedPlain, String quotedHtml, List<Body> files) {
        static Sheet of(Person writer, String text, List<Body> files) {
            return new Sheet(writer, text, "", "", files);
        }
    }

    /// The body in one of the shapes, by chance.
    Body body(Sheet sheet) {
        int shape = scribe.random().nextInt(10);
        Body words = shape < 3 ? plain(sheet) : shape < 7 ? alternative(sheet, false) : alternative(sheet, true);
        return withFiles(words, sheet.files());
    }

    /// A multipart/mixed when there are files, else the words alone.
    Body withFiles(Body words, List<Body> files) {
        if (files.isEmpty()) {
            return words;
        }
        List<Body> parts = new ArrayList<>(List.of(words));
        parts.addAll(files);
        return Body.multipart("mixed", scribe.boundary(), parts);
    }

    Body plain(Sheet sheet) {
        String text = wrap(sheet.text()) + signature(sheet.writer()) + sheet.quotedPlain();
        return encoded("plain", text, charset(sheet.writer(), text));
    }

    /// Plain and HTML; with `emblem` the HTML shows the company's emblem as an inline picture.
    Body alternative(Sheet sheet, boolean emblem) {
        String contentId = "emblem." + scribe.random().nextInt(100_000) + "@"
                + sheet.writer().domain();
        String markup = html(sheet, emblem ? contentId : "");
        Body html = encoded("html", markup, StandardCharsets.UTF_8);
        if (emblem) {
            Body picture = scribe.library().emblem().inline(pickBase64(), contentId);
            html = Body.multipart("related", scribe.boundary(), "; type=\"text/html\"", List.of(html, picture));
        }
        return Body.multipart("alternative", scribe.boundary(), List.of(plain(sheet), html));
    }

    /// Text as a part, in the plainest encoding that can carry it, or another that can.
    Body encoded(String subtype, String text, Charset charset) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        boolean shortLines = text.lines().allMatch(line -> line.length() < LINE_MAX / 3);
        boolean sevenBit = ascii || charset.name().startsWith("ISO-2022");
        if (sevenBit && shortLines && (scribe.chance(60) || !ascii)) {
            return Body.text(subtype, text, ascii ? StandardCharsets.US_ASCII : charset, Encoding.SEVEN_BIT);
        }
        if (ascii || scribe.chance(50)) {
            return Body.text(subtype, text, charset, Encoding.QUOTED_PRINTABLE);
        }
        return Body.text(subtype, text, charset, shortLines && scribe.chance(30) ? Encoding.EIGHT_BIT : pickBase64());
    }

    Encoding pickBase64() {
        return scribe.pick(List.of(Encoding.BASE64_76, Encoding.BASE64_76, Encoding.BASE64_72, Encoding.BASE64_60));
    }

    private static Charset charset(Person writer, String text) {
        Charset own = writer.charset();
        return own.newEncoder().canEncode(text) ? own : StandardCharsets.UTF_8;
    }

    static String signature(Person writer) {
        return writer.title().isEmpty()
                ? "\n-- \n" + writer.name() + "\n"
                : "\n-- \n" + writer.name() + "\n" + writer.title() + "\n" + writer.address() + "\n";
    }

    private static String html(Sheet sheet, String emblemId) {
        String direction = RIGHT_TO_LEFT.contains(sheet.writer().language()) ? " dir=\"rtl\"" : "";
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
                + "<style>body{font-family:Calibri,Arial,sans-serif;font-size:11pt} .s{color:#556;font-size:9pt}"
                + "</style></head>\n<body" + direction + ">\n");
        for (String paragraph : sheet.text().split("\n\n", -1)) {
            out.append("<p>")
                    .append(escape(paragraph.strip()).replace("\n", "<br>\n"))
                    .append("</p>\n");
        }
        out.append("<p class=\"s\">")
                .append(escape(sheet.writer().name()))
                .append("<br>\n")
                .append(escape(sheet.writer().title()))
                .append("</p>\n");
        if (!emblemId.isEmpty()) {
            out.append("<p><img src=\"cid:").append(emblemId).append("\" width=\"48\" alt=\"emblem\"></p>\n");
        }
        return out.append(sheet.quotedHtml()).append("</body></html>\n").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// Breaks long lines at spaces; scripts without spaces are left long.
    static String wrap(String text) {
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            int column = 0;
            for (String word : line.split(" ", -1)) {
                if (column > 0 && column + 1 + word.length() > WRAP_AT) {
                    out.append('\n');
                    column = 0;
                } else if (column > 0) {
                    out.append(' ');
                    column++;
                }
                out.append(word);
                column += word.length();
            }
            out.append('\n');
        }
        return out.toString();
    }
}
