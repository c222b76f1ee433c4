package org.postern.extract.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.extract.Document;
import org.postern.extract.Extraction;

/// Texts of many formats are found; hostile documents end soon, with an answer.
@Timeout(60)
class DocumentReaderTest {
    private static final String WORDS = "Zeppelin over the harbour";
    private static final DocumentReader READER = new DocumentReader(new Parsers());

    static Stream<Arguments> formats() {
        byte[] mail =
                Documents.bytes("From: a@b.test\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\n" + WORDS + "\r\n");
        return Stream.of(
                Arguments.of("docx", Documents.docx(WORDS)),
                Arguments.of("xlsx", Documents.xlsx(WORDS)),
                Arguments.of("pptx", Documents.pptx(WORDS)),
                Arguments.of("odt", Documents.odt(WORDS)),
                Arguments.of("pdf", Documents.pdf(WORDS)),
                Arguments.of("rtf", Documents.bytes("{\\rtf1\\ansi " + WORDS + "\\par}")),
                Arguments.of("txt in zip", Documents.zip(Map.of("a.txt", Documents.bytes(WORDS)))),
                Arguments.of("docx in zip", Documents.zip(Map.of("a.docx", Documents.docx(WORDS)))),
                Arguments.of("pdf in zip in zip", nested(Documents.pdf(WORDS), "a.pdf", 2)),
                Arguments.of("mail in zip", Documents.zip(Map.of("a.eml", mail))),
                Arguments.of("txt in tar", Documents.tar("a.txt", Documents.bytes(WORDS))),
                Arguments.of("tar in gzip", Documents.gzip(Documents.tar("a.txt", Documents.bytes(WORDS)))),
                Arguments.of(
                        "xlsx within docx",
                        Documents.zip(Map.of(
                                "[Content_Types].xml",
                                Documents.bytes("<Types/>"),
                                "word/document.xml",
                                Documents.bytes("<document/>"),
                                "word/embeddings/sheet.xlsx",
                                Documents.xlsx(WORDS)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void theTextIsFound(String format, byte[] document) {
        assertThat(text(document)).as(format).contains(WORDS);
    }

    @Test
    void whatNobodyReadsIsLeftOut() {
        assertThat(text(Documents.docx(WORDS))).contains("second").doesNotContain("struck");
        assertThat(text(Documents.xlsx(WORDS))).contains("4711.5").doesNotContain("7777");
    }

    @Test
    void namesOfFilesInArchivesAreText() {
        assertThat(text(Documents.zip(Map.of("folder/quokka.txt", Documents.bytes("x")))))
                .contains("quokka.txt");
    }

    @Test
    void anOfficeFileCutShortGivesWhatIsLeft() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("[Content_Types].xml", Documents.bytes("<Types/>"));
        files.put("word/document.xml", Documents.bytes("<w><t>" + WORDS + "</t></w>"));
        files.put("word/media/image1.jpeg", new byte[5_000]);
        byte[] whole = Documents.zip(files);
        assertThat(text(Arrays.copyOf(whole, whole.length - 100))).contains(WORDS);
    }

    @Test
    void noMoreTextThanAskedFor() {
        Extraction cut = READER.read(new Document(
                "", "a.txt", Documents.zip(Map.of("a.txt", Documents.bytes("ab ".repeat(5_000)))), 500));
        assertThat(cut).isInstanceOfSatisfying(Extraction.Text.class, text -> {
            assertThat(text.text()).hasSize(500);
            assertThat(text.truncated()).isTrue();
        });
    }

    @Test
    void anArchiveOfArchivesEndsAtItsDepth() {
        Extraction deep = READER.read(document(nested(Documents.bytes(WORDS), "a.txt", 40)));
        assertThat(deep).isInstanceOfSatisfying(Extraction.Text.class, text -> {
            assertThat(text.text()).doesNotContain(WORDS);
            assertThat(text.truncated()).isTrue();
        });
    }

    @Test
    void aBombUnpacksOnlyToItsLimit() {
        byte[] zeros = Documents.zip(Map.of("a.txt", new byte[64 << 20]));
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            many.put("b" + i + ".zip", zeros);
        }
        DocumentReader careful = new DocumentReader(new Parsers(), new Limits(6, 2_000, 8 << 20));
        switch (careful.read(document(Documents.zip(many)))) {
            case Extraction.Text(String text, boolean truncated) -> {
                assertThat(truncated).isTrue();
                assertThat(text.length()).isLessThan(9 << 20);
            }
            case Extraction.NotExtracted(Extraction.Reason reason, String _) ->
                assertThat(reason).isIn(Extraction.Reason.TOO_LARGE, Extraction.Reason.DAMAGED);
        }
    }

    /// Each is below the limit; the limit is for all together.
    @Test
    void officeDocumentsInOneArchiveShareItsLimitAndTellWhatWasLeftOut() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            many.put("d" + i + ".docx", Documents.docx("word" + i + padding(1 << 20)));
        }
        byte[] archive = Documents.zip(many);
        assertThat(new DocumentReader(new Parsers()).read(document(archive)))
                .isInstanceOfSatisfying(
                        Extraction.Text.class,
                        whole -> assertThat(whole.truncated()).isFalse());
        DocumentReader careful = new DocumentReader(new Parsers(), new Limits(6, 2_000, 4 << 20));
        assertThat(careful.read(document(archive))).isInstanceOfSatisfying(Extraction.Text.class, part -> {
            assertThat(part.truncated()).isTrue();
            assertThat(part.text()).contains("word0").doesNotContain("word9");
        });
    }

    /// Bytes to unpack without text to find.
    private static String padding(int bytes) {
        return "<!--" + "x".repeat(bytes) + "-->";
    }

    @Test
    void anOfficeDocumentWithPartsBeyondItsLimitTellsSo() {
        DocumentReader careful = new DocumentReader(new Parsers(), new Limits(6, 2_000, 1 << 20));
        assertThat(careful.read(document(Documents.docx("first" + padding(3 << 20)))))
                .isInstanceOfSatisfying(
                        Extraction.Text.class,
                        part -> assertThat(part.truncated()).isTrue());
    }

    @Test
    void anArchiveOfCountlessFilesEndsAtItsCount() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 3_000; i++) {
            many.put("f" + i + ".txt", Documents.bytes("x"));
        }
        many.put("last.txt", Documents.bytes(WORDS));
        assertThat(READER.read(document(Documents.zip(many)))).isInstanceOfSatisfying(Extraction.Text.class, text -> {
            assertThat(text.text()).contains("f10.txt").doesNotContain(WORDS);
            assertThat(text.truncated()).isTrue();
        });
    }

    @Test
    void entitiesAreNeverResolved() {
        String entity = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY lol \"" + "ha".repeat(100)
                + "\">]><w><t>&x;&lol;</t></w>";
        byte[] docx = Documents.zip(Map.of(
                "[Content_Types].xml", Documents.bytes("<Types/>"), "word/document.xml", Documents.bytes(entity)));
        switch (READER.read(document(docx))) {
            case Extraction.Text(String text, boolean _) ->
                assertThat(text).doesNotContain("root:").doesNotContain("haha");
            case Extraction.NotExtracted(Extraction.Reason reason, String _) ->
                assertThat(reason).isEqualTo(Extraction.Reason.DAMAGED);
        }
    }

    @Test
    void xmlNestedWithoutEndIsRefusedSoon() {
        byte[] docx = Documents.zip(Map.of(
                "[Content_Types].xml", Documents.bytes("<Types/>"),
                "word/document.xml", Documents.bytes("<a>".repeat(2_000_000))));
        assertThat(READER.read(document(docx))).isNotNull();
    }

    @Test
    void brokenDocumentsAreAnswered() {
        Random random = new Random(5);
        byte[][] whole = formats().map(format -> (byte[]) format.get()[1]).toArray(byte[][]::new);
        for (int round = 0; round < 200; round++) {
            byte[] broken = whole[round % whole.length].clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = Arrays.copyOf(broken, random.nextInt(broken.length + 1));
            assertThat(READER.read(document(random.nextBoolean() ? broken : cut)))
                    .as("seed 5, round " + round)
                    .isNotNull();
        }
    }

    @Test
    void aPdfWithoutPagesIsNotSearchedForThem() {
        byte[] pdf =
                Documents.bytes("%PDF-1.5\n1 0 obj\n<</Length 4>>\nstream\nabcd\nendstream\nendobj\ntrailer\n%%EOF\n");
        assertThat(READER.read(document(pdf)))
                .isInstanceOfSatisfying(
                        Extraction.NotExtracted.class,
                        answer -> assertThat(answer.reason()).isEqualTo(Extraction.Reason.DAMAGED));
    }

    private static byte[] nested(byte[] content, String name, int levels) {
        byte[] nested = content;
        String inner = name;
        for (int i = 0; i < levels; i++) {
            nested = Documents.zip(Map.of(inner, nested));
            inner = "level" + i + ".zip";
        }
        return nested;
    }

    private static Document document(byte[] bytes) {
        return new Document("application/octet-stream", "", bytes, 100_000);
    }

    private static String text(byte[] document) {
        Extraction extraction = READER.read(document(document));
        assertThat(extraction).isInstanceOf(Extraction.Text.class);
        return ((Extraction.Text) extraction).text();
    }
}
