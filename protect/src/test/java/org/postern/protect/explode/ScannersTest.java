package org.postern.protect.explode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.protect.explode.Fixtures.bytes;
import static org.postern.protect.explode.Fixtures.file;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.protect.model.WebAddress;

class ScannersTest {
    private static <T> T scan(String name, byte[] content, String scanner, Class<T> type) {
        ExplodedFile file = file(name, content);
        Object found = switch (scanner) {
            case "exiftool" -> file.scan(scanner, Exif::of);
            case "url" -> file.scan(scanner, Urls::of);
            case "pdf" -> file.scan(scanner, PdfLinks::facts);
            case "docx" -> file.scan(scanner, OfficeFacts::docx);
            case "vba" -> file.scan(scanner, MacroFacts::of);
            case "oletools" -> file.scan(scanner, OleTools::of);
            case "javascript" -> file.scan(scanner, JavaScriptWords::of);
            case "xml" -> file.scan(scanner, Xml::tags);
            case "ics" -> file.scan(scanner, Calendar::of);
            case "zip" -> file.scan(scanner, ZipFile::facts);
            default -> file.scan(scanner, Strings::of);
        };
        return type.cast(java.util.Objects.requireNonNull(found));
    }

    @Test
    void aPdfTellsItsNotesLinksAndWords() {
        Exif exif = scan("a.pdf", Fixtures.pdf(), "exiftool", Exif.class);
        assertThat(exif.text("Title")).isEqualTo("Invoice ( 42)");
        assertThat(exif.text("Producer")).isEqualTo("Skia");
        assertThat(exif.text("Creator")).isEqualTo("Writer");
        assertThat(exif.number("PageCount")).isEqualTo(1);
        assertThat(scan("a.pdf", Fixtures.pdf(), "pdf", PdfLinks.Facts.class).urls())
                .extracting(WebAddress::url)
                .containsExactly("https://bad.example.com/(pay)?x=1");
        assertThat(scan("a.pdf", Fixtures.pdf(), "url", Urls.class).urls())
                .extracting(WebAddress::url)
                .containsExactly("https://bad.example.com/(pay)?x=1", "www.example.org/in");
        assertThat(Fixtures.explode(file("a.pdf", Fixtures.pdf()))
                        .files()
                        .get(1)
                        .content())
                .isEqualTo(bytes("Pay now: www.example.org/in"));
    }

    @Test
    void anEncryptedPdfIsUnknownNotEmpty() {
        ExplodedFile pdf = file(
                "a.pdf",
                bytes(new String(Fixtures.pdf(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .replace("/Info 6 0 R", "/Encrypt 7 0 R")));
        assertThat(pdf.scan("pdf", PdfLinks::facts)).isEqualTo(org.postern.protect.engine.Unknown.VALUE);
        assertThat(((Exif) java.util.Objects.requireNonNull(pdf.scan("exiftool", Exif::of))).text("Warning"))
                .contains("password protected");
    }

    @Test
    void aDocumentTellsAuthorWordsAndPictures() {
        byte[] docx = Fixtures.docx("three small words", "Eve");
        assertThat(scan("a.docx", docx, "docx", OfficeFacts.Document.class))
                .isEqualTo(new OfficeFacts.Document("Eve", 1, 3));
        assertThat(scan("a.docx", docx, "exiftool", Exif.class).fields())
                .containsEntry("Title", "Plan")
                .containsEntry("ZipFileName", "[Content_Types].xml");
        assertThat(scan("a.docx", docx, "oletools", OleTools.class).relationships())
                .containsExactly(new OleTools.Relationship("attachedTemplate", "https://evil.example.com/a.dotm"));
    }

    @Test
    void macrosAreReadByTheirDirectory() {
        MacroFacts facts = scan(
                "a.doc",
                Fixtures.macros("Sub Document_Open()\r\nx = \"636d642e657865\"\r\nCreateObject(\"WScript.Shell\")"),
                "vba",
                MacroFacts.class);
        assertThat(facts.autoExec()).containsExactly("Document_Open");
        assertThat(facts.hex()).containsExactly("cmd.exe");
        assertThat(facts.keywords()).extracting(MacroFacts.Keyword::name).contains("CreateObject", "WScript.Shell");
    }

    /// MS-OVBA 3.2.3.
    @Test
    void packedMacrosCopyWhatCameBefore() {
        byte[] packed = HexFormat.of()
                .parseHex("012fb000236161616263646582660070616768696a01380861"
                        + "6b6c00306d6e6f70067102700410727374757610777879"
                        + "7a003c");
        assertThat(new String(Vba.unpacked(new Bytes(packed), 0), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa");
    }

    @Test
    void aScriptsWordsAreKeptOnceAndRegularExpressionsAreNoStrings() {
        JavaScriptWords words = scan(
                "a.js",
                bytes("var a = document['wri\\x74e']; /* no */ if (/\"x'/.test(a)) { atob(`t`); document } // 'c'"),
                "javascript",
                JavaScriptWords.class);
        assertThat(words.identifiers()).containsExactly("a", "document", "test", "atob");
        assertThat(words.keywords()).containsExactly("var", "if");
        assertThat(words.strings()).containsExactly("write", "t");
    }

    @Test
    void stringsAreRunsOfPrintableCharacters() {
        assertThat(scan(
                                "a.bin",
                                bytes("\u0000\u0001abcd\u0002ef\u0000long run\u0001w\u0000i\u0000d\u0000e\u0000"),
                                "s",
                                Strings.class)
                        .strings())
                .containsExactly("abcd", "long run", "wide");
    }

    @Test
    void urlsAreFoundWhereverTheyStand() {
        Urls urls = scan(
                "a.txt",
                bytes("see (https://a.example.com/x). www.b.example.org, mailto:c@example.net http://nohost/ sftp://d"),
                "url",
                Urls.class);
        assertThat(urls.urls())
                .extracting(WebAddress::url)
                .containsExactly("https://a.example.com/x", "www.b.example.org", "mailto:c@example.net");
        assertThat(urls.invalid()).containsExactly("http://nohost/");
    }

    @Test
    void pictureSizesComeFromHeaders() {
        Exif exif = scan("a.png", Fixtures.png(148, 99), "exiftool", Exif.class);
        assertThat(exif.number("ImageWidth")).isEqualTo(148);
        assertThat(exif.number("ImageHeight")).isEqualTo(99);
        assertThat(exif.text("Software")).isEqualTo("Paint");
        byte[] cut = java.util.Arrays.copyOf(Fixtures.png(148, 99), 40);
        assertThat(scan("a.png", cut, "exiftool", Exif.class).text("Warning")).isEqualTo("Truncated PNG image");
    }

    @Test
    void xmlHasTagsButNoEntities() {
        byte[] xml = bytes("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<svg><x:circle xmlns:x=\"urn:x\"/><a>&e;</a></svg>");
        assertThat(scan("a.xml", xml, "xml", Xml.Tags.class).tags()).startsWith("svg", "circle", "a");
    }

    @Test
    void anInvitationsPartsAreRead() {
        Calendar calendar = scan(
                "a.ics",
                bytes(String.join(
                        "\r\n",
                        "BEGIN:VCALENDAR",
                        "PRODID:x",
                        "BEGIN:VEVENT",
                        "UID:1",
                        "SUMMARY:Pay\\, now",
                        "ORGANIZER;CN=\"Boss: the\":mailto:boss@example.org",
                        "DESCRIPTION:see https://a.exam",
                        " ple.com/x",
                        "BEGIN:VALARM",
                        "ACTION:DISPLAY",
                        "END:VALARM",
                        "LOCATION:here",
                        "END:VEVENT",
                        "END:VCALENDAR")),
                "ics",
                Calendar.class);
        Calendar.Component event = calendar.events().getFirst();
        assertThat(event.text("SUMMARY")).isEqualTo("Pay, now");
        assertThat(event.text("LOCATION")).isEqualTo("here");
        assertThat(event.links()).extracting(link -> link.href().url()).containsExactly("https://a.example.com/x");
        assertThat(event.all("ORGANIZER").getFirst().person().displayName()).isEqualTo("Boss: the");
    }

    @Test
    void anEncryptedArchiveNamesItsFiles() {
        byte[] zip = Fixtures.zip(Map.of("secret.exe", bytes("x")));
        Bytes read = new Bytes(zip);
        zip[read.find("PK\u0001\u0002", 0) + 8] |= 1;
        assertThat(scan("a.zip", zip, "zip", ZipFile.Facts.class))
                .isEqualTo(new ZipFile.Facts(List.of("secret.exe"), true));
    }
}
