package org.postern.protect.explode;

/// The files that a notebook's section carries: each behind the mark of a FileDataStoreObject (MS-ONESTORE 2.6.13).
final class OneNote {
    private static final String MARK = "\u00e7\u0016\u00e3\u00bde&\u0011E\u00a4\u00c4\u008dM\u000bz\u009e\u00ac";

    private OneNote() {}

    static void open(ExplodedFile file, Contents into) {
        Bytes bytes = file.bytes();
        int count = 0;
        for (int at = bytes.find(MARK, 0); at >= 0; at = bytes.find(MARK, at + 36L)) {
            long length = bytes.i64(at + 16);
            into.addCounted("embedded_" + count++, bytes.slice(at + 36L, length));
        }
    }
}
