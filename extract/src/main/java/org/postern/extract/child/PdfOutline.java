package org.postern.extract.child;

/// Looks at a PDF from outside (ISO 32000-1 §7.5): without a catalog of pages, plain or within an object stream, a
/// parser would search the whole file again and again and find none.
final class PdfOutline {
    private PdfOutline() {}

    static boolean isHopeless(byte[] bytes) {
        boolean pdf = bytes.length > 4 && bytes[0] == '%' && bytes[1] == 'P' && bytes[2] == 'D' && bytes[3] == 'F';
        return pdf
                && !Bytes.contains(bytes, "Catalog")
                && !Bytes.contains(bytes, "ObjStm")
                && !Bytes.contains(bytes, "/Encrypt");
    }
}
