package org.postern.mail;

/// One header field with where its bytes are: `range` holds all of it with folding and line end, `name` as written.
///
/// @param range the whole field, name to line end
/// @param value the bytes after the colon up to, and without, the last line end
public record HeaderField(String name, ByteRange range, ByteRange value) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
