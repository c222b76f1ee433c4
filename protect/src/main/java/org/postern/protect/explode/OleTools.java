package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.WebAddress;

/// What `file.oletools` says of a document: encryption, macros, and what it fetches from elsewhere.
///
/// @param macros null where there are none
record OleTools(String format, boolean encrypted, @Nullable MacroFacts macros, List<Relationship> relationships) {
    private static final int MOST = 1_000;
    private static final int LONGEST_PART = 1 << 20;

    /// Something outside that a document names (ECMA-376 part 2 §9.3).
    record Relationship(String name, String target) {
        @Nullable
        WebAddress url() {
            return WebAddress.parse(target).orElse(null);
        }
    }

    static @Nullable Object of(ExplodedFile file) {
        String kind = file.kind();
        boolean office = (Kinds.zipped(kind) && !file.is("zip", "jar", "odt")) || file.is("doc", "xls", "ppt", "ole");
        if (kind == null || (!office && !file.is("rtf"))) {
            return null;
        }
        Object macros = file.scan("vba", MacroFacts::of);
        if (macros != null && !(macros instanceof MacroFacts)) {
            throw new SpentException("file.oletools of macros that were not read");
        }
        return new OleTools(format(kind), encrypted(file), (MacroFacts) macros, relationships(file));
    }

    /// As a person would be warned: `High` where macros do what attackers need, `Medium` where there are any.
    String risk() {
        return macros == null
                ? "None"
                : macros.keywords().stream().anyMatch(keyword -> keyword.type().equals("Suspicious"))
                        ? "High"
                        : "Medium";
    }

    private static String format(String kind) {
        return switch (kind) {
            case "doc" -> "MS Word 97-2003 Document or Template";
            case "xls" -> "MS Excel 97-2003 Workbook or Template";
            case "ppt" -> "MS PowerPoint 97-2003 Presentation or Template";
            case "docx", "docm" -> "MS Word 2007+ Document";
            case "xlsx", "xlsm", "xlsb" -> "MS Excel 2007+ Workbook";
            case "pptx", "pptm" -> "MS PowerPoint 2007+ Presentation";
            case "rtf" -> "Rich Text Format";
            default -> "Generic OLE file / Unknown format";
        };
    }

    /// MS-OFFCRYPTO: a package of its own, a bit in Word's header, or a record early in a workbook.
    private static boolean encrypted(ExplodedFile file) {
        CompoundFile compound = CompoundFile.of(file).orElse(null);
        if (compound == null) {
            return false;
        }
        if (compound.hasAny("EncryptedPackage", "EncryptedSummary")) {
            return true;
        }
        return compound.find("WordDocument")
                        .map(stream -> new Bytes(compound.read(stream, 32)))
                        .filter(head -> head.length() >= 12 && (head.u16(10) & 0x0100) != 0)
                        .isPresent()
                || compound.find("Workbook")
                        .or(() -> compound.find("Book"))
                        .map(stream -> new Bytes(compound.read(stream, 4_096)))
                        .filter(OleTools::hasPassword)
                        .isPresent();
    }

    private static boolean hasPassword(Bytes records) {
        for (long at = 0; at + 4 <= records.length() && at < 4_000; at += 4 + records.u16(at + 2)) {
            if (records.u16(at) == 0x2F) {
                return true;
            }
        }
        return false;
    }

    private static List<Relationship> relationships(ExplodedFile file) {
        List<Relationship> found = new ArrayList<>();
        ZipFile.of(file)
                .ifPresent(zip -> zip.entries().stream()
                        .map(ZipFile.Entry::name)
                        .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".rels"))
                        .limit(MOST)
                        .flatMap(name -> zip.content(name, file.budget(), LONGEST_PART).stream())
                        .forEach(part -> read(part, found)));
        return List.copyOf(found);
    }

    private static void read(byte[] part, List<Relationship> into) {
        Xml.read(part, reader -> {
            if (reader.isStartElement()
                    && reader.getLocalName().equals("Relationship")
                    && "External".equalsIgnoreCase(reader.getAttributeValue(null, "TargetMode"))
                    && into.size() < MOST) {
                String type = String.valueOf(reader.getAttributeValue(null, "Type"));
                into.add(new Relationship(
                        type.substring(type.lastIndexOf('/') + 1),
                        String.valueOf(reader.getAttributeValue(null, "Target"))));
            }
        });
    }
}
