package org.postern.lab.graph;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.lab.entra.AccessTokens.Caller;
import org.postern.lab.net.Body;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /$batch` (JSON batching): up to 20 requests, each answered and throttled on its own.
///
/// Outlook works on four requests of a batch at a time. The lab answers at once, so it counts a batch as holding up to
/// four of each mailbox's places for as long as its answer is being written: what comes beside it meets the limit as it
/// would in the service.
final class Batch {
    private static final int REQUESTS_MAX = 20;
    private static final int PARALLEL = 4;

    private final Graph graph;
    private final Throttle throttle;
    private final Counters counters;

    Batch(Graph graph, Throttle throttle, Counters counters) {
        this.graph = graph;
        this.throttle = throttle;
        this.counters = counters;
    }

    /// One request of a batch.
    private record Part(String id, Request request, List<String> dependsOn) {}

    Reply answer(Request outer, String version, Caller caller, Tenant tenant) {
        if (!outer.method().equals("POST")) {
            throw GraphFailure.methodNotAllowed();
        }
        graph.refuseBatch(outer, tenant);
        Call call = new Call(outer, version, List.of("$batch"), new Query(""), caller, tenant);
        List<Part> parts = read(outer, call.json());
        counters.batch(parts.size());
        Map<User, Integer> wanted = new HashMap<>();
        parts.forEach(part -> mailbox(part, version, caller, tenant)
                .ifPresent(user -> wanted.merge(user, 1, (a, b) -> Math.min(a + b, PARALLEL))));
        Map<User, Integer> held = new HashMap<>();
        wanted.forEach((user, places) -> held.put(user, throttle.occupy(caller.appId(), user.id(), places)));
        Runnable release = () -> held.forEach((user, places) -> throttle.release(caller.appId(), user.id(), places));
        try {
            Map<String, Reply> replies = run(
                    parts,
                    part -> graph.answerInner(
                            part.request(), version, caller, tenant, user -> held.getOrDefault(user, 0) > 0));
            return graph.disturbedBatch(combine(replies), outer, tenant).then(release);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    private Optional<User> mailbox(Part part, String version, Caller caller, Tenant tenant) {
        try {
            List<String> segments = Call.segments(part.request().path());
            return graph.mailbox(new Call(part.request(), version, segments, new Query(""), caller, tenant));
        } catch (GraphFailure _) { // refused when its turn comes
            return Optional.empty();
        }
    }

    private interface Runner {
        Reply run(Part part);
    }

    /// In the order given, which is an order that dependsOn allows: a request may only depend on one before it.
    private static Map<String, Reply> run(List<Part> parts, Runner runner) {
        Map<String, Reply> replies = new LinkedHashMap<>();
        for (Part part : parts) {
            boolean failed = part.dependsOn().stream()
                    .map(replies::get)
                    .anyMatch(reply -> reply == null || reply.status() >= 400);
            replies.put(part.id(), failed ? failedDependency() : runner.run(part));
        }
        return replies;
    }

    private static Reply failedDependency() {
        ObjectNode document = Json.object();
        document.putObject("error")
                .put("code", "FailedDependency")
                .put("message", "A request that this one depends on failed.");
        return Reply.json(424, document);
    }

    // ---- reading ----

    private static List<Part> read(Request outer, ObjectNode json) {
        JsonNode requests = json.path("requests");
        if (!requests.isArray() || requests.isEmpty()) {
            throw GraphFailure.badRequest("Invalid batch payload format.");
        }
        if (requests.size() > REQUESTS_MAX) {
            throw GraphFailure.badRequest(
                    "Number of batch request steps exceeds the maximum value of " + REQUESTS_MAX + ".");
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        for (JsonNode request : requests) {
            Part part = part(outer, request);
            boolean known = part.dependsOn().stream().allMatch(parts::containsKey);
            if (!known || parts.put(part.id(), part) != null) {
                throw GraphFailure.badRequest("Invalid batch: ids must be unique and dependsOn must name a request "
                        + "before this one; see request '" + part.id() + "'.");
            }
        }
        return new ArrayList<>(parts.values());
    }

    private static Part part(Request outer, JsonNode json) {
        String id = json.path("id").asString("").toLowerCase(Locale.ROOT);
        String method = json.path("method").asString("").toUpperCase(Locale.ROOT);
        String url = json.path("url").asString("");
        if (id.isEmpty() || method.isEmpty() || url.isEmpty() || url.startsWith("http")) {
            throw GraphFailure.badRequest(
                    "Invalid batch: every request needs an id, a method and a url relative to the version.");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString("")));
        byte[] body = body(json.path("body"), headers.getOrDefault("Content-Type", ""));
        if (body.length > 0) {
            headers.put("Content-Length", Integer.toString(body.length));
        }
        int question = url.indexOf('?');
        String path = question < 0 ? url : url.substring(0, question);
        String query = question < 0 ? "" : url.substring(question + 1);
        List<String> dependsOn = new ArrayList<>();
        json.path("dependsOn").forEach(other -> dependsOn.add(other.asString().toLowerCase(Locale.ROOT)));
        String absolute = path.startsWith("/") ? path : "/" + path;
        return new Part(id, Request.inner(outer, method, absolute, query, headers, body), dependsOn);
    }

    /// JSON as it is, text as its characters, anything else from base64url (OData JSON 4.01 §19.1).
    private static byte[] body(JsonNode body, String contentType) {
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        if (!body.isString()) {
            return Json.bytes(body);
        }
        String text = body.stringValue();
        if (contentType.toLowerCase(Locale.ROOT).startsWith("text/")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException _) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    // ---- writing ----

    /// The answers joined; stored messages go out as base64 straight from where they lie.
    private static Reply combine(Map<String, Reply> replies) {
        List<Body.Segment> segments = new ArrayList<>();
        Duration delay = Duration.ZERO;
        List<Runnable> afterwards = new ArrayList<>();
        StringBuilder text = new StringBuilder("{\"responses\":[");
        for (Map.Entry<String, Reply> one : replies.entrySet()) {
            Reply reply = one.getValue();
            delay = delay.compareTo(reply.delay()) > 0 ? delay : reply.delay();
            afterwards.add(reply.afterwards());
            text.append(head(one.getKey(), reply));
            append(reply.body(), text, segments);
            text.append("},");
        }
        text.setCharAt(text.length() - 1, ']');
        text.append('}');
        segments.add(raw(text));
        Reply whole = Reply.of(200, new Body("application/json", segments))
                .delayed(delay)
                .then(() -> afterwards.forEach(Runnable::run));
        // What cuts one answer cuts the connection that all of them share.
        boolean cut =
                replies.values().stream().anyMatch(reply -> reply.cutAfter().isPresent());
        return cut ? whole.cutAfter(whole.body().length() / 2) : whole;
    }

    private static String head(String id, Reply reply) {
        ObjectNode head = Json.object().put("id", id).put("status", reply.status());
        ObjectNode headers = head.putObject("headers");
        reply.headers().forEach(headers::put);
        if (!reply.body().contentType().isEmpty()) {
            headers.put("Content-Type", reply.body().contentType());
        }
        String text = new String(Json.bytes(head), StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 1);
    }

    private static void append(Body body, StringBuilder text, List<Body.Segment> segments) {
        if (body.segments().isEmpty()) {
            return;
        }
        text.append(",\"body\":");
        for (Body.Segment segment : body.segments()) {
            switch (segment) {
                case Body.Stored stored -> {
                    text.append('"');
                    segments.add(raw(text));
                    segments.add(new Body.Base64Of(stored.content(), stored.length()));
                    text.append('"');
                }
                case Body.Raw raw -> {
                    segments.add(raw(text));
                    segments.add(raw);
                }
                case Body.Base64Of coded -> segments.add(coded);
                case Body.Live _ -> throw new IllegalStateException("No reply of Graph is live.");
            }
        }
    }

    private static Body.Raw raw(StringBuilder text) {
        Body.Raw raw = new Body.Raw(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
        return raw;
    }
}
