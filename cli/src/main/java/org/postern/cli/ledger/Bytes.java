package org.postern.cli.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/// Reads text, numbers and base64 in their one form, and hashes.
final class Bytes {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Bytes() {}

    static String utf8(byte[] bytes, long number) throws Misfit {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new Misfit(number, "its bytes are no text");
        }
        return text;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static long number(String text) throws Misfit {
        Misfit.require(NUMBER.matcher(text).matches(), "a number of it is none");
        return Long.parseLong(text);
    }

    static byte[] base64(String text) throws Misfit {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            Misfit.require(
                    Base64.getEncoder().encodeToString(bytes).equals(text), "its base64 has more than one reading");
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new Misfit(0, "something in it is no base64");
        }
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
