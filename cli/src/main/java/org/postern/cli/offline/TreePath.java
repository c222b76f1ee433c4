package org.postern.cli.offline;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// The names of files as they are kept in the vault: text that stands for a file's very bytes, in any locale.
///
/// A name that is valid UTF-8 without control characters and `%` stands for itself. In any other each byte that does
/// not belong to such text is `%` and two hexadecimal digits. Directories are separated by `/`; the tree itself is `.`.
final class TreePath {
    static final String ROOT = ".";
    /// No file name holds a slash, so nothing in a tree has a name with two of them.
    static final String PIECES = "//";

    private TreePath() {}

    /// The kept form of an entry in the directory that is kept as `parent`.
    static String child(String parent, Path entry) {
        String name = name(entry);
        return parent.equals(ROOT) ? name : parent + "/" + name;
    }

    static String name(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return isPlain(name) ? name : escaped(rawName(entry));
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%' || c == '\uFFFD' || c == '?' || Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false; // Perhaps plain after all, but only its bytes tell.
            }
        }
        return true;
    }

    /// The bytes of the last name: a URI has them whatever the locale makes of them.
    private static byte[] rawName(Path entry) {
        String path = entry.toUri().getRawPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        return unescaped(path.substring(path.lastIndexOf('/', end - 1) + 1, end));
    }

    static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            boolean escape = encoded[i] == '%' && i + 2 < encoded.length;
            if (escape) {
                bytes.write(HexFormat.fromHexDigit(encoded[i + 1]) << 4 | HexFormat.fromHexDigit(encoded[i + 2]));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static String escaped(byte[] name) {
        boolean text = isUtf8(name);
        StringBuilder escaped = new StringBuilder();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (byte octet : name) {
            boolean odd = octet == '%' || (octet >= 0 && octet < 0x20) || octet == 0x7F || (octet < 0 && !text);
            if (odd) {
                escaped.append(plain.toString(StandardCharsets.UTF_8));
                plain.reset();
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            } else {
                plain.write(octet);
            }
        }
        String whole = escaped.append(plain.toString(StandardCharsets.UTF_8)).toString();
        // C1 controls are valid UTF-8, and still nothing that an id may hold.
        return whole.chars().anyMatch(Character::isISOControl) ? allEscaped(name) : whole;
    }

    private static String allEscaped(byte[] name) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : name) {
            escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return escaped.toString();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// The file below `root` that a kept form stands for. Throws `IllegalArgumentException` for one that would lie
    /// elsewhere.
    static Path resolve(Path root, String kept) {
        Path path = root;
        if (kept.equals(ROOT)) {
            return path;
        }
        for (String name : kept.split("/", -1)) {
            byte[] raw = unescaped(name);
            String text = new String(raw, StandardCharsets.ISO_8859_1);
            if (text.isEmpty()
                    || text.equals(".")
                    || text.equals("..")
                    || text.indexOf('/') >= 0
                    || text.indexOf(0) >= 0) {
                throw new IllegalArgumentException("\"" + kept + "\" is no path below a folder");
            }
            path = isAscii(raw) ? path.resolve(text) : resolveRaw(path, raw);
        }
        return path;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    /// By way of a URI, which keeps bytes that this locale cannot say.
    private static Path resolveRaw(Path parent, byte[] name) {
        String uri = parent.toUri().toString();
        return Path.of(URI.create(uri + (uri.endsWith("/") ? "" : "/") + allEscaped(name)));
    }
}
