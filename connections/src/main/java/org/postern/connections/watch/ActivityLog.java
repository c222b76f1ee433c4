package org.postern.connections.watch;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// Reads Microsoft Graph activity logs as customers export them: objects one after the other, or Azure Monitor's
/// `{"records":[{"properties":{…}}]}`; a field's name may be written in either case.
final class ActivityLog {
    private static final Pattern MAILBOX = Pattern.compile("(?i)/users(?:/([^/?(]+)|\\('([^']+)'\\))");
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(1 << 20)
                    .build())
            .build());

    private ActivityLog() {}

    /// Gives each request to `taker`; what is no such object is passed over.
    ///
    /// Throws [ConnectionException] when the stream is not JSON.
    static void read(InputStream log, Consumer<ActivityRecord> taker) {
        try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).<JsonNode>readValues(log)) {
            while (objects.hasNextValue()) {
                each(objects.nextValue(), taker);
            }
        } catch (JacksonException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "This is no Graph activity log: " + e.getOriginalMessage()
                            + ". Give the JSON that Azure Monitor wrote, or the rows of MicrosoftGraphActivityLogs as JSON"
                            + " lines. What stood before the fault was taken; giving it again doubles nothing.",
                    e);
        }
    }

    private static void each(JsonNode node, Consumer<ActivityRecord> taker) {
        JsonNode records = node.isArray() ? node : node.path("records");
        if (records.isArray()) {
            records.forEach(record -> one(record, taker));
        } else {
            one(node, taker);
        }
    }

    private static void one(JsonNode node, Consumer<ActivityRecord> taker) {
        Map<String, String> fields = new TreeMap<>();
        take(node, fields);
        take(node.path("properties"), fields);
        String at = fields.getOrDefault("timegenerated", fields.getOrDefault("time", ""));
        try {
            taker.accept(new ActivityRecord(
                    Instant.parse(at.endsWith("Z") ? at : at + "Z"),
                    fields.getOrDefault("appid", "").toLowerCase(Locale.ROOT),
                    fields.getOrDefault("clientrequestid", ""),
                    fields.getOrDefault("signinactivityid", ""),
                    fields.getOrDefault("ipaddress", fields.getOrDefault("calleripaddress", "")),
                    fields.getOrDefault("requestmethod", ""),
                    mailbox(fields.getOrDefault("requesturi", "")),
                    number(fields.getOrDefault("responsestatuscode", ""))));
        } catch (DateTimeException e) {
            // A row without a time is none of this log's.
        }
    }

    private static void take(JsonNode node, Map<String, String> fields) {
        node.properties().forEach(field -> {
            if (field.getValue().isValueNode()) {
                fields.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asString(""));
            }
        });
    }

    private static String mailbox(String uri) {
        Matcher found = MAILBOX.matcher(uri);
        if (!found.find()) {
            return "";
        }
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }
}
