package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailAnchor;
import org.postern.connections.keys.PrivateFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How it stands with one ledger's mails, and when the next is due: pure but for its file.
///
/// A day at most lies between two mails, since their very sending grows the ledger: who waits for one in vain knows.
/// An hour at least lies between them, whatever happens.
///
/// @param anchor null for none any more
/// @param leaving to whom a last one is still to go; null for nobody
/// @param size that the last one covered; 0 for none
/// @param failures in a row
/// @param tryAfter not before; null where nothing failed
/// @param fault why the last one did not go; null when it did
record MailState(
        @Nullable MailAnchor anchor,
        @Nullable MailAnchor leaving,
        long size,
        @Nullable Instant sentAt,
        int failures,
        @Nullable Instant tryAfter,
        @Nullable String fault) {
    static final MailState NONE = new MailState(null, null, 0, null, 0, null, null);
    static final Duration MOST = Duration.ofDays(1);
    static final Duration LEAST = Duration.ofHours(1);

    /// Acts come in bursts: a mail waits until one is over.
    static final Duration SETTLE = Duration.ofMinutes(5);

    static final long MANY_ENTRIES = 10_000;
    private static final Duration RETRY_FIRST = Duration.ofMinutes(5);
    private static final Duration RETRY_MOST = Duration.ofHours(6);
    private static final int FAREWELL_TRIES = 8;
    private static final JsonMapper JSON = new JsonMapper();

    /// @param act the ledger's newest administrative act
    boolean due(Instant now, long entries, Act act) {
        boolean waits = tryAfter != null && now.isBefore(tryAfter);
        return !waits && (leaving != null || newestDue(now, entries, act));
    }

    /// Whether the one who is to have them is to have another.
    boolean newestDue(Instant now, long entries, Act act) {
        if (anchor == null || entries <= size) {
            return false;
        }
        Instant last = sentAt;
        if (last == null || now.isBefore(last)) { // None yet, or a clock that was set back.
            return true;
        }
        Duration since = Duration.between(last, now);
        boolean settled = act.number() > size && !now.isBefore(act.at().plus(SETTLE));
        boolean wanted = settled || entries - size >= MANY_ENTRIES || since.compareTo(MOST) >= 0;
        return wanted && since.compareTo(LEAST) >= 0;
    }

    /// Set anew, or set again to be tried at once.
    MailState setTo(@Nullable MailAnchor wanted) {
        MailAnchor before = anchor;
        boolean same = before != null && wanted != null && before.to().equalsIgnoreCase(wanted.to());
        MailAnchor left = same || before == null || size == 0 ? leaving : before;
        boolean back = left != null && wanted != null && left.to().equalsIgnoreCase(wanted.to());
        return new MailState(wanted, back ? null : left, same ? size : 0, null, 0, null, null);
    }

    MailState sent(long covered, Instant at) {
        return new MailState(anchor, leaving, covered, at, 0, null, null);
    }

    MailState saidFarewell() {
        return new MailState(anchor, null, size, sentAt, 0, null, fault);
    }

    /// A farewell that cannot be said is given up some day.
    MailState failed(Instant now, String why) {
        int inARow = failures + 1;
        Duration wait = RETRY_FIRST.multipliedBy(1L << Math.min(inARow - 1, 10));
        Duration bounded = wait.compareTo(RETRY_MOST) < 0 ? wait : RETRY_MOST;
        MailAnchor left = inARow >= FAREWELL_TRIES ? null : leaving;
        return new MailState(anchor, left, size, sentAt, inARow, now.plus(bounded), why);
    }

    static MailState read(Path file) {
        try {
            return Files.exists(file) ? of(JSON.readTree(Files.readAllBytes(file))) : NONE;
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    file + " could not be read: " + e.getMessage()
                            + ". Remove it, and say again where checkpoints are mailed to (postern ledger mail).",
                    e);
        }
    }

    private static MailState of(JsonNode node) {
        return new MailState(
                anchor(node.path("anchor")),
                anchor(node.path("leaving")),
                node.path("size").asLong(0),
                instant(node.path("sentAt")),
                node.path("failures").asInt(0),
                instant(node.path("tryAfter")),
                node.path("fault").asString(null));
    }

    private static @Nullable MailAnchor anchor(JsonNode node) {
        return node.isObject()
                ? new MailAnchor(node.path("to").asString(""), node.path("from").asString(""))
                : null;
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isString() ? Instant.parse(node.asString()) : null;
    }

    void write(Path file) {
        ObjectNode node = JSON.createObjectNode().put("version", 1);
        put(node, "anchor", anchor);
        put(node, "leaving", leaving);
        node.put("size", size).put("failures", failures).put("fault", fault);
        node.put("sentAt", sentAt == null ? null : sentAt.toString());
        node.put("tryAfter", tryAfter == null ? null : tryAfter.toString());
        try {
            PrivateFile.replace(file, JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    file + " could not be written: " + e.getMessage() + ". Check the disk's space and permissions.",
                    e);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable MailAnchor anchor) {
        if (anchor != null) {
            node.putObject(name).put("to", anchor.to()).put("from", anchor.from());
        }
    }
}
