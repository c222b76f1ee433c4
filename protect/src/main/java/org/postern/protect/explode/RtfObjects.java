package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;

/// The objects embedded in a document in RTF: hexadecimal after `\objdata`, with whatever authors put between.
final class RtfObjects {
    private static final String WORD = "\\objdata";
    private static final int MOST_OBJECTS = 200;

    private RtfObjects() {}

    static void open(ExplodedFile file, Contents into) {
        Bytes bytes = file.bytes();
        int count = 0;
        int at = bytes.find(WORD, 0);
        while (at >= 0 && count < MOST_OBJECTS) {
            into.budget().checkTime();
            byte[] object = decoded(bytes, at + WORD.length());
            into.budget().takeBytes(object.length);
            add(new Bytes(object), count++, into);
            at = bytes.find(WORD, at + 1L + 2L * object.length);
        }
    }

    /// Hexadecimal up to the end of the group; control words and nested groups within are no part of it.
    private static byte[] decoded(Bytes bytes, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int depth = 0;
        int high = -1;
        for (int at = from; at < bytes.length(); at++) {
            int c = bytes.u8(at);
            int digit = Character.digit(c, 16);
            if (c == '}' && depth-- == 0) {
                break;
            } else if (c == '{') {
                depth++;
            } else if (c == '\\') {
                at = endOfWord(bytes, at);
            } else if (digit >= 0 && depth == 0) {
                if (high >= 0) {
                    out.write(high << 4 | digit);
                }
                high = high >= 0 ? -1 : digit;
            }
        }
        return out.toByteArray();
    }

    private static int endOfWord(Bytes bytes, int backslash) {
        int at = backslash + 1;
        if (at < bytes.length() && bytes.u8(at) == '\'') {
            return Math.min(at + 2, bytes.length());
        }
        while (at < bytes.length() && (Character.isLetterOrDigit(bytes.u8(at)) || bytes.u8(at) == '-')) {
            at++;
        }
        return at - 1;
    }

    /// MS-OLEDS 2.2.5: version, format, class, topic, item, and the object's own bytes.
    private static void add(Bytes object, int number, Contents into) {
        try {
            long at = 8;
            String className = "";
            for (int text = 0; text < 3; text++) {
                long length = object.u32(at);
                className = text == 0 && length > 0 ? object.latin(at + 4, length - 1) : className;
                at += 4 + length;
            }
            long length = Math.min(object.u32(at), object.length() - at - 4);
            if (className.equalsIgnoreCase("Package")) {
                OleObjects.addPackage(new Bytes(object.slice(at + 4, length)), 0, into);
            } else {
                into.add("object_" + number, object.slice(at + 4, length));
            }
        } catch (MalformedException broken) {
            into.add("object_" + number, object.array()); // Made to be read by Word alone.
        }
    }
}
