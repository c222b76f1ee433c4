package org.postern.connections.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.flow.BodyBuffer;
import org.postern.connections.flow.ByteBudget;
import org.postern.connections.flow.RetryAfter;
import org.postern.connections.wire.Answer;
import org.postern.connections.wire.OversizeException;
import org.postern.connections.wire.WireFault;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Carries operations over HTTP: one by itself, several in a `$batch`; says of each what became of it, exactly once.
final class Carrier {
    static final int BATCH_MOST = 20;
    private static final int MAX_JSON = 64 << 20;
    /// A larger message travels alone, so that there is one array for it and nothing else waits behind it.
    private static final int BATCHED_BYTES_MOST = 16 << 20;

    private final Courier courier;
    private final ConnectionLimits limits;
    private final ByteBudget budget;
    private final Clock clock;
    private final Map<String, String> preferences;

    Carrier(Courier courier, ConnectionLimits limits, Clock clock) {
        this.courier = courier;
        this.limits = limits;
        this.budget = new ByteBudget(limits.bytesInFlight());
        this.clock = clock;
        this.preferences = Map.of("Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=" + limits.pageSize());
    }

    /// What became of a whole request, beside what became of each of its operations.
    ///
    /// @param pauseAll what the service asks of the whole connection; null for nothing
    record Carried(@Nullable Duration pauseAll) {}

    Carried carry(List<Pending> load, BiConsumer<Pending, RetryPolicy.Attempt> settle) throws InterruptedException {
        return load.size() == 1 ? single(load.getFirst(), settle) : batch(load, settle);
    }

    private Carried single(Pending pending, BiConsumer<Pending, RetryPolicy.Attempt> settle)
            throws InterruptedException {
        Operation operation = pending.operation();
        byte[] body = operation.mimeBody() != null ? operation.mimeBody() : operation.jsonBody();
        Map<String, String> note = note(List.of(pending));
        note.put("path", Courier.versioned(PathTemplate.of(operation.path())));
        var parcel = new Courier.Parcel(
                operation.method(),
                operation.path(),
                body,
                operation.mimeBody() != null ? "text/plain" : "application/json",
                preferences,
                note,
                Math.max(MAX_JSON, limits.maxMessageBytes() + 1024L));
        RetryPolicy.Attempt attempt;
        try (Answer answer = courier.send(parcel)) {
            attempt = new RetryPolicy.Attempt.Answered(read(answer));
        } catch (OversizeException e) {
            attempt = new RetryPolicy.Attempt.Answered(BatchReader.tooLarge());
        } catch (IOException e) {
            attempt = fault(e);
        }
        settle.accept(pending, attempt);
        return new Carried(null);
    }

    private Reply read(Answer answer) throws IOException, InterruptedException {
        Duration wait = answer.header("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
        boolean json = answer.header("Content-Type").orElse("").startsWith("application/json");
        if (json || answer.status() >= 400 || answer.status() == 204) {
            return new Reply(answer.status(), wait, json ? tree(answer) : null, null, ByteBudget.Lease.NONE);
        }
        long length = answer.header("Content-Encoding").isPresent()
                ? -1
                : answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (length > limits.maxMessageBytes()) {
            return BatchReader.tooLarge();
        }
        BodyBuffer buffer = length < 0
                ? new BodyBuffer(budget, limits.maxMessageBytes())
                : BodyBuffer.expecting(budget, limits.maxMessageBytes(), (int) length);
        try {
            answer.body().transferTo(buffer);
            return buffer.oversize()
                    ? BatchReader.tooLarge()
                    : new Reply(answer.status(), wait, null, buffer.toBytes(), buffer.lease());
        } finally {
            buffer.clear();
        }
    }

    private static @Nullable JsonNode tree(Answer answer) throws IOException {
        try {
            return GraphJson.MAPPER.readTree(answer.body());
        } catch (JacksonException e) {
            if (answer.status() >= 400) {
                return null; // A gateway's page instead of Graph's error: the status says enough.
            }
            throw new IOException("the answer's JSON cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private Carried batch(List<Pending> load, BiConsumer<Pending, RetryPolicy.Attempt> settle)
            throws InterruptedException {
        Map<String, Pending> waiting = new HashMap<>();
        for (int i = 0; i < load.size(); i++) {
            waiting.put(Integer.toString(i + 1), load.get(i));
        }
        Map<String, String> note = note(load);
        note.put("path", Courier.VERSION + "/$batch");
        var parcel = new Courier.Parcel(
                "POST",
                "/$batch",
                compose(load),
                "application/json",
                Map.of("Accept", "application/json"),
                note,
                MAX_JSON + (long) load.size() * limits.maxMessageBytes() / 3 * 4);
        RetryPolicy.Attempt rest;
        Duration pause = null;
        try (Answer answer = courier.send(parcel)) {
            if (answer.status() == 200) {
                read(answer, waiting, settle);
                rest = new RetryPolicy.Attempt.Lost("the batch's answer left this operation out");
            } else {
                Reply whole = read(answer);
                rest = new RetryPolicy.Attempt.BatchAnswered(whole);
                pause = answer.status() == 429 || answer.status() == 503 ? whole.retryAfter() : null;
            }
        } catch (IOException e) {
            rest = fault(e);
        } catch (JacksonException | MalformedReplyException e) {
            rest = new RetryPolicy.Attempt.Lost("the batch's answer cannot be read: " + e.getMessage());
        }
        boolean refused = refusedForm(rest);
        RetryPolicy.Attempt left = refused ? new RetryPolicy.Attempt.Lost("the batch was refused") : rest;
        waiting.values().forEach(pending -> {
            // What breaks batches again and again goes alone, so that it cannot hold up nineteen others.
            if (refused || (left instanceof RetryPolicy.Attempt.Lost && pending.tries() > 1)) {
                pending.isolate();
            }
            settle.accept(pending, left);
        });
        return new Carried(pause);
    }

    /// A batch refused for its form says nothing of its operations.
    private static boolean refusedForm(RetryPolicy.Attempt rest) {
        return rest instanceof RetryPolicy.Attempt.BatchAnswered(Reply reply)
                && (reply.status() == 400 || reply.status() == 413 || reply.succeeded());
    }

    private void read(Answer answer, Map<String, Pending> waiting, BiConsumer<Pending, RetryPolicy.Attempt> settle)
            throws InterruptedException {
        var taker = new BatchReader.Taker() {
            @Override
            public void reply(String id, Reply reply) {
                Pending pending = waiting.remove(id);
                if (pending == null) {
                    reply.lease().close(); // Answered twice, or never asked.
                    return;
                }
                if (reply.status() == 401) {
                    pending.isolate(); // Alone, its token can be renewed.
                    settle.accept(pending, new RetryPolicy.Attempt.Lost("the token was refused inside a batch"));
                    return;
                }
                settle.accept(pending, new RetryPolicy.Attempt.Answered(reply));
            }

            @Override
            public void oversize(String id) {
                Pending pending = waiting.remove(id);
                if (pending == null) {
                    return;
                }
                if (limits.maxMessageBytes() > batchedBytesMost()) {
                    pending.isolate();
                    settle.accept(pending, new RetryPolicy.Attempt.Lost("the message is too large for a batch"));
                } else {
                    settle.accept(pending, new RetryPolicy.Attempt.Answered(BatchReader.tooLarge()));
                }
            }

            @Override
            public void broken(String id) {
                Pending pending = waiting.get(id);
                if (pending != null) {
                    pending.isolate();
                }
            }
        };
        new BatchReader(new BodyBuffer(budget, batchedBytesMost()), clock, taker).read(answer.body());
    }

    private int batchedBytesMost() {
        return Math.min(BATCHED_BYTES_MOST, limits.maxMessageBytes());
    }

    private byte[] compose(List<Pending> load) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(load.size() * 320);
        try (JsonGenerator json = GraphJson.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("requests");
            for (int i = 0; i < load.size(); i++) {
                compose(json, Integer.toString(i + 1), load.get(i).operation());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void compose(JsonGenerator json, String id, Operation operation) {
        byte[] body = operation.jsonBody();
        json.writeStartObject();
        json.writeStringProperty("id", id);
        json.writeStringProperty("method", operation.method());
        json.writeStringProperty("url", operation.path());
        json.writeObjectPropertyStart("headers");
        preferences.forEach(json::writeStringProperty);
        if (body != null) {
            json.writeStringProperty("Content-Type", "application/json");
        }
        json.writeEndObject();
        if (body != null) {
            json.writeName("body");
            json.writeRawValue(new String(body, StandardCharsets.UTF_8));
        }
        json.writeEndObject();
    }

    /// For the ledger: how many operations of which kind, and how many of which mailbox.
    private static Map<String, String> note(List<Pending> load) {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> mailboxes = new TreeMap<>();
        for (Pending pending : load) {
            Operation operation = pending.operation();
            kinds.merge(operation.name(), 1, Integer::sum);
            if (operation.mailbox() != null) {
                mailboxes.merge(operation.mailbox().value(), 1, Integer::sum);
            }
        }
        Map<String, String> note = new TreeMap<>();
        note.put("operations", counts(kinds));
        note.put("mailboxes", counts(mailboxes));
        return note;
    }

    private static String counts(Map<String, Integer> counted) {
        StringBuilder text = new StringBuilder();
        counted.forEach((name, count) ->
                text.append(text.isEmpty() ? "" : " ").append(name).append(':').append(count));
        return text.toString();
    }

    private static RetryPolicy.Attempt fault(IOException e) {
        return WireFault.neverSent(e)
                ? new RetryPolicy.Attempt.Unsent("no connection to the service: " + e)
                : new RetryPolicy.Attempt.Lost(e.toString());
    }
}
