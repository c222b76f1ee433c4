package org.postern.connections.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a tenant's watch remembers between polls, in one file that is replaced whole.
final class WatchState {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CLAIMS_MAX = 10_000;
    private final Path file;

    /// Log entries that were judged, and when they were.
    final Map<String, Instant> seen = new HashMap<>();

    /// Which token claimed a request of ours that was never answered; there are few, and the oldest are forgotten.
    final Map<String, String> claims = new LinkedHashMap<>();
    final Set<String> addresses = new TreeSet<>();
    final Set<String> canaryMailboxes = new TreeSet<>();
    final Set<String> losses = new TreeSet<>();
    boolean pinned;

    @Nullable
    Instant polledAt;

    @Nullable
    Instant newest;

    long attempts;

    private WatchState(Path file) {
        this.file = file;
    }

    static WatchState load(Path file) {
        WatchState state = new WatchState(file);
        if (!Files.exists(file)) {
            return state;
        }
        try {
            state.read(JSON.readTree(Files.readAllBytes(file)));
            return state;
        } catch (IOException | JacksonException | DateTimeException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    file + " could not be read: " + e.getMessage()
                            + ". Remove it: the watch then reads the log anew from the beginning.",
                    e);
        }
    }

    private void read(JsonNode node) {
        node.path("seen")
                .properties()
                .forEach(one ->
                        seen.put(one.getKey(), Instant.parse(one.getValue().asString())));
        node.path("claims")
                .properties()
                .forEach(one -> claims.put(one.getKey(), one.getValue().asString()));
        node.path("addresses").forEach(one -> addresses.add(one.asString()));
        node.path("canaryMailboxes").forEach(one -> canaryMailboxes.add(one.asString()));
        node.path("losses").forEach(one -> losses.add(one.asString()));
        pinned = node.path("pinned").asBoolean(false);
        polledAt = instant(node.path("polledAt"));
        newest = instant(node.path("newest"));
        attempts = node.path("attempts").asLong(0);
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isString() ? Instant.parse(node.asString()) : null;
    }

    /// Forgets entries older than `horizon`: they are not asked for again.
    void prune(Instant horizon) {
        seen.values().removeIf(at -> at.isBefore(horizon));
        while (claims.size() > CLAIMS_MAX) {
            claims.remove(claims.keySet().iterator().next());
        }
    }

    void save() {
        ObjectNode node = JSON.createObjectNode().put("version", 1);
        ObjectNode entries = node.putObject("seen");
        seen.forEach((id, at) -> entries.put(id, at.toString()));
        ObjectNode claimed = node.putObject("claims");
        claims.forEach(claimed::put);
        node.set("addresses", JSON.valueToTree(addresses));
        node.set("canaryMailboxes", JSON.valueToTree(canaryMailboxes));
        node.set("losses", JSON.valueToTree(losses));
        node.put("pinned", pinned).put("attempts", attempts);
        node.put("polledAt", polledAt == null ? null : polledAt.toString());
        node.put("newest", newest == null ? null : newest.toString());
        try {
            PrivateFile.replace(file, JSON.writeValueAsBytes(node));
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    file + " could not be written: " + e.getMessage()
                            + ". Check the disk's space and permissions; the poll is done again.",
                    e);
        }
    }
}
