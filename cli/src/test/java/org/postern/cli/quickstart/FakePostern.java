package org.postern.cli.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ServerAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small server with Postern's REST contract over real HTTP, which lies when it is told to.
public final class FakePostern implements AutoCloseable {
    public static final String TOKEN = "secret-token";

    /// What the fake can get wrong.
    public enum Lie {
        CHANGES_A_BYTE,
        LOSES_A_MESSAGE,
        DOUBLES_A_MESSAGE,
        FORGETS_WHAT_WAS_DELETED,
        MISSES_THE_DELETION,
        FINDS_NOTHING,
        RESTORES_TOO_LITTLE,
        REFUSES_A_GOOD_MESSAGE,
        RESTORES_OTHER_BYTES,
        RESTORES_TWICE,
        EXPORTS_OTHER_BYTES,
        HAS_A_BROKEN_LEDGER,
        FAILS_THE_SYNC
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(int status, String type, byte[] body) {}

    private final HttpServer server;
    final JsonMapper json = JsonMapper.shared();
    private final FakeJobs jobs = new FakeJobs(this);
    public final FakeLab lab;
    public final FakeVault vault = new FakeVault();
    public final Set<Lie> lies = EnumSet.noneOf(Lie.class);
    public final List<String> tenants = new ArrayList<>(List.of("sample"));
    public final List<String> requests = new ArrayList<>();
    public final List<JsonNode> bodies = new ArrayList<>();
    public final List<String> connections = new ArrayList<>();
    public boolean checkPasses = true;
    public String jobState = "succeeded";

    public FakePostern(FakeLab lab) throws IOException {
        this.lab = lab;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public ServerAddress address() {
        return new ServerAddress(url(), TOKEN);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private synchronized Answer answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + TOKEN).equals(authorization)) {
            return problem(401, "The token is not known.", "");
        }
        String rawPath = exchange.getRequestURI().getRawPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode document = body.length == 0 ? json.createObjectNode() : json.readTree(body);
        if (body.length > 0) {
            bodies.add(document);
        }
        String[] segments = Arrays.stream(rawPath.substring("/api/v1/".length()).split("/"))
                .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                .toArray(String[]::new);
        return switch (segments[0]) {
            case "status" -> ok(status());
            case "tenants" -> tenants(exchange.getRequestMethod(), segments, query(exchange), document);
            case "jobs" -> jobs.answer(segments);
            default -> problem(404, "There is no " + rawPath + ".", "");
        };
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static Map<String, Object> status() {
        return Map.of(
                "version",
                "0.1.0",
                "startedAt",
                "2026-11-22T01:00:00Z",
                "uptimeSeconds",
                4000,
                "heapUsedBytes",
                1000,
                "heapMaxBytes",
                512_000_000,
                "cpuSeconds",
                1.5,
                "directory",
                "/srv/postern",
                "tenants",
                1);
    }

    private Answer tenants(String method, String[] path, Map<String, String> query, JsonNode body) {
        if (path.length == 1) {
            if (method.equals("POST")) {
                tenants.add(body.path("id").asString(""));
                return ok(tenant(body.path("id").asString("")));
            }
            return items(tenants.stream().map(FakePostern::tenant).toList());
        }
        if (!tenants.contains(path[1])) {
            return problem(404, "There is no tenant \"" + path[1] + "\".", "List them.");
        }
        if (path.length == 2) {
            return ok(Map.of(
                    "id",
                    path[1],
                    "name",
                    path[1],
                    "stats",
                    Map.of("mailboxes", 2, "messages", 14, "rawBytes", 1400, "storedBytes", 500)));
        }
        return switch (path[2]) {
            case "connections" -> connection(method, path, body);
            case "mailboxes" -> path.length == 3 ? items(mailboxes()) : mailbox(path, query);
            case "sync" -> jobs.sync();
            case "search" -> search(query);
            case "restores" -> jobs.restore(body);
            case "exports" -> jobs.export(body);
            case "ledger" -> ledger(path);
            default -> problem(404, "There is no such thing.", "");
        };
    }

    private static Map<String, Object> tenant(String id) {
        return Map.of("id", id, "name", id, "createdAt", "2026-11-22T01:00:00Z");
    }

    private Answer connection(String method, String[] path, JsonNode body) {
        if (path.length == 3 && method.equals("GET")) {
            return items(connections.stream().map(FakePostern::connection).toList());
        }
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n";
        Map<String, Object> kit = Map.of(
                "certificatePem",
                pem,
                "powerShell",
                "Connect-MgGraph\n",
                "azureCli",
                "az ad app create\n",
                "explanation",
                "Register this.\n");
        if (path.length == 3) {
            connections.add(body.path("function").asString(""));
            return ok(Map.of("connection", connection(body.path("function").asString("")), "kit", kit));
        }
        if (path.length == 4 && path[3].equals("kill-switch")) {
            return ok(Map.of("powerShell", "Connect-MgGraph\n", "azureCli", "az login\n"));
        }
        if (path.length == 4) {
            connections.remove(path[3]);
            return new Answer(204, "application/json", new byte[0]);
        }
        return switch (path[4]) {
            case "kit" -> ok(kit);
            case "registration" -> ok(connection(path[3]));
            default ->
                ok(Map.of(
                        "passed",
                        checkPasses,
                        "findings",
                        List.of(Map.of(
                                "step",
                                "Sign in with the certificate",
                                "outcome",
                                checkPasses ? "passed" : "failed",
                                "detail",
                                "AADSTS700027",
                                "advice",
                                checkPasses ? "" : "Upload the certificate."))));
        };
    }

    private static Map<String, Object> connection(String function) {
        return Map.of(
                "tenant",
                "sample",
                "function",
                function,
                "cloud",
                Map.of("name", "lab", "graph", "https://lab"),
                "state",
                "active",
                "thumbprint",
                "AB".repeat(32),
                "directoryTenant",
                "sample.example",
                "certificateUntil",
                "2027-11-22T01:00:00Z");
    }

    private List<Map<String, Object>> mailboxes() {
        return lab.mailboxes("t").stream()
                .map(mailbox -> Map.<String, Object>of(
                        "id",
                        mailbox.id(),
                        "address",
                        mailbox.address(),
                        "displayName",
                        mailbox.displayName(),
                        "messages",
                        mailbox.messages(),
                        "versions",
                        mailbox.messages(),
                        "bytes",
                        700,
                        "sync",
                        Map.of("state", "ok", "lastEnd", "2026-11-22T01:00:00Z", "reason", "")))
                .toList();
    }

    private Answer mailbox(String[] path, Map<String, String> query) {
        Instant asAt = query.containsKey("asAt") ? Instant.parse(query.get("asAt")) : null;
        List<FakeVault.Version> versions = kept(path[3], asAt);
        if (path[4].equals("digests")) {
            return digests(versions);
        }
        if (path[4].equals("folders")) {
            Stream<FakeVault.Version> within = versions.stream();
            return path.length == 5
                    ? items(folders(versions))
                    : items(within.filter(
                                    version -> version.message().folderPath().equals(path[5]))
                            .map(this::version)
                            .toList());
        }
        FakeVault.Version found = versions.stream()
                .filter(version -> version.message().id().equals(path[5]))
                .findFirst()
                .orElse(null);
        if (found == null) {
            return problem(404, "There is no message " + path[5] + ".", "Search for it.");
        }
        return switch (path.length == 6 ? "" : path[6]) {
            case "mime" -> new Answer(200, "message/rfc822", found.message().mime());
            case "history" -> items(List.of(version(found)));
            default -> {
                Map<String, Object> all = new LinkedHashMap<>(version(found));
                all.put(
                        "headers",
                        List.of(Map.of(
                                "name", "Subject", "value", found.message().subject())));
                all.put("text", "Text with \u001b[31mred\u001b[0m.\n");
                all.put("attachments", List.of(Map.of("name", "a.pdf", "mediaType", "application/pdf", "size", 12)));
                yield ok(all);
            }
        };
    }

    List<FakeVault.Version> kept(String mailbox, @Nullable Instant asAt) {
        boolean forgets = lies.contains(Lie.FORGETS_WHAT_WAS_DELETED);
        return forgets
                ? vault.at(mailbox, asAt).stream()
                        .filter(version -> version.until() == null)
                        .toList()
                : vault.at(mailbox, asAt);
    }

    private static List<Map<String, Object>> folders(List<FakeVault.Version> versions) {
        return versions.stream()
                .map(version -> version.message().folderPath())
                .distinct()
                .map(path -> Map.<String, Object>of(
                        "id",
                        path,
                        "name",
                        path,
                        "path",
                        path,
                        "wellKnown",
                        path.toLowerCase(Locale.ROOT),
                        "messages",
                        3,
                        "from",
                        "2026-11-22T01:00:00Z"))
                .toList();
    }

    private Map<String, Object> version(FakeVault.Version version) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("mailbox", version.mailbox());
        document.put("id", version.message().id());
        document.put("folder", version.message().folderPath());
        document.put("subject", version.message().subject());
        document.put("sender", "sender@example.org");
        document.put("recipients", List.of("anna@sample.example"));
        document.put("receivedAt", "2026-11-20T10:00:00Z");
        document.put("size", version.message().mime().length);
        document.put("read", true);
        document.put("missing", "");
        document.put("from", version.from().toString());
        document.put("until", version.until() == null ? null : version.until().toString());
        return document;
    }

    private Answer digests(List<FakeVault.Version> versions) {
        StringBuilder lines = new StringBuilder();
        for (int i = lies.contains(Lie.LOSES_A_MESSAGE) ? 1 : 0; i < versions.size(); i++) {
            FakeLab.Held held = versions.get(i).message();
            byte[] bytes = held.mime().clone();
            if (lies.contains(Lie.CHANGES_A_BYTE) && i == 0) {
                bytes[bytes.length - 1] ^= 1;
            }
            String line = json.writeValueAsString(Map.of(
                    "id",
                    held.id(),
                    "folder",
                    held.folderPath(),
                    "size",
                    bytes.length,
                    "sha256",
                    FakeLab.sha256(bytes)));
            lines.append(line).append('\n');
            if (lies.contains(Lie.DOUBLES_A_MESSAGE) && i == 0) {
                lines.append(line).append('\n');
            }
        }
        return new Answer(200, "application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Answer search(Map<String, String> query) {
        Instant asAt = query.containsKey("asAt") ? Instant.parse(query.get("asAt")) : null;
        boolean blind = lies.contains(Lie.FINDS_NOTHING) && query.containsKey("words");
        List<Map<String, Object>> hits = lab.mailboxes.keySet().stream()
                .filter(mailbox -> mailbox.equals(query.getOrDefault("mailbox", mailbox)))
                .flatMap(mailbox -> kept(mailbox, asAt).stream())
                .filter(version -> !blind)
                .filter(version -> version.message()
                        .folderPath()
                        .equals(query.getOrDefault("folder", version.message().folderPath())))
                .filter(version -> Arrays.stream(query.getOrDefault("words", "").split(" "))
                        .allMatch(word -> version.message().subject().contains(word)))
                .map(this::version)
                .toList();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", hits);
        page.put("total", hits.size());
        page.put("next", null);
        return ok(page);
    }

    private Answer ledger(String[] path) {
        if (path.length == 3) {
            return items(List.of(Map.of(
                    "number",
                    1,
                    "at",
                    "2026-11-22T01:00:00Z",
                    "kind",
                    "token",
                    "actor",
                    "server",
                    "details",
                    "asked",
                    "previous",
                    "00",
                    "hash",
                    "11")));
        }
        if (path[3].equals("checkpoint")) {
            Map<String, Object> anchor = Map.of("place", "file /a", "size", 5, "at", "2026-11-22T01:00:00Z");
            return ok(Map.of("note", "a\n5\nb\n", "key", "a+00000000+b", "anchors", List.of(anchor)));
        }
        if (path[3].equals("standing") || path[3].equals("mail")) {
            Map<String, Object> mail = Map.of("place", "mail to a@x.example", "size", 5, "at", "2026-11-22T01:00:00Z");
            Map<String, Object> verification = Map.of("whole", true, "entries", 5);
            return ok(Map.of(
                    "entries",
                    6,
                    "signed",
                    5,
                    "verification",
                    verification,
                    "verifying",
                    true,
                    "anchors",
                    List.of(mail)));
        }
        if (!path[3].equals("verification")) {
            return new Answer(200, "text/plain", "a text\n".getBytes(StandardCharsets.UTF_8));
        }
        return lies.contains(Lie.HAS_A_BROKEN_LEDGER)
                ? ok(Map.of("whole", false, "number", 3, "reason", "its hash does not fit"))
                : ok(Map.of("whole", true, "entries", 5));
    }

    Answer items(Object items) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put("next", null);
        return ok(page);
    }

    Answer ok(Object document) {
        return new Answer(200, "application/json", json.writeValueAsBytes(document));
    }

    static Answer problem(int status, String detail, String advice) {
        return new Answer(
                status,
                "application/problem+json",
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Map.of("title", "No", "status", status, "detail", detail, "advice", advice)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
