package org.postern.lab.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.lab.fault.Faults;
import org.postern.lab.graph.Counters;
import org.postern.lab.graph.Throttle;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.Application;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.KeyCredential;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import org.postern.lab.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers under `/_lab/`.
public final class ControlApi {
    private static final int BODY_BYTES_MAX = 160 * 1024 * 1024;

    private final World world;
    private final Faults faults;
    private final Counters counters;
    private final Throttle throttle;
    private final byte[] token;
    private final MailboxControl mailboxes;

    public ControlApi(World world, Faults faults, Counters counters, Throttle throttle, String token) {
        this.world = world;
        this.faults = faults;
        this.counters = counters;
        this.throttle = throttle;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.mailboxes = new MailboxControl(world.clock());
    }

    public static boolean isControl(String path) {
        return path.startsWith("/_lab/");
    }

    public Reply answer(Request request) throws IOException {
        String bearer = request.header("Authorization").orElse("").replaceFirst("(?i)^Bearer\\s+", "");
        if (!MessageDigest.isEqual(token, bearer.getBytes(StandardCharsets.UTF_8))) {
            return error(401, "Send the control token from lab.json as Authorization: Bearer.");
        }
        try {
            List<String> path =
                    List.of(request.path().substring("/_lab/".length()).split("/"));
            return route(request, path);
        } catch (ControlFailure failure) {
            return error(failure.status(), failure.text());
        } catch (Request.TooLarge e) {
            return error(413, "A control call takes up to 160 MB: " + e.getMessage());
        }
    }

    private static Reply error(int status, String message) {
        return Reply.json(status, Json.object().put("error", message));
    }

    private Reply route(Request request, List<String> path) throws IOException {
        String what = request.method() + " " + path.getFirst();
        return switch (what) {
            case "GET state" -> Reply.json(200, state());
            case "POST requests" -> {
                counters.reset();
                yield Reply.json(200, state());
            }
            case "POST clock" -> clock(json(request));
            case "POST settings" -> settings(json(request));
            case "GET faults" -> Reply.json(200, faultList());
            case "POST faults" -> addFault(json(request));
            case "DELETE faults" -> removeFaults(path);
            default -> {
                if (!path.getFirst().equals("tenants") || path.size() < 3) {
                    throw new ControlFailure(404, "There is no control call " + what + "; see lab/README.md.");
                }
                yield tenant(request, path);
            }
        };
    }

    private static JsonNode json(Request request) throws IOException {
        byte[] body = request.body(BODY_BYTES_MAX);
        return body.length == 0
                ? Json.object()
                : Json.readObject(body).orElseThrow(() -> ControlFailure.bad("The body must be a JSON object."));
    }

    private ObjectNode state() {
        ObjectNode json = Json.object().put("now", world.clock().instant().toString());
        Counters.Counts counts = counters.counts();
        json.putObject("requests")
                .put("http", counts.http())
                .put("tokens", counts.tokens())
                .put("batches", counts.batches())
                .put("subrequests", counts.subrequests());
        ArrayNode tenants = json.putArray("tenants");
        world.tenants().forEach(tenant -> tenants.add(describe(tenant)));
        json.put("faults", faults.all().size());
        return json;
    }

    /// A tenant with its counts.
    public static ObjectNode describe(Tenant tenant) {
        long messages = 0;
        long bytes = 0;
        for (User user : tenant.users()) {
            for (FolderView folder : user.mailbox().folders()) {
                messages += folder.items();
                bytes += folder.bytes();
            }
        }
        return Json.object()
                .put("id", tenant.id().toString())
                .put("domain", tenant.domain())
                .put("name", tenant.name())
                .put("mailboxes", tenant.users().size())
                .put("messages", messages)
                .put("bytes", bytes)
                .put("applications", tenant.applications().size());
    }

    private Reply clock(JsonNode json) {
        try {
            if (json.path("advanceSeconds").isNumber()) {
                world.clock()
                        .advance(Duration.ofSeconds(json.path("advanceSeconds").asLong()));
            } else {
                world.clock().set(Instant.parse(json.path("now").asString("")));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ControlFailure.bad(
                    "Send {\"advanceSeconds\": 60} or {\"now\": \"2026-01-31T12:00:00Z\"}: " + e.getMessage());
        }
        return Reply.json(200, state());
    }

    private Reply settings(JsonNode json) {
        JsonNode limits = json.path("throttling");
        Throttle.Limits now = throttle.limits();
        if (limits.isBoolean()) {
            throttle.limits(limits.asBoolean() ? Throttle.Limits.DOCUMENTED : Throttle.Limits.OFF);
        } else {
            throttle.limits(new Throttle.Limits(
                    limits.path("requestsPerTenMinutes").asInt(now.requestsPerTenMinutes()),
                    limits.path("concurrentPerMailbox").asInt(now.concurrentPerMailbox()),
                    limits.path("uploadBytesPerFiveMinutes").asLong(now.uploadBytesPerFiveMinutes())));
        }
        if (json.path("keyPropagationSeconds").isNumber()) {
            world.keyPropagation(
                    Duration.ofSeconds(json.path("keyPropagationSeconds").asLong()));
        }
        if (json.path("signInDelaySeconds").isNumber()) {
            world.signInDelay(Duration.ofSeconds(json.path("signInDelaySeconds").asLong()));
        }
        Throttle.Limits set = throttle.limits();
        ObjectNode answer = Json.object()
                .put("keyPropagationSeconds", world.keyPropagation().toSeconds())
                .put("signInDelaySeconds", world.signInDelay().toSeconds());
        answer.putObject("throttling")
                .put("requestsPerTenMinutes", set.requestsPerTenMinutes())
                .put("concurrentPerMailbox", set.concurrentPerMailbox())
                .put("uploadBytesPerFiveMinutes", set.uploadBytesPerFiveMinutes());
        return Reply.json(200, answer);
    }

    private ObjectNode faultList() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("faults");
        faults.all().forEach((id, fault) -> list.add(FaultJson.write(id, fault)));
        return json;
    }

    private Reply addFault(JsonNode json) {
        String id = faults.add(FaultJson.read(json));
        return Reply.json(201, Json.object().put("id", id));
    }

    private Reply removeFaults(List<String> path) {
        if (path.size() == 1) {
            faults.clear();
        } else if (!faults.remove(path.get(1))) {
            throw ControlFailure.notFound("The fault " + path.get(1));
        }
        return Reply.noContent();
    }

    private Reply tenant(Request request, List<String> path) throws IOException {
        Tenant tenant =
                world.tenant(path.get(1)).orElseThrow(() -> ControlFailure.notFound("The tenant " + path.get(1)));
        String what = request.method() + " " + path.get(2);
        return switch (what) {
            case "GET mailboxes" -> path.size() == 3 ? list(tenant) : readMailbox(tenant, request, path);
            case "POST mailboxes" -> changeMailbox(tenant, request, path);
            case "GET exchange" -> Reply.json(200, ExchangeControl.describe(tenant));
            case "POST exchange" -> Reply.json(200, ExchangeControl.change(tenant, json(request)));
            case "GET applications" -> Reply.json(200, applications(tenant));
            case "POST applications" ->
                path.size() == 3 ? register(tenant, json(request)) : putKey(tenant, path, json(request));
            case "DELETE applications" -> removeKey(tenant, path);
            default -> throw new ControlFailure(404, "There is no control call " + what + "; see lab/README.md.");
        };
    }

    private Reply list(Tenant tenant) {
        ObjectNode json = Json.object();
        ArrayNode users = json.putArray("mailboxes");
        tenant.users().forEach(user -> users.add(mailboxes.describe(user)));
        return Reply.json(200, json);
    }

    private static User user(Tenant tenant, List<String> path) {
        return tenant.user(path.get(3)).orElseThrow(() -> ControlFailure.notFound("The mailbox " + path.get(3)));
    }

    private Reply readMailbox(Tenant tenant, Request request, List<String> path) throws IOException {
        User user = user(tenant, path);
        if (path.size() == 4) {
            return Reply.json(200, mailboxes.describe(user));
        }
        if (path.size() == 7 && path.get(6).equals("mime")) {
            return mailboxes.mime(user, path.get(5));
        }
        return Reply.json(200, mailboxes.messages(user, parameter(request, "folderPath")));
    }

    private Reply changeMailbox(Tenant tenant, Request request, List<String> path) throws IOException {
        if (path.size() < 5) {
            throw ControlFailure.bad("Name a mailbox and what to do with it; see lab/README.md.");
        }
        User user = user(tenant, path);
        return Reply.json(
                200,
                switch (path.get(4)) {
                    case "delete" -> mailboxes.delete(user, json(request));
                    case "move" -> mailboxes.move(user, json(request));
                    case "mark" -> mailboxes.mark(user, json(request));
                    case "folder" -> mailboxes.folder(user, json(request));
                    case "expire-delta" -> mailboxes.expireDelta(user, json(request));
                    case "deliver" ->
                        mailboxes.deliver(
                                user,
                                request.body(BODY_BYTES_MAX),
                                parameter(request, "folderPath").orElse(""));
                    default ->
                        throw ControlFailure.bad(
                                "A mailbox takes delete, move, mark, folder, expire-delta and deliver; not "
                                        + path.get(4) + ".");
                });
    }

    private static Optional<String> parameter(Request request, String name) {
        for (String pair : request.query().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode applications(Tenant tenant) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("applications");
        tenant.applications().forEach(application -> list.add(describe(application)));
        return json;
    }

    private static ObjectNode describe(Application application) {
        ObjectNode json = Json.object()
                .put("appId", application.appId().toString())
                .put("objectId", application.objectId().toString())
                .put("servicePrincipalId", application.servicePrincipalId().toString())
                .put("displayName", application.displayName());
        ArrayNode roles = json.putArray("roles");
        application.roles().stream().sorted().forEach(roles::add);
        ArrayNode keys = json.putArray("keys");
        for (KeyCredential key : application.keys()) {
            keys.addObject()
                    .put("keyId", key.keyId().toString())
                    .put("thumbprint", key.thumbprint())
                    .put("endsAt", key.endsAt().toString());
        }
        return json;
    }

    /// What the customer's administrator does: registers the application, its certificate, and consents.
    private static Reply register(Tenant tenant, JsonNode json) {
        Set<String> roles = new TreeSet<>();
        json.path("roles").forEach(role -> roles.add(role.asString("")));
        X509Certificate certificate = certificate(json.path("certificate").asString(""));
        Application application = tenant.register(json.path("displayName").asString("Application"), roles);
        application.addKey(tenant.key(application, certificate, "CN=registered by the administrator"));
        return Reply.json(201, describe(application));
    }

    /// What the customer's administrator does by a script: adds a certificate, or puts it in place of all others.
    private static Reply putKey(Tenant tenant, List<String> path, JsonNode json) {
        if (path.size() != 5 || !path.get(4).equals("keys")) {
            throw ControlFailure.bad("Use POST …/applications/{appId}/keys.");
        }
        Application application = tenant.application(path.get(3))
                .orElseThrow(() -> ControlFailure.notFound("The application " + path.get(3)));
        KeyCredential key = tenant.key(
                application,
                certificate(json.path("certificate").asString("")),
                json.path("displayName").asString("CN=added by the administrator"));
        if (json.path("replace").asBoolean(false)) {
            application.replaceKeys(List.of(key));
        } else {
            application.addKey(key);
        }
        return Reply.json(201, describe(application));
    }

    static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw ControlFailure.bad("\"certificate\" must be the base64 of a DER certificate: " + e.getMessage());
        }
    }

    private static Reply removeKey(Tenant tenant, List<String> path) {
        if (path.size() != 6) {
            throw ControlFailure.bad("Use DELETE …/applications/{appId}/keys/{keyId}.");
        }
        boolean removed = tenant.application(path.get(3))
                .flatMap(application -> application.keys().stream()
                        .filter(key -> key.keyId().toString().equalsIgnoreCase(path.get(5)))
                        .findFirst()
                        .map(key -> application.removeKey(key.keyId())))
                .orElse(false);
        if (!removed) {
            throw ControlFailure.notFound("The key " + path.get(5));
        }
        return Reply.noContent();
    }
}
