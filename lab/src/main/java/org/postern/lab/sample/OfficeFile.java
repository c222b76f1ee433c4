package org.postern.lab.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes word-processing and spreadsheet files as ECMA-376 packages: really zipped, small, and readable by Office.
final class OfficeFile {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String TYPES = "application/vnd.openxmlformats-officedocument.";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,6})?");

    private OfficeFile() {}

    /// A DOCX of one paragraph per line.
    static byte[] document(List<String> paragraphs) {
        StringBuilder body = new StringBuilder();
        for (String paragraph : paragraphs) {
            body.append("<w:p><w:r><w:t xml:space=\"preserve\">")
                    .append(escape(paragraph))
                    .append("</w:t></w:r></w:p>");
        }
        String document = XML
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                + body
                + "</w:body></w:document>";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", contentTypes("/word/document.xml", "wordprocessingml.document.main+xml", ""));
        parts.put("_rels/.rels", relations("officeDocument", "word/document.xml"));
        parts.put("word/document.xml", document);
        return zip(parts);
    }

    /// An XLSX of one sheet; a cell that parses as a number is one.
    static byte[] sheet(String sheetName, List<List<String>> rows) {
        StringBuilder data = new StringBuilder();
        rows.forEach(row -> {
            data.append("<row>");
            row.forEach(cell -> data.append(cell(cell)));
            data.append("</row>");
        });
        String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        Map<String, String> parts = new LinkedHashMap<>();
        String override = "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + TYPES
                + "spreadsheetml.worksheet+xml\"/>";
        parts.put("[Content_Types].xml", contentTypes("/xl/workbook.xml", "spreadsheetml.sheet.main+xml", override));
        parts.put("_rels/.rels", relations("officeDocument", "xl/workbook.xml"));
        parts.put(
                "xl/workbook.xml",
                XML + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + OFFICE + "\"><sheets><sheet name=\""
                        + escape(sheetName) + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml"));
        parts.put(
                "xl/worksheets/sheet1.xml",
                XML + "<worksheet xmlns=\"" + main + "\"><sheetData>" + data + "</sheetData></worksheet>");
        return zip(parts);
    }

    private static String cell(String value) {
        boolean number = NUMBER.matcher(value).matches();
        return number ? "<c><v>" + value + "</v></c>" : "<c t=\"inlineStr\"><is><t>" + escape(value) + "</t></is></c>";
    }

    private static String contentTypes(String mainPart, String mainType, String overrides) {
        return XML + "<Types xmlns=\"" + PACKAGE + "content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"" + mainPart + "\" ContentType=\"" + TYPES + mainType + "\"/>" + overrides
                + "</Types>";
    }

    private static String relations(String type, String target) {
        return XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + OFFICE
                + "/" + type + "\" Target=\"" + target + "\"/></Relationships>";
    }

    private static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setTimeLocal(java.time.LocalDateTime.of(2020, 1, 1, 0, 0)); // the same bytes whenever made
                zip.putNextEntry(entry);
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
