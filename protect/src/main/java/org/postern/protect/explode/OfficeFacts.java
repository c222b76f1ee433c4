package org.postern.protect.explode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a document of an office suite tells of itself: ECMA-376 part 2 §11, or the property sets of MS-OLEPS.
final class OfficeFacts {
    private static final int LONGEST_PART = 4 << 20;
    private static final int MOST_PARTS = 200;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final Map<String, String> CORE = Map.of(
            "title",
            "Title",
            "creator",
            "Creator",
            "lastModifiedBy",
            "LastModifiedBy",
            "subject",
            "Subject",
            "description",
            "Description",
            "keywords",
            "Keywords",
            "created",
            "CreateDate",
            "modified",
            "ModifyDate",
            "revision",
            "RevisionNumber",
            "category",
            "Category");
    private static final Map<String, String> APPLICATION = Map.of(
            "Application",
            "Application",
            "Pages",
            "Pages",
            "Words",
            "Words",
            "Slides",
            "Slides",
            "Company",
            "Company",
            "AppVersion",
            "AppVersion",
            "Template",
            "Template",
            "Characters",
            "Characters",
            "TotalTime",
            "TotalEditTime",
            "Manager",
            "Manager");

    private static final Map<Integer, String> SUMMARY = Map.ofEntries(
            Map.entry(2, "Title"),
            Map.entry(3, "Subject"),
            Map.entry(4, "Author"),
            Map.entry(5, "Keywords"),
            Map.entry(6, "Comments"),
            Map.entry(7, "Template"),
            Map.entry(8, "LastModifiedBy"),
            Map.entry(9, "RevisionNumber"),
            Map.entry(12, "CreateDate"),
            Map.entry(13, "ModifyDate"),
            Map.entry(14, "Pages"),
            Map.entry(15, "Words"),
            Map.entry(18, "Software"));

    /// What rules ask of a text document or a presentation.
    record Document(@Nullable String author, long images, long words) {}

    private OfficeFacts() {}

    static void readZipped(ExplodedFile file, Map<String, String> fields) {
        ZipFile zip = ZipFile.of(file).orElseThrow(() -> new MalformedException("no archive"));
        if (zip.entries().isEmpty()) {
            return;
        }
        fields.put("ZipFileName", zip.entries().getFirst().name());
        fields.put("ZipUncompressedSize", Long.toString(zip.entries().getFirst().size()));
        read(file, zip, "docProps/core.xml", CORE, fields);
        read(file, zip, "docProps/app.xml", APPLICATION, fields);
    }

    private static void read(
            ExplodedFile file, ZipFile zip, String part, Map<String, String> names, Map<String, String> fields) {
        Optional<byte[]> xml = zip.content(part, file.budget(), LONGEST_PART);
        if (xml.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        Xml.read(xml.get(), reader -> {
            if (reader.isStartElement()) {
                text.setLength(0);
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            } else if (reader.isEndElement()) {
                String name = names.get(reader.getLocalName());
                if (name != null && !text.toString().isBlank()) {
                    fields.putIfAbsent(name, text.toString().strip());
                }
            }
        });
    }

    static @Nullable Object docx(ExplodedFile file) {
        return file.is("docx", "docm") ? document(file, "word/media/", "word/document.xml") : null;
    }

    static @Nullable Object pptx(ExplodedFile file) {
        return file.is("pptx", "pptm") ? document(file, "ppt/media/", "ppt/slides/slide") : null;
    }

    private static @Nullable Document document(ExplodedFile file, String media, String parts) {
        ZipFile zip = ZipFile.of(file).orElseThrow(() -> new MalformedException("no archive"));
        List<String> names = zip.entries().stream().map(ZipFile.Entry::name).toList();
        long words = 0;
        for (String name : names.stream()
                .filter(name -> name.startsWith(parts))
                .limit(MOST_PARTS)
                .toList()) {
            Optional<byte[]> xml = zip.content(name, file.budget(), LONGEST_PART);
            words += xml.map(OfficeFacts::words).orElse(0L);
        }
        Object exif = file.scan("exiftool", Exif::of);
        return new Document(
                exif instanceof Exif told ? told.text("Creator") : null,
                names.stream().filter(name -> name.startsWith(media)).count(),
                words);
    }

    private static long words(byte[] xml) {
        return Xml.texts(xml, "t").stream()
                .filter(text -> !text.isBlank())
                .mapToLong(text -> SPACE.splitAsStream(text.strip()).count())
                .sum();
    }

    static void readOld(ExplodedFile file, Map<String, String> fields) {
        CompoundFile compound = CompoundFile.of(file).orElseThrow(() -> new MalformedException("no compound file"));
        Optional<CompoundFile.Stream> summary = compound.find("\u0005SummaryInformation");
        if (summary.isPresent()) {
            properties(new Bytes(compound.read(summary.get(), 1 << 20)), fields);
        }
    }

    /// MS-OLEPS 2.21: a set's properties by their numbers and places.
    private static void properties(Bytes bytes, Map<String, String> fields) {
        long set = bytes.u32(44);
        long count = Math.min(bytes.u32(set + 4), 200);
        for (long index = 0; index < count; index++) {
            int id = (int) bytes.u32(set + 8 + 8 * index);
            String name = SUMMARY.get(id);
            if (name != null) {
                property(bytes, set + bytes.u32(set + 12 + 8 * index))
                        .filter(value -> !value.isBlank())
                        .ifPresent(value -> fields.put(name, value));
            }
        }
    }

    private static Optional<String> property(Bytes bytes, long at) {
        return switch (bytes.u16(at)) {
            case 0x1E ->
                Optional.of(bytes.text(at + 8, Math.min(bytes.u32(at + 4), 4_096), WINDOWS)
                        .replace("\u0000", ""));
            case 0x1F ->
                Optional.of(bytes.text(at + 8, 2 * Math.min(bytes.u32(at + 4), 4_096), StandardCharsets.UTF_16LE)
                        .replace("\u0000", ""));
            case 3 -> Optional.of(Long.toString(bytes.u32(at + 4)));
            case 0x40 -> Optional.of(date(bytes.i64(at + 4)));
            default -> Optional.empty();
        };
    }

    /// Tenths of microseconds since 1601.
    private static String date(long ticks) {
        return ticks <= 0
                ? ""
                : Instant.ofEpochSecond(ticks / 10_000_000 - 11_644_473_600L)
                        .toString()
                        .toUpperCase(Locale.ROOT);
    }
}
