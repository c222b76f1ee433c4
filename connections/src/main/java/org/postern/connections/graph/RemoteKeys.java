package org.postern.connections.graph;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.connections.RemoteKey;
import tools.jackson.databind.JsonNode;

/// Reads Graph's keyCredential and passwordCredential.
final class RemoteKeys {
    private static final Pattern SHA1_HEX = Pattern.compile("\\p{XDigit}{40}");
    private static final int LONGEST = 200;

    private RemoteKeys() {}

    static RemoteKey certificate(JsonNode key) {
        return new RemoteKey(
                RemoteKey.Type.CERTIFICATE,
                text(key, "keyId"),
                thumbprint(text(key, "customKeyIdentifier")),
                sha256(key.path("key").asString("")),
                text(key, "displayName"),
                instant(text(key, "startDateTime")),
                instant(text(key, "endDateTime")));
    }

    static RemoteKey secret(JsonNode password) {
        return new RemoteKey(
                RemoteKey.Type.SECRET,
                text(password, "keyId"),
                "",
                null,
                text(password, "displayName"),
                instant(text(password, "startDateTime")),
                instant(text(password, "endDateTime")));
    }

    private static String text(JsonNode key, String name) {
        String text = key.path(name).asString("");
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /// Graph has given it in hex and in base64 over the years.
    private static String thumbprint(String identifier) {
        if (SHA1_HEX.matcher(identifier).matches()) {
            return identifier.toUpperCase(Locale.ROOT);
        }
        try {
            return HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(identifier));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static @Nullable String sha256(String base64) {
        if (base64.isEmpty()) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getMimeDecoder().decode(base64));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (IllegalArgumentException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
