package org.postern.lab.ews;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.ews.SignIn.Admission;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.graph.Throttle;
import org.postern.lab.net.Body;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.User;
import org.postern.lab.world.World;

/// The EWS host: answers at `/EWS/Exchange.asmx`.
public final class Ews {
    private static final String PATH = "/ews/exchange.asmx";
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024; // as Exchange's MaxReceivedMessageSize
    private static final long BACK_OFF_MILLISECONDS = 30_000;
    private static final String BACK_END = "X-BackEndOverrideCookie=lab-";

    private final World world;
    private final Clock clock;
    private final Faults faults;
    private final Throttle limits;
    private final SignIn signIn;
    private final Subscriptions subscriptions;
    private final Connections connections = new Connections();
    private final Map<String, Operation> operations;

    /// What one operation does: writes its response messages.
    private interface Operation {
        void answer(EwsCall call, Responses responses);
    }

    /// @param limits whether requests at one time are counted: not when Graph's are not
    public Ews(World world, AccessTokens tokens, Faults faults, Throttle limits) {
        this.world = world;
        this.clock = world.clock();
        this.faults = faults;
        this.limits = limits;
        this.signIn = new SignIn(world, tokens);
        this.subscriptions = new Subscriptions(world.seed());
        this.operations = operations();
    }

    /// Whether the path is EWS's; IIS minds no case.
    public static boolean isEws(String path) {
        return path.toLowerCase(Locale.ROOT).equals(PATH);
    }

    private Map<String, Operation> operations() {
        Sync sync = new Sync(world.seed());
        ItemCreation creation = new ItemCreation(clock, world.seed());
        Map<String, Operation> all = new HashMap<>();
        all.put("SyncFolderHierarchy", sync::hierarchy);
        all.put("SyncFolderItems", sync::items);
        all.put("GetFolder", FolderOperations::get);
        all.put("FindFolder", FolderOperations::find);
        all.put("CreateFolder", FolderOperations::create);
        all.put("UpdateFolder", FolderOperations::update);
        all.put("MoveFolder", FolderOperations::move);
        all.put("DeleteFolder", FolderOperations::delete);
        all.put("EmptyFolder", FolderOperations::empty);
        all.put("FindItem", FindItems::find);
        all.put("GetItem", ItemReads::get);
        all.put("CreateItem", creation::create);
        all.put("UpdateItem", ItemChanges::update);
        all.put("MoveItem", ItemChanges::move);
        all.put("CopyItem", ItemChanges::copy);
        all.put("DeleteItem", ItemChanges::delete);
        all.put("ExportItems", Transfers::export);
        all.put("UploadItems", Transfers::upload);
        all.put("ResolveNames", Directory::resolveNames);
        all.put("ConvertId", Directory::convertId);
        all.put("GetServerTimeZones", Directory::timeZones);
        all.put("GetUserConfiguration", Directory::userConfiguration);
        all.put("Subscribe", subscriptions::subscribe);
        all.put("Unsubscribe", subscriptions::unsubscribe);
        return Map.copyOf(all);
    }

    public Reply answer(Request request) throws IOException {
        Reply reply = switch (signIn.check(request)) {
            case Admission.Refused refused -> unauthorized(refused, request);
            case Admission.Granted caller
            when !caller.tenant().exchange().isEnabled() -> plain(403, "EWS is off in this organisation (EWSEnabled).");
            case Admission.Granted caller -> attempt(request, caller);
        };
        return reply.with("request-id", world.seed().nextRequestId().toString())
                .with("Cache-Control", "private")
                .with("X-FEServer", "LAB");
    }

    private Reply unauthorized(Admission.Refused refused, Request request) {
        String bearer = "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", "
                + "trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", "
                + "token_types=\"app_asserted_user_v1 service_asserted_app_v1\", authorization_uri=\""
                + request.baseUrl() + "/common/oauth2/authorize\"";
        Reply reply = plain(401, "")
                .with("WWW-Authenticate", signIn.offersBasic() ? "Basic realm=\"localhost\", " + bearer : bearer);
        return refused.diagnostics().isEmpty() ? reply : reply.with("x-ms-diagnostics", refused.diagnostics());
    }

    private static Reply plain(int status, String text) {
        return Reply.of(status, text.isEmpty() ? Body.EMPTY : Body.text("text/html", text));
    }

    private Reply attempt(Request request, Admission.Granted caller) throws IOException {
        if (!request.method().equals("POST")) {
            return plain(405, "EWS takes POST only.").with("Allow", "POST");
        }
        String type = request.header("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("text/xml")) {
            return plain(415, "EWS takes text/xml only, not '" + type.replaceAll("[<>&]", "") + "'.");
        }
        try {
            Soap soap = Soap.read(request.body(BODY_BYTES_MAX));
            User user = SignIn.mailbox(caller, soap);
            EwsCall call = new EwsCall(caller.tenant(), user, soap.operation(), faults, Optional.empty());
            return affine(request, call, disturbed(limited(call, caller), call));
        } catch (Request.TooLarge e) {
            return plain(413, "EWS takes up to 64 MB: " + e.getMessage());
        } catch (EwsFailure failure) {
            return fault(failure);
        }
    }

    /// One who wants affinity is told the server that has the subscription by a cookie, and must say it when listening.
    private static Reply affine(Request request, EwsCall call, Reply reply) {
        boolean wanted = request.header("X-PreferServerAffinity")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        String cookie = BACK_END + call.user().id();
        boolean listens = call.operation().name().equals("GetStreamingEvents");
        if (wanted && listens && !request.header("Cookie").orElse("").contains(cookie)) {
            throw EwsFailure.of(
                    "ErrorProxiedSubscriptionCallFailure", "The server of this request has no such subscription.");
        }
        return wanted && call.operation().name().equals("Subscribe")
                ? reply.with("Set-Cookie", cookie + "; path=/; secure; HttpOnly")
                : reply;
    }

    private static Reply fault(EwsFailure failure) {
        return Reply.of(500, Soap.fault(failure).body());
    }

    private Reply limited(EwsCall call, Admission.Granted caller) {
        boolean hanging = call.operation().name().equals("GetStreamingEvents");
        if (limits.limits().concurrentPerMailbox() == 0) {
            return refusedOr(call);
        }
        if (!connections.enter(caller.name(), call.user().id(), hanging)) {
            throw EwsFailure.tooManyConnections();
        }
        Runnable leave = () -> connections.leave(caller.name(), call.user().id(), hanging);
        try {
            return refusedOr(call).then(leave);
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
    }

    // ---- faults ----

    /// The answer, or the refusal that a fault wants, in any of its guises.
    private Reply refusedOr(EwsCall call) {
        Optional<Fault> unavailable = call.strike(FaultKind.UNAVAILABLE);
        if (unavailable.isPresent()) {
            return http(unavailable.get());
        }
        Optional<Fault> exceeded = call.strike(FaultKind.CONNECTIONS_EXCEEDED);
        if (exceeded.isPresent()) {
            EwsFailure failure = EwsFailure.tooManyConnections();
            return fault(
                    exceeded.get().milliseconds().isPresent()
                            ? failure.backOff(exceeded.get().milliseconds().getAsLong())
                            : failure);
        }
        Optional<Fault> throttled = call.strike(FaultKind.THROTTLED);
        return throttled.map(fault -> throttled(call, fault)).orElseGet(() -> operate(call));
    }

    private Reply throttled(EwsCall call, Fault fault) {
        EwsFailure busy = EwsFailure.busy(fault.milliseconds().orElse(BACK_OFF_MILLISECONDS));
        return switch (fault.status().orElse(500)) {
            case 200 -> operate(new EwsCall(call.tenant(), call.user(), call.operation(), faults, Optional.of(busy)));
            case 500 -> fault(busy);
            default -> http(fault);
        };
    }

    private static Reply http(Fault fault) {
        Reply reply = plain(fault.status().orElse(503), "The service is unavailable.");
        return fault.retryAfterSeconds().isEmpty()
                ? reply
                : reply.with(
                        "Retry-After",
                        Integer.toString(fault.retryAfterSeconds().getAsInt()));
    }

    private static Reply disturbed(Reply reply, EwsCall call) {
        Optional<Fault> slow = call.strike(FaultKind.LATENCY);
        Reply result = slow.isPresent()
                ? reply.delayed(Duration.ofMillis(slow.get().milliseconds().orElse(1000)))
                : reply;
        Optional<Fault> cut = call.strike(FaultKind.CUT_CONNECTION);
        return cut.isPresent()
                ? result.cutAfter(cut.get().bytes().orElse(result.body().length() / 2))
                : result;
    }

    // ---- operations ----

    private Reply operate(EwsCall call) {
        String name = call.operation().name();
        if (name.equals("GetStreamingEvents")) {
            return Reply.of(200, EventStream.answer(call, clock, subscriptions));
        }
        Operation operation = operations.get(name);
        if (operation == null) {
            throw EwsFailure.of(
                    "ErrorInvalidRequest", "The request is invalid: this lab has no operation " + name + ".");
        }
        Xml answer = Soap.answer(name, xml -> operation.answer(call, new Responses(xml, call)));
        return Reply.of(200, answer.body());
    }
}
