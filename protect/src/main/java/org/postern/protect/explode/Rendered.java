package org.postern.protect.explode;

/// Files that a person sees as pages or pictures.
final class Rendered {
    private Rendered() {}

    static boolean isPicture(ExplodedFile file) {
        return file.is("png", "jpeg", "gif", "bmp", "webp", "tiff", "heic", "ico");
    }

    /// Whether words or codes can be seen on it that do not stand in it as text.
    static boolean isSeen(ExplodedFile file) {
        return isPicture(file)
                || file.is("pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "pptm", "rtf", "svg");
    }
}
