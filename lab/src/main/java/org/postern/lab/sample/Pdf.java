package org.postern.lab.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes small real PDF files: pages of text lines in one typeface, with a compressed content stream each.
final class Pdf {
    private static final int LINES_ON_PAGE = 46;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> offsets = new ArrayList<>();

    private Pdf() {}

    /// A file of the lines given; a character outside Latin-1 becomes a question mark.
    static byte[] of(String title, List<String> lines) {
        return new Pdf().write(title, lines);
    }

    private byte[] write(String title, List<String> lines) {
        int pages = Math.max(1, (lines.size() + LINES_ON_PAGE - 1) / LINES_ON_PAGE);
        ascii("%PDF-1.5\n%âãÏÓ\n");
        object("<< /Type /Catalog /Pages 2 0 R >>");
        StringBuilder kids = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            kids.append(5 + page * 2).append(" 0 R ");
        }
        object("<< /Type /Pages /Kids [ " + kids + "] /Count " + pages + " >>");
        object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        object("<< /Title (" + escape(title) + ") /Producer (Fernhollow Print) >>");
        for (int page = 0; page < pages; page++) {
            int from = page * LINES_ON_PAGE;
            page(6 + page * 2, lines.subList(from, Math.min(lines.size(), from + LINES_ON_PAGE)));
        }
        trailer();
        return out.toByteArray();
    }

    private void page(int contentNumber, List<String> lines) {
        object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
                + "/Contents " + contentNumber + " 0 R >>");
        StringBuilder text = new StringBuilder("BT /F1 11 Tf 56 780 Td 15 TL\n");
        lines.forEach(line -> text.append('(').append(escape(line)).append(") Tj T*\n"));
        byte[] stream = Picture.deflate(text.append("ET").toString().getBytes(StandardCharsets.ISO_8859_1));
        offsets.add(out.size());
        ascii(offsets.size() + " 0 obj\n<< /Length " + stream.length + " /Filter /FlateDecode >>\nstream\n");
        out.writeBytes(stream);
        ascii("\nendstream\nendobj\n");
    }

    private void trailer() {
        int start = out.size();
        ascii("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        offsets.forEach(offset -> ascii(String.format(Locale.ROOT, "%010d 00000 n \n", offset)));
        ascii("trailer\n<< /Size " + (offsets.size() + 1) + " /Root 1 0 R /Info 4 0 R >>\nstartxref\n" + start
                + "\n%%EOF\n");
    }

    private void object(String body) {
        offsets.add(out.size());
        ascii(offsets.size() + " 0 obj\n" + body + "\nendobj\n");
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
    }
}
