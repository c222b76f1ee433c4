package org.postern.cli.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the parts out of a message that a mail program saved (RFC 5322, RFC 2045, RFC 2046), forwarded ones in it,
/// too.
///
/// It need not read every message: what it does not find is not believed.
final class SavedMail {
    private static final int DEPTH_MAX = 8;
    private static final int PARTS_MAX = 1_000;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;]{1,200}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER = Pattern.compile("[!-9;-~]+[ \t]*:.*", Pattern.DOTALL);

    private final List<byte[]> leaves = new ArrayList<>();
    private int parts;

    private SavedMail() {}

    /// The bytes of every part that is none of others; none where it is no message.
    static List<byte[]> leaves(byte[] message) throws Misfit {
        SavedMail mail = new SavedMail();
        mail.part(new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"), 0);
        return mail.leaves;
    }

    private void part(String part, int depth) throws Misfit {
        Misfit.require(depth <= DEPTH_MAX && parts++ < PARTS_MAX, "a saved message has too many parts");
        int blank = part.startsWith("\n") ? 0 : part.indexOf("\n\n") + 1;
        String head = part.substring(0, Math.max(blank, 0)).replaceAll("\n[ \t]+", " ");
        if ((blank == 0 && !part.startsWith("\n"))
                || (depth == 0 && !HEADER.matcher(head).matches())) {
            return;
        }
        String body = part.substring(blank + 1);
        String type = field(head, "content-type");
        Matcher boundary = BOUNDARY.matcher(type);
        if (type.toLowerCase(Locale.ROOT).startsWith("multipart/") && boundary.find()) {
            parts(body, boundary.group(1) != null ? boundary.group(1) : boundary.group(2), depth);
        } else if (type.toLowerCase(Locale.ROOT).startsWith("message/rfc822")) {
            part(new String(decoded(head, body), StandardCharsets.ISO_8859_1), depth + 1);
        } else {
            leaves.add(decoded(head, body));
        }
    }

    private void parts(String body, String boundary, int depth) throws Misfit {
        String mark = "\n--" + boundary;
        String rest = "\n" + body;
        int at = rest.indexOf(mark);
        while (at >= 0) {
            int end = rest.indexOf(mark, at + mark.length());
            String one = rest.substring(at + mark.length(), end < 0 ? rest.length() : end);
            int line = one.indexOf('\n');
            if (one.startsWith("--") || line < 0) {
                return;
            }
            part(one.substring(line + 1), depth + 1);
            at = end;
        }
    }

    private static String field(String head, String name) {
        for (String line : head.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    private static byte[] decoded(String head, String body) {
        return switch (field(head, "content-transfer-encoding").toLowerCase(Locale.ROOT)) {
            case "base64" -> base64(body);
            case "quoted-printable" -> quoted(body);
            default -> body.getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] base64(String body) {
        try {
            return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] quoted(String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            int high = c == '=' && i + 2 < body.length() ? Character.digit(body.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(body.charAt(i + 2), 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (c == '=' && i + 1 < body.length() && body.charAt(i + 1) == '\n') {
                i++;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }
}
