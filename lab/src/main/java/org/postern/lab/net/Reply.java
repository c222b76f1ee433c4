package org.postern.lab.net;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/// The answer to a request.
///
/// @param cutAfter when present, the connection breaks after this many bytes of the body
/// @param delay how long to wait before the reply is sent
/// @param afterwards runs once the work is done: before the last segment is written, so that a client which has the
///     whole answer finds its places free, or when the reply could not be written
public record Reply(
        int status,
        Map<String, String> headers,
        Body body,
        OptionalLong cutAfter,
        Duration delay,
        Runnable afterwards) {
    public Reply {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    public static Reply of(int status, Body body) {
        return new Reply(status, Map.of(), body, OptionalLong.empty(), Duration.ZERO, Reply::nothing);
    }

    public static Reply json(int status, JsonNode node) {
        return of(status, Body.json(node));
    }

    public static Reply noContent() {
        return of(204, Body.EMPTY);
    }

    /// 202, which says that it was taken and not that it is done.
    public static Reply accepted() {
        return of(202, Body.EMPTY);
    }

    public Reply with(String header, String value) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put(header, value);
        return new Reply(status, all, body, cutAfter, delay, afterwards);
    }

    public Reply cutAfter(long bytes) {
        return new Reply(status, headers, body, OptionalLong.of(bytes), delay, afterwards);
    }

    public Reply delayed(Duration by) {
        return new Reply(status, headers, body, cutAfter, delay.plus(by), afterwards);
    }

    /// This reply, whose `afterwards` runs only the first time.
    Reply once() {
        AtomicBoolean done = new AtomicBoolean();
        return new Reply(status, headers, body, cutAfter, delay, () -> {
            if (done.compareAndSet(false, true)) {
                afterwards.run();
            }
        });
    }

    public Reply then(Runnable next) {
        Runnable before = afterwards;
        return new Reply(status, headers, body, cutAfter, delay, () -> {
            before.run();
            next.run();
        });
    }

    private static void nothing() {}
}
