package org.postern.protect.explode;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which reader takes the files out of which kind of file.
final class Openers {
    private Openers() {}

    static Optional<Opener> of(ExplodedFile file) {
        String kind = file.kind();
        return kind == null ? Optional.empty() : Optional.ofNullable(of(kind));
    }

    private static @Nullable Opener of(String kind) {
        if (Kinds.zipped(kind)) {
            return ZipFile::open;
        }
        return switch (kind) {
            case "gz", "bz2", "xz" -> Archives::openStream;
            case "tar", "cpio" -> Archives::open;
            case "7z" -> Archives::openSevenZip;
            case "cab" -> Cabinet::open;
            case "iso" -> DiscImage::open;
            case "rar", "ace" -> (_, into) -> into.notOpened("the content of a " + kind + " archive");
            case "tnef" -> Tnef::open;
            case "msg" -> OutlookMessage::open;
            case "doc", "xls", "ppt", "ole" -> OleObjects::open;
            case "rtf" -> RtfObjects::open;
            case "pdf" -> PdfContents::open;
            case "html", "svg" -> HtmlContents::open;
            case "eml" -> MailContents::open;
            case "one" -> OneNote::open;
            default -> null;
        };
    }
}
