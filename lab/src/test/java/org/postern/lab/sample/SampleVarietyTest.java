package org.postern.lab.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Reads the whole sample with a parser that others wrote, and counts what is in it.
class SampleVarietyTest {
    private static final Map<String, Integer> TYPES = new TreeMap<>();
    private static final Set<String> CHARSETS = new TreeSet<>();
    private static final Set<String> ENCODINGS = new TreeSet<>();
    private static final Set<Character.UnicodeScript> SUBJECT_SCRIPTS = new TreeSet<>();
    private static final Set<Character.UnicodeScript> TEXT_SCRIPTS = new TreeSet<>();
    private static final List<String> CALENDARS = new ArrayList<>();
    private static final Map<String, Set<Integer>> LINE_LENGTHS_BY_FILE = new HashMap<>();
    private static final Map<String, byte[]> FILES = new TreeMap<>();
    private static final Set<String> REPLACED = new TreeSet<>();
    private static int replies;
    private static int emoji;

    @BeforeAll
    static void readEverything() throws Exception {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        for (var message :
                SampleOrganisationTest.messages(SampleOrganisationTest.MAIN).toList()) {
            if (!SampleOrganisationTest.text(message).contains("X-Oddity:")) {
                read(builder.parseMessage(message.content().open()));
            }
        }
    }

    private static void read(Message message) throws IOException {
        if (message.getHeader().getField("References") != null) {
            replies++;
        }
        String subject = message.getSubject() == null ? "" : message.getSubject();
        subject.codePoints().forEach(c -> SUBJECT_SCRIPTS.add(Character.UnicodeScript.of(c)));
        visit(message);
    }

    private static void visit(Entity entity) throws IOException {
        TYPES.merge(entity.getMimeType(), 1, Integer::sum);
        Body body = entity.getBody();
        if (body instanceof Multipart multipart) {
            assertThat(multipart.getBodyParts()).isNotEmpty();
            for (Entity part : multipart.getBodyParts()) {
                visit(part);
            }
        } else if (body instanceof Message inner) {
            visit(inner);
        } else if (body instanceof SingleBody single) {
            leaf(entity, single);
        }
    }

    private static void leaf(Entity entity, SingleBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        ENCODINGS.add(entity.getContentTransferEncoding().toLowerCase(Locale.ROOT));
        if (entity.getMimeType().startsWith("text/")) {
            CHARSETS.add(entity.getCharset().toLowerCase(Locale.ROOT));
            String text = new String(out.toByteArray(), java.nio.charset.Charset.forName(entity.getCharset()));
            if (text.indexOf('\ufffd') >= 0 || text.contains("???")) {
                REPLACED.add(entity.getCharset() + ": " + text);
            }
            text.codePoints().limit(20_000).forEach(c -> TEXT_SCRIPTS.add(Character.UnicodeScript.of(c)));
            emoji += (int)
                    text.codePoints().filter(Character::isEmojiPresentation).count();
            if (entity.getMimeType().equals("text/calendar")) {
                CALENDARS.add(text);
            }
        }
        if (entity.getFilename() != null) {
            FILES.put(entity.getFilename(), out.toByteArray());
        }
    }

    @Test
    void hasEveryKindOfPart() {
        assertThat(TYPES.keySet())
                .contains(
                        "text/plain",
                        "text/html",
                        "multipart/alternative",
                        "multipart/related",
                        "multipart/mixed",
                        "multipart/report",
                        "message/delivery-status",
                        "text/rfc822-headers",
                        "message/rfc822",
                        "multipart/signed",
                        "application/pkcs7-signature",
                        "application/pgp-signature",
                        "text/calendar",
                        "application/ics",
                        "application/pdf",
                        "image/png",
                        "text/csv",
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assertThat(TYPES.get("multipart/signed")).isGreaterThan(10);
        assertThat(TYPES.get("message/rfc822")).isGreaterThan(5);
        assertThat(TYPES.get("application/pdf")).isGreaterThan(60);
        assertThat(replies).isGreaterThan(300);
    }

    @Test
    void hasManyScriptsAndCharsets() {
        assertThat(CHARSETS)
                .contains(
                        "utf-8",
                        "us-ascii",
                        "iso-8859-2",
                        "iso-8859-7",
                        "koi8-r",
                        "windows-1252",
                        "windows-1255",
                        "windows-1256",
                        "gb18030",
                        "iso-2022-jp",
                        "euc-kr");
        assertThat(ENCODINGS).contains("7bit", "8bit", "quoted-printable", "base64");
        Character.UnicodeScript[] scripts = {
            Character.UnicodeScript.LATIN, Character.UnicodeScript.GREEK, Character.UnicodeScript.CYRILLIC,
            Character.UnicodeScript.ARABIC, Character.UnicodeScript.HEBREW, Character.UnicodeScript.DEVANAGARI,
            Character.UnicodeScript.HAN, Character.UnicodeScript.HIRAGANA, Character.UnicodeScript.HANGUL
        };
        assertThat(TEXT_SCRIPTS).contains(scripts);
        assertThat(SUBJECT_SCRIPTS).contains(scripts);
        assertThat(emoji).isGreaterThan(10);
    }

    @Test
    void noCharacterWasLostOnTheWay() {
        assertThat(REPLACED).isEmpty();
    }

    @Test
    void calendarsAreWholeAndOfEveryMethod() {
        Set<String> methods = CALENDARS.stream()
                .flatMap(calendar -> calendar.lines().filter(line -> line.startsWith("METHOD:")))
                .collect(Collectors.toSet());
        assertThat(methods).contains("METHOD:REQUEST", "METHOD:REPLY", "METHOD:CANCEL", "METHOD:PUBLISH");
        assertThat(CALENDARS).allSatisfy(calendar -> {
            assertThat(calendar).startsWith("BEGIN:VCALENDAR\r\n").contains("BEGIN:VTIMEZONE\r\n", "END:VCALENDAR\r\n");
            assertThat(calendar.lines())
                    .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75); // RFC 5545 §3.1
        });
        assertThat(CALENDARS)
                .anyMatch(calendar -> calendar.contains("SEQUENCE:1") && calendar.contains("METHOD:REQUEST"));
        assertThat(CALENDARS).anyMatch(calendar -> calendar.contains("RRULE:FREQ=WEEKLY"));
    }

    @Test
    void officeFilesAreRealPackages() throws IOException {
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            String name = file.getKey();
            if (name.endsWith(".docx") || name.endsWith(".xlsx")) {
                List<String> entries = new ArrayList<>();
                try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file.getValue()))) {
                    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        entries.add(entry.getName());
                        assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                                .startsWith("<?xml");
                    }
                }
                assertThat(entries)
                        .contains(
                                "[Content_Types].xml", name.endsWith("docx") ? "word/document.xml" : "xl/workbook.xml");
            } else if (name.endsWith(".pdf")) {
                assertThat(new String(file.getValue(), StandardCharsets.ISO_8859_1))
                        .startsWith("%PDF-1.5")
                        .endsWith("%%EOF\n");
            } else if (name.endsWith(".png")) {
                assertThat(javax.imageio.ImageIO.read(new ByteArrayInputStream(file.getValue())))
                        .as(name)
                        .isNotNull();
            }
        }
        assertThat(FILES.keySet())
                .anyMatch(name -> name.endsWith(".docx"))
                .anyMatch(name -> name.endsWith(".xlsx"))
                .anyMatch(name -> name.startsWith("Änderungsplan"));
    }

    @Test
    void theSameFileTravelsInDifferentLineLengths() throws IOException {
        for (var message :
                SampleOrganisationTest.messages(SampleOrganisationTest.MAIN).toList()) {
            if (message.content().size() > 60_000) {
                continue; // enough small ones show the emblem
            }
            for (String part : SampleOrganisationTest.text(message).split("\r\n--=_", -1)) {
                int blank = part.indexOf("\r\n\r\n");
                if (blank > 0 && part.contains("base64") && part.contains("filename=\"emblem.png\"")) {
                    String data = part.substring(blank + 4);
                    String key =
                            HexFormat.of().formatHex(Base64.getMimeDecoder().decode(data));
                    LINE_LENGTHS_BY_FILE
                            .computeIfAbsent(key, _ -> new TreeSet<>())
                            .add(data.indexOf('\r'));
                }
            }
        }
        assertThat(LINE_LENGTHS_BY_FILE).hasSize(1);
        assertThat(LINE_LENGTHS_BY_FILE.values()).contains(Set.of(60, 72, 76));
    }
}
