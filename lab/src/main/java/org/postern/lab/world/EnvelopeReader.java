package org.postern.lab.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.jspecify.annotations.Nullable;
import org.postern.lab.source.Content;
import org.postern.lab.world.Envelope.Recipient;

/// Reads a message's header for what Graph shows of it; never fails on odd mail, shows less instead.
final class EnvelopeReader {
    private static final int HEADER_BYTES_MAX = 256 * 1024;
    private static final int RECIPIENTS_MAX = 500;
    private static final Pattern REPLY = Pattern.compile("(?i)^\\s*((re|fwd?|aw|wg|sv|tr)\\s*:\\s*)+");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Map<String, List<String>> fields;

    private EnvelopeReader(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    static Envelope read(Content content) throws IOException {
        return new EnvelopeReader(split(header(content))).envelope();
    }

    private Envelope envelope() {
        String subject = decoded("subject");
        List<Recipient> from = recipients("from");
        List<Recipient> sender = recipients("sender");
        return new Envelope(
                subject,
                from.isEmpty() ? null : from.getFirst(),
                !sender.isEmpty() ? sender.getFirst() : from.isEmpty() ? null : from.getFirst(),
                recipients("to"),
                recipients("cc"),
                recipients("bcc"),
                recipients("reply-to"),
                messageId(),
                date(),
                importance(),
                REPLY.matcher(subject).replaceFirst("").strip().toLowerCase(Locale.ROOT));
    }

    private static String header(Content content) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream(4096);
        byte[] buffer = new byte[8192];
        try (InputStream in = content.open()) {
            int count = in.read(buffer);
            while (count >= 0 && header.size() < HEADER_BYTES_MAX) {
                header.write(buffer, 0, count);
                if (endsHeader(header)) {
                    break;
                }
                count = in.read(buffer);
            }
        }
        return header.toString(StandardCharsets.UTF_8);
    }

    private static boolean endsHeader(ByteArrayOutputStream soFar) {
        String text = soFar.toString(StandardCharsets.ISO_8859_1);
        return text.contains("\n\n") || text.contains("\n\r\n");
    }

    private static Map<String, List<String>> split(String header) {
        Map<String, List<String>> fields = new HashMap<>();
        StringBuilder field = new StringBuilder();
        for (String line : (Iterable<String>) header.lines()::iterator) {
            if (line.isEmpty()) {
                break;
            }
            if (!field.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                field.append(line);
            } else {
                keep(fields, field);
                field = new StringBuilder(line);
            }
        }
        keep(fields, field);
        return fields;
    }

    private static void keep(Map<String, List<String>> fields, StringBuilder field) {
        int colon = field.indexOf(":");
        if (colon > 0) {
            String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(field.substring(colon + 1).strip());
        }
    }

    private String first(String name) {
        return fields.getOrDefault(name, List.of("")).getFirst();
    }

    private String decoded(String name) {
        String raw = first(name);
        try {
            return SPACE.matcher(DecoderUtil.decodeEncodedWords(raw, DecodeMonitor.SILENT))
                    .replaceAll(" ");
        } catch (RuntimeException _) { // mime4j throws several on encoded words with unknown charsets
            return raw;
        }
    }

    private List<Recipient> recipients(String name) {
        List<Recipient> found = new ArrayList<>();
        for (String value : fields.getOrDefault(name, List.of())) {
            try {
                for (Mailbox mailbox :
                        LenientAddressParser.DEFAULT.parseAddressList(value).flatten()) {
                    found.add(recipient(mailbox));
                }
            } catch (RuntimeException _) { // an address no parser understands is shown as it is
                found.add(new Recipient(value, value));
            }
        }
        return found.subList(0, Math.min(found.size(), RECIPIENTS_MAX));
    }

    private static Recipient recipient(Mailbox mailbox) {
        String address = mailbox.getAddress();
        String name = mailbox.getName();
        return new Recipient(name == null || name.isBlank() ? address : name, address);
    }

    private @Nullable String messageId() {
        String id = first("message-id");
        return id.isEmpty() ? null : id;
    }

    private String importance() {
        String stated = (first("importance") + first("x-priority")).toLowerCase(Locale.ROOT);
        if (stated.contains("high") || stated.startsWith("1")) {
            return "high";
        }
        return stated.contains("low") || stated.startsWith("5") ? "low" : "normal";
    }

    private @Nullable Instant date() {
        String text = SPACE.matcher(COMMENT.matcher(first("date")).replaceAll(""))
                .replaceAll(" ")
                .strip();
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
