package org.postern.connections.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postern.connections.Alarm;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.keys.PrivateFile;
import org.postern.mail.TenantId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A tenant's alarms in one file that is replaced whole.
final class AlarmFile {
    private static final JsonMapper JSON = new JsonMapper();
    private final Path file;
    private final TenantId tenant;

    AlarmFile(Path file, TenantId tenant) {
        this.file = file;
        this.tenant = tenant;
    }

    /// By id, oldest first.
    Map<String, Alarm> load() {
        Map<String, Alarm> alarms = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return alarms;
        }
        try {
            for (JsonNode node : JSON.readTree(Files.readAllBytes(file))) {
                Alarm alarm = read(node);
                alarms.put(alarm.id(), alarm);
            }
            return alarms;
        } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
            throw failed("read", e);
        }
    }

    void save(Map<String, Alarm> alarms) {
        ArrayNode list = JSON.createArrayNode();
        alarms.values().forEach(alarm -> write(alarm, list));
        try {
            PrivateFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(list));
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static void write(Alarm alarm, ArrayNode list) {
        var node = list.addObject()
                .put("id", alarm.id())
                .put("function", alarm.function().name())
                .put("clientId", alarm.clientId())
                .put("thumbprint", alarm.thumbprint())
                .put("keyId", alarm.keyId())
                .put("address", alarm.address())
                .put("firstAt", alarm.firstAt().toString())
                .put("lastAt", alarm.lastAt().toString())
                .put("raisedAt", alarm.raisedAt().toString())
                .put("count", alarm.count())
                .put("state", alarm.state().name())
                .put("answer", alarm.answer())
                .put("drill", alarm.drill());
        node.set("kinds", JSON.valueToTree(alarm.kinds()));
        node.set("evidence", JSON.valueToTree(alarm.evidence()));
        node.set("mailboxes", JSON.valueToTree(alarm.mailboxes()));
    }

    private Alarm read(JsonNode node) {
        Set<Alarm.Kind> kinds = new TreeSet<>();
        node.path("kinds").forEach(kind -> kinds.add(Alarm.Kind.valueOf(kind.asString())));
        return new Alarm(
                node.path("id").asString(),
                tenant,
                kinds,
                ConnectionFunction.valueOf(node.path("function").asString()),
                node.path("clientId").asString(),
                node.path("thumbprint").asString(),
                node.path("keyId").asString(),
                node.path("address").asString(),
                Instant.parse(node.path("firstAt").asString()),
                Instant.parse(node.path("lastAt").asString()),
                Instant.parse(node.path("raisedAt").asString()),
                node.path("count").asLong(),
                texts(node.path("evidence")),
                texts(node.path("mailboxes")),
                Alarm.State.valueOf(node.path("state").asString()),
                node.path("answer").asString(),
                node.path("drill").asString(""));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private ConnectionException failed(String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                file + " could not be " + what + ": " + e.getMessage()
                        + ". Check the disk, or restore the file from a backup; the ledger has every alarm too.",
                e);
    }
}
