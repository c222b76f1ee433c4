package org.postern.extract.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small documents of many formats, made for tests.
final class Documents {
    private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private Documents() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static byte[] docx(String words) {
        return zip(new java.util.LinkedHashMap<>(Map.of(
                "[Content_Types].xml",
                bytes("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
                "word/document.xml",
                bytes("<w:document xmlns:w=\"" + W + "\"><w:body><w:p><w:r><w:t>" + words
                        + "</w:t></w:r></w:p><w:p><w:r><w:t>se</w:t></w:r><w:r><w:t>cond</w:t></w:r>"
                        + "<w:del><w:r><w:delText>struck</w:delText></w:r></w:del></w:p></w:body></w:document>"))));
    }

    static byte[] xlsx(String words) {
        return zip(Map.of(
                "[Content_Types].xml",
                bytes("<Types/>"),
                "xl/sharedStrings.xml",
                bytes("<sst><si><t>" + words + "</t></si></sst>"),
                "xl/worksheets/sheet1.xml",
                bytes("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c><f>A1+7777</f><v>4711.5</v></c></row>"
                        + "</sheetData></worksheet>")));
    }

    static byte[] pptx(String words) {
        return zip(Map.of(
                "[Content_Types].xml",
                bytes("<Types/>"),
                "ppt/slides/slide1.xml",
                bytes("<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:p><a:r><a:t>" + words + "</a:t></a:r></a:p></p:sld>")));
    }

    static byte[] odt(String words) {
        Map<String, byte[]> files = new java.util.LinkedHashMap<>();
        files.put("mimetype", bytes("application/vnd.oasis.opendocument.text"));
        files.put(
                "content.xml",
                bytes("<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><text:p>" + words
                        + "</text:p></office:document-content>"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                if (file.getKey().equals("mimetype")) { // First and as it is: ODF 1.3 part 2, §3.3.
                    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
                    sum.update(file.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(file.getValue().length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /// One page with one line, its cross references counted by hand.
    static byte[] pdf(String words) {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        String stream = "BT /F1 12 Tf 72 720 Td (" + words + ") Tj ET";
        String[] objects = {
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + stream.length() + ">>\nstream\n" + stream + "\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        };
        StringBuilder places = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.length; i++) {
            places.append(String.format("%010d 00000 n \n", pdf.length()));
            pdf.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
        }
        int start = pdf.length();
        pdf.append("xref\n0 6\n")
                .append(places)
                .append("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n")
                .append(start)
                .append("\n%%EOF\n");
        return bytes(pdf.toString());
    }

    /// A tar archive (POSIX.1-1988 ustar) with one file.
    static byte[] tar(String name, byte[] content) {
        byte[] head = new byte[512];
        put(head, 0, name);
        put(head, 100, "0000644");
        put(head, 124, String.format("%011o", content.length));
        put(head, 136, "00000000000");
        put(head, 148, "        ");
        head[156] = '0';
        put(head, 257, "ustar");
        put(head, 263, "00");
        int sum = 0;
        for (byte b : head) {
            sum += b & 0xff;
        }
        put(head, 148, String.format("%06o", sum));
        head[154] = 0;
        byte[] tar = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
        System.arraycopy(head, 0, tar, 0, 512);
        System.arraycopy(content, 0, tar, 512, content.length);
        return tar;
    }

    private static void put(byte[] into, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }
}
