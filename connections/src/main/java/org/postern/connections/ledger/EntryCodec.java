package org.postern.connections.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.connections.Ledger.Entry;
import org.postern.mail.TenantId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes entries in their one canonical form, and reads them back only from that form.
///
/// A line is `{"n":…,"at":…,"kind":…,"actor":…,"details":{…},"prev":…,"hash":…}` with the details' keys sorted and no
/// spaces; the hash is SHA-256 over the line's bytes up to and without `,"hash"`.
final class EntryCodec {
    static final int MAX_LINE = 64 << 10;
    private static final String HASH_MARK = ",\"hash\":\"";
    private static final Pattern HEAD =
            Pattern.compile("\\{\"n\":([0-9]{1,18}),\"at\":\"([^\"]{1,40})\",\"kind\":\"([^\"]*)\"");
    static final int HEAD_MAX = 512;
    private static final JsonMapper JSON = new JsonMapper();

    private EntryCodec() {}

    /// What stands as the previous hash of a tenant's first entry, so that one tenant's ledger cannot pass as
    /// another's.
    static String origin(TenantId tenant) {
        return sha256("postern ledger 1 " + tenant.value());
    }

    /// An entry with its line, line feed included.
    @SuppressWarnings("ArrayRecordComponent") // Written at once and never compared.
    record Sealed(Entry entry, byte[] line) {
        /// The line as it is a leaf of the tree: without its line feed.
        byte[] leaf() {
            return Arrays.copyOf(line, line.length - 1);
        }
    }

    /// What a line says first.
    record Head(long number, Instant at, String kind) {}

    static Sealed seal(
            long number, Instant at, String kind, String actor, Map<String, String> details, String previous) {
        Map<String, String> sorted = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
        String content = content(number, at, kind, actor, sorted, previous);
        if (content.length() > MAX_LINE / 4) {
            throw new IllegalArgumentException("a ledger entry of kind " + kind + " is too large: " + content.length());
        }
        String hash = sha256(content);
        return new Sealed(
                new Entry(number, at, kind, actor, sorted, previous, hash),
                (content + HASH_MARK + hash + "\"}\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The entry of a line (without its line feed), or empty when its bytes are not exactly an entry with its own hash.
    static Optional<Entry> read(byte[] line) {
        try {
            JsonNode node = JSON.readTree(line);
            Map<String, String> details = new TreeMap<>();
            node.path("details")
                    .properties()
                    .forEach(field ->
                            details.put(field.getKey(), field.getValue().asString()));
            Sealed sealed = seal(
                    node.path("n").asLong(-1),
                    Instant.parse(node.path("at").asString("")),
                    node.path("kind").asString(""),
                    node.path("actor").asString(""),
                    details,
                    node.path("prev").asString(""));
            return Arrays.equals(sealed.leaf(), line) ? Optional.of(sealed.entry()) : Optional.empty();
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Reads only what a line of canonical form begins with; whether the rest is sound is for [#read].
    static Optional<Head> head(byte[] line) {
        Matcher head = HEAD.matcher(new String(line, 0, Math.min(line.length, HEAD_MAX), StandardCharsets.ISO_8859_1));
        try {
            return head.lookingAt()
                    ? Optional.of(new Head(Long.parseLong(head.group(1)), Instant.parse(head.group(2)), head.group(3)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String content(
            long number, Instant at, String kind, String actor, Map<String, String> details, String previous) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"n\":").append(number).append(",\"at\":");
        quote(out, at.toString());
        quote(out.append(",\"kind\":"), kind);
        quote(out.append(",\"actor\":"), actor);
        out.append(",\"details\":{");
        String separator = "";
        for (Map.Entry<String, String> detail : details.entrySet()) {
            quote(out.append(separator), detail.getKey());
            quote(out.append(':'), detail.getValue());
            separator = ",";
        }
        quote(out.append("},\"prev\":"), previous);
        return out.toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                out.append("\\u").append(HexFormat.of().toHexDigits(c)); // A lone surrogate has no UTF-8.
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
