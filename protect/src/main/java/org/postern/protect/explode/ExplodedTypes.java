package org.postern.protect.explode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;
import org.postern.protect.model.Types;

/// What rules may ask of a file that was looked into, and which scanner answers.
final class ExplodedTypes {
    private static final Type TEXT = Type.Scalar.TEXT;

    private static final StructType FLAVORS = StructType.named("flavors", ExplodedFile.class)
            .text("mime", file -> Kinds.mime(file.kind()))
            .lacking("yara", Type.listOf(TEXT), "yara", _ -> Unknown.VALUE)
            .build();

    private static final StructType HASH = StructType.named("hash", Digests.class)
            .text("md5", Digests::md5)
            .text("sha1", Digests::sha1)
            .text("sha256", Digests::sha256)
            .lacking("ssdeep", TEXT, "ssdeep", _ -> Unknown.VALUE)
            .build();

    private static final StructType STRINGS = StructType.named("strings", Strings.class)
            .texts("strings", Strings::strings)
            .text("raw", Strings::raw)
            .build();

    private static final StructType URLS = StructType.named("urls", Urls.class)
            .field("urls", Type.listOf(Types.URL.type()), Urls::urls)
            .texts("invalid_urls", Urls::invalid)
            .build();

    private static final StructType ZIP = StructType.named("zip", ZipFile.Facts.class)
            .texts("all_paths", ZipFile.Facts::paths)
            // What would have been taken out, had it not been encrypted.
            .texts("attempted_files", ZipFile.Facts::paths)
            .truth("encrypted", ZipFile.Facts::encrypted)
            .build();

    private static final StructType ENCRYPTED_ZIP = StructType.named("encrypted zip", ExplodedFile.class)
            .lacking("cracked_password", TEXT, "encrypted_zip.cracked_password", _ -> Unknown.VALUE)
            .build();

    static final StructType EXIF_FIELD = StructType.named("exif field", Exif.Field.class)
            .text("key", Exif.Field::key)
            .text("value", Exif.Field::value)
            .build();

    private static final StructType EXIFTOOL = exif("exiftool")
            .text("zip_file_name", exif -> exif.text("ZipFileName"))
            .whole("zip_uncompressed_size", exif -> exif.number("ZipUncompressedSize"))
            .build();

    private static final StructType PDF = StructType.named("pdf", PdfLinks.Facts.class)
            .field("urls", Type.listOf(Types.URL.type()), PdfLinks.Facts::urls)
            .build();

    private static final StructType SCRIPT = StructType.named("script", Pages.Script.class)
            .text("language", Pages.Script::language)
            .build();

    private static final StructType HTML = StructType.named("page", Pages.Facts.class)
            .text("title", Pages.Facts::title)
            .field("scripts", Type.listOf(SCRIPT.type()), Pages.Facts::scripts)
            .build();

    private static final StructType JAVASCRIPT = StructType.named("javascript", JavaScriptWords.class)
            .texts("identifiers", JavaScriptWords::identifiers)
            .texts("keywords", JavaScriptWords::keywords)
            .texts("strings", JavaScriptWords::strings)
            .build();

    private static final StructType XML = StructType.named("xml", Xml.Tags.class)
            .texts("tags", Xml.Tags::tags)
            .build();

    private static final StructType DOCX = StructType.named("docx", OfficeFacts.Document.class)
            .text("author", OfficeFacts.Document::author)
            .whole("image_count", OfficeFacts.Document::images)
            .whole("word_count", OfficeFacts.Document::words)
            .build();

    private static final StructType PPTX = StructType.named("pptx", OfficeFacts.Document.class)
            .whole("image_count", OfficeFacts.Document::images)
            .whole("word_count", OfficeFacts.Document::words)
            .build();

    private static final StructType VBA = StructType.named("vba", MacroFacts.class)
            .texts("auto_exec", MacroFacts::autoExec)
            .texts("hex", MacroFacts::hex)
            .build();

    private static final StructType ENTROPY = StructType.named("entropy", Double.class)
            .field("entropy", Type.Scalar.DECIMAL, entropy -> entropy)
            .build();

    private static final StructType SCAN = StructType.named("scan", ExplodedFile.class)
            .field("hash", HASH.type(), file -> file.scan("hash", Digests::of))
            .field("strings", STRINGS.type(), file -> file.scan("strings", Strings::of))
            .field("url", URLS.type(), file -> file.scan("url", Urls::of))
            .field("zip", ZIP.type(), file -> file.scan("zip", ZipFile::facts))
            .field("encrypted_zip", ENCRYPTED_ZIP.type(), ExplodedTypes::ifEncrypted)
            .field("exiftool", EXIFTOOL.type(), file -> file.scan("exiftool", Exif::of))
            .field("pdf", PDF.type(), file -> file.scan("pdf", PdfLinks::facts))
            .field("html", HTML.type(), file -> file.scan("html", Pages::facts))
            .field("javascript", JAVASCRIPT.type(), file -> file.scan("javascript", JavaScriptWords::of))
            .field("xml", XML.type(), file -> file.scan("xml", Xml::tags))
            .field("docx", DOCX.type(), file -> file.scan("docx", OfficeFacts::docx))
            .field("pptx", PPTX.type(), file -> file.scan("pptx", OfficeFacts::pptx))
            .field("vba", VBA.type(), file -> file.scan("vba", MacroFacts::of))
            .field("ics", CalendarTypes.ICS.type(), file -> file.scan("ics", Calendar::of))
            .field("entropy", ENTROPY.type(), file -> file.scan("entropy", Digests::entropy))
            .lacking("ocr", only("ocr", "raw"), "ocr", ExplodedTypes::ifSeen)
            .lacking("qr", code(), "qr", ExplodedTypes::ifSeen)
            .lacking("yara", yara(), "yara", _ -> Unknown.VALUE)
            .lacking(
                    "pdf_obj_hash",
                    only("pdf_obj_hash", "object_hash"),
                    "pdf_obj_hash",
                    file -> file.is("pdf") ? Unknown.VALUE : null)
            .build();

    static final StructType FILE = StructType.named("exploded file", ExplodedFile.class)
            .text("file_name", ExplodedFile::name)
            .text("file_extension", ExplodedFile::extension)
            .text("file_type", ExplodedFile::kind)
            .whole("depth", file -> (long) file.depth())
            .whole("size", file -> (long) file.content().length)
            .field("flavors", FLAVORS.type(), file -> file)
            .field("scan", SCAN.type(), file -> file)
            .withBytes()
            .build();

    private ExplodedTypes() {}

    static StructType.Builder<Exif> exif(String name) {
        return StructType.named(name, Exif.class)
                .text("author", exif -> exif.text("Author", "Creator"))
                .text("creator", exif -> exif.text("Creator"))
                .text("producer", exif -> exif.text("Producer"))
                .text("title", exif -> exif.text("Title"))
                .whole("image_height", exif -> exif.number("ImageHeight"))
                .whole("image_width", exif -> exif.number("ImageWidth"))
                .whole("page_count", exif -> exif.number("PageCount", "Pages"))
                .field("fields", Type.listOf(EXIF_FIELD.type()), Exif::all);
    }

    /// A thing with one text, of which nothing here finds out the value.
    private static Type only(String name, String field) {
        return StructType.named(name, Object.class)
                .text(field, _ -> Unknown.VALUE)
                .build()
                .type();
    }

    private static Type code() {
        return StructType.named("qr code", Object.class)
                .text("type", _ -> Unknown.VALUE)
                .text("data", _ -> Unknown.VALUE)
                .field("url", Types.URL.type(), _ -> Unknown.VALUE)
                .build()
                .type();
    }

    private static Type yara() {
        Type match = StructType.named("yara match", Object.class)
                .text("name", _ -> Unknown.VALUE)
                .build()
                .type();
        return StructType.named("yara", Object.class)
                .field("matches", Type.listOf(match), _ -> List.of())
                .build()
                .type();
    }

    /// Only what shows something has words to be read off it.
    private static @Nullable Object ifSeen(ExplodedFile file) {
        return Rendered.isSeen(file) ? Unknown.VALUE : null;
    }

    private static @Nullable Object ifEncrypted(ExplodedFile file) {
        return switch (file.scan("zip", ZipFile::facts)) {
            case ZipFile.Facts facts -> facts.encrypted() ? file : null;
            case Unknown unknown -> unknown;
            case null, default -> null;
        };
    }
}
