package org.postern.lab.graph;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.entra.AccessTokens.Caller;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.fault.Target;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.Seed;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import org.postern.lab.world.World;
import tools.jackson.databind.node.ObjectNode;

/// The Graph host: answers under `/v1.0/…` and `/beta/…`.
public final class Graph {
    private static final Logger LOG = System.getLogger(Graph.class.getName());
    private static final Set<String> AUDIENCES = Set.of("https://graph.microsoft.com");

    private final World world;
    private final AccessTokens tokens;
    private final Faults faults;
    private final Throttle throttle;
    private final Batch batch;
    private final MailApi mail;
    private final ApplicationsApi applications;
    private final DirectoryApi directory = new DirectoryApi();
    private final SignInsApi signIns = new SignInsApi();

    public Graph(World world, AccessTokens tokens, Faults faults, Throttle throttle, Counters counters) {
        Clock clock = world.clock();
        Seed seed = world.seed();
        this.world = world;
        this.tokens = tokens;
        this.faults = faults;
        this.throttle = throttle;
        this.batch = new Batch(this, throttle, counters);
        this.mail = new MailApi(seed, clock, faults);
        this.applications = new ApplicationsApi(world);
    }

    /// Whether the path is Graph's.
    public static boolean isGraph(String path) {
        return path.startsWith("/v1.0/") || path.startsWith("/beta/");
    }

    public Reply answer(Request request) {
        Ids ids = ids(request);
        Reply reply = attempt(ids, () -> {
            Caller caller = authenticate(request);
            Tenant tenant = world.tenant(caller.tenant().toString()).orElseThrow(Graph::unauthorized);
            List<String> path = Call.segments(request.path());
            String version = path.getFirst();
            List<String> rest = path.subList(1, path.size());
            if (rest.equals(List.of("$batch"))) {
                return batch.answer(request, version, caller, tenant);
            }
            Call call = new Call(request, version, rest, new Query(request.query()), caller, tenant);
            return answer(call, 1);
        });
        return identify(reply, ids);
    }

    /// The answer to one request inside a batch; `free` says how many requests to its mailbox may still run.
    Reply answerInner(Request inner, String version, Caller caller, Tenant tenant, Places places) {
        Ids ids = ids(inner);
        Reply reply = attempt(ids, () -> {
            Call call = new Call(inner, version, Call.segments(inner.path()), new Query(inner.query()), caller, tenant);
            Optional<User> user = mailbox(call);
            if (user.isPresent() && !places.hasPlace(user.get())) {
                throw Throttle.overConcurrency();
            }
            return answer(call, 0);
        });
        return reply.with("Cache-Control", "private")
                .with("request-id", ids.request().toString());
    }

    /// The places for requests at one time that a batch holds, by mailbox.
    interface Places {
        boolean hasPlace(User user);
    }

    /// The mailbox that a call is to; empty for the directory.
    Optional<User> mailbox(Call call) {
        boolean toMail = call.segment(0).equals("users") && isMail(call.segment(2));
        return toMail ? call.tenant().user(call.segment(1)) : Optional.empty();
    }

    private static boolean isMail(String segment) {
        return segment.equals("mailFolders")
                || segment.equals("mailfolders")
                || segment.equals("messages")
                || MailApi.isSending(segment);
    }

    /// @param places how many of the mailbox's places the call takes itself
    private Reply answer(Call call, int places) {
        Optional<User> user = mailbox(call);
        Target target = new Target(
                Optional.of(call.tenant()),
                user,
                Optional.empty(),
                call.request().path());
        refuseByFault(target);
        Reply reply = user.map(to -> throttled(call, to, places)).orElseGet(() -> route(call));
        return disturbed(reply, target);
    }

    private Reply throttled(Call call, User user, int places) {
        UUID app = call.caller().appId();
        throttle.count(app, user.id());
        if (throttle.occupy(app, user.id(), places) < places) {
            throw Throttle.overConcurrency();
        }
        try {
            call.header("Content-Length").ifPresent(length -> throttle.upload(app, user.id(), Long.parseLong(length)));
            Reply reply = route(call);
            return reply.then(() -> throttle.release(app, user.id(), places));
        } catch (RuntimeException e) {
            throttle.release(app, user.id(), places);
            throw e;
        }
    }

    private Reply route(Call call) {
        return switch (call.segment(0)) {
            case "users" -> users(call);
            case "organization" -> directory.organisation(call);
            case "applications" -> applications.answer(call);
            case "servicePrincipals" -> applications.servicePrincipals(call);
            case "auditLogs" -> auditLogs(call);
            case "me" -> throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
            default -> throw GraphFailure.noSuchSegment(call.segment(0));
        };
    }

    private Reply auditLogs(Call call) {
        if (!call.segment(1).equals("signIns")) {
            throw GraphFailure.noSuchSegment(call.segment(1));
        }
        return signIns.list(call);
    }

    private Reply users(Call call) {
        List<String> path = call.segments();
        if (path.size() == 1) {
            return directory.users(call);
        }
        Optional<User> user = call.tenant().user(path.get(1));
        if (path.size() == 2) {
            return directory.user(call, user.orElseThrow(() -> GraphFailure.resourceNotFound(path.get(1))));
        }
        if (!isMail(path.get(2))) {
            throw GraphFailure.noSuchSegment(path.get(2));
        }
        User owner = user.orElseThrow(
                () -> GraphFailure.of(404, "ErrorInvalidUser", "The requested user '" + path.get(1) + "' is invalid."));
        return mail.answer(call, owner, path.subList(2, path.size()));
    }

    private void refuseByFault(Target target) {
        Optional<Fault> throttled = faults.strike(FaultKind.THROTTLED, target);
        if (throttled.isPresent()) {
            throw retryAfter(
                    GraphFailure.of(429, "TooManyRequests", "Too many requests. Please retry later."), throttled.get());
        }
        Optional<Fault> unavailable = faults.strike(FaultKind.UNAVAILABLE, target);
        if (unavailable.isPresent()) {
            Fault fault = unavailable.get();
            String backOff = "The server cannot service this request right now. Try again later. Back off for "
                    + fault.milliseconds().orElse(0) + " milliseconds.";
            throw retryAfter(GraphFailure.of(fault.status().orElse(503), "ErrorServerBusy", backOff), fault);
        }
    }

    private static GraphFailure retryAfter(GraphFailure failure, Fault fault) {
        return fault.retryAfterSeconds().isEmpty()
                ? failure
                : failure.with(
                        "Retry-After",
                        Integer.toString(fault.retryAfterSeconds().getAsInt()));
    }

    private Reply disturbed(Reply reply, Target target) {
        Reply result = reply;
        Optional<Fault> slow = faults.strike(FaultKind.LATENCY, target);
        if (slow.isPresent()) {
            result = result.delayed(Duration.ofMillis(slow.get().milliseconds().orElse(1000)));
        }
        Optional<Fault> cut = faults.strike(FaultKind.CUT_CONNECTION, target);
        return cut.isPresent()
                ? result.cutAfter(cut.get().bytes().orElse(result.body().length() / 2))
                : result;
    }

    /// Faults that break a batch as a whole.
    Reply disturbedBatch(Reply reply, Request request, Tenant tenant) {
        return disturbed(reply, new Target(Optional.of(tenant), Optional.empty(), Optional.empty(), request.path()));
    }

    /// Faults that refuse a batch as a whole.
    void refuseBatch(Request request, Tenant tenant) {
        refuseByFault(new Target(Optional.of(tenant), Optional.empty(), Optional.empty(), request.path()));
    }

    private Caller authenticate(Request request) {
        String header = request.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw unauthorized();
        }
        return tokens.verify(header.substring(7).strip(), AUDIENCES).orElseThrow(Graph::unauthorized);
    }

    private static GraphFailure unauthorized() {
        return GraphFailure.of(401, "InvalidAuthenticationToken", "Access token is empty, invalid or expired.")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
                                + "client_id=\"00000003-0000-0000-c000-000000000000\"");
    }

    // ---- replies ----

    private record Ids(UUID request, String client) {}

    private Ids ids(Request request) {
        UUID id = world.seed().nextRequestId();
        return new Ids(id, request.header("client-request-id").orElse(id.toString()));
    }

    private Reply attempt(Ids ids, Supplier<Reply> action) {
        try {
            return action.get();
        } catch (GraphFailure failure) {
            return refusal(ids, failure);
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, "A request could not be read or answered: " + e.getMessage());
            return refusal(ids, GraphFailure.of(500, "InternalServerError", "Error while processing response."));
        }
    }

    private Reply refusal(Ids ids, GraphFailure failure) {
        ObjectNode document = Json.object();
        document.putObject("error")
                .put("code", failure.code())
                .put("message", failure.text())
                .putObject("innerError")
                .put("date", Times.text(world.clock().instant()).replace("Z", ""))
                .put("request-id", ids.request().toString())
                .put("client-request-id", ids.client());
        Reply reply = Reply.json(failure.status(), document);
        for (Map.Entry<String, String> header : failure.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private static Reply identify(Reply reply, Ids ids) {
        return reply.with("request-id", ids.request().toString())
                .with("client-request-id", ids.client())
                .with("Cache-Control", "private")
                .with("OData-Version", "4.0");
    }
}
