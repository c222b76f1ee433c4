package org.postern.lab.graph;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.SignIn;
import org.postern.lab.world.World;
import tools.jackson.databind.node.ObjectNode;

/// `GET /beta/auditLogs/signIns`: who got tokens, with which certificate and from where.
final class SignInsApi {
    private static final int PAGE_DEFAULT = 1000;
    private static final int PAGE_MAX = 1000;
    private static final Pattern EVENT_TYPE =
            Pattern.compile("(?i)signInEventTypes/any\\(\\s*(\\w+)\\s*:\\s*\\1\\s+eq\\s+'servicePrincipal'\\s*\\)");
    private static final Pattern TEXT = Pattern.compile("(?i)(\\w+)\\s+eq\\s+'([^']*)'");
    private static final Pattern CREATED = Pattern.compile("(?i)createdDateTime\\s+(ge|gt|le|lt)\\s+(\\S+)");

    private final World world;

    SignInsApi(World world) {
        this.world = world;
    }

    Reply list(Call call) {
        call.needsDirectory("AuditLog.Read.All");
        call.needsDirectory("Directory.Read.All");
        String filter = call.query().get("$filter").orElse("");
        boolean ofApplications = EVENT_TYPE.matcher(filter).find();
        Instant shown = world.clock().instant().minus(world.signInDelay());
        Predicate<SignIn> wanted = filter(filter).and(signIn -> !signIn.at().isAfter(shown));
        // Without the event type the log holds people's sign-ins only, and the lab has no people who sign in.
        List<ObjectNode> all = call.tenant().signIns().stream()
                .filter(signIn -> ofApplications && wanted.test(signIn))
                .map(signIn -> write(signIn, call.version().equals("beta")))
                .toList();
        return Paging.reply(call, call.root() + "/$metadata#auditLogs/signIns", all, PAGE_DEFAULT, PAGE_MAX);
    }

    private static Predicate<SignIn> filter(String filter) {
        Predicate<SignIn> all = _ -> true;
        for (String clause : Query.split(filter, " and ")) {
            all = all.and(clause(clause));
        }
        return all;
    }

    private static Predicate<SignIn> clause(String clause) {
        Matcher created = CREATED.matcher(clause);
        Matcher text = TEXT.matcher(clause);
        if (clause.isEmpty() || EVENT_TYPE.matcher(clause).matches()) {
            return _ -> true;
        }
        if (created.matches()) {
            var limit = Times.read(created.group(2));
            return switch (created.group(1).toLowerCase(Locale.ROOT)) {
                case "ge" -> signIn -> !signIn.at().isBefore(limit);
                case "gt" -> signIn -> signIn.at().isAfter(limit);
                case "le" -> signIn -> !signIn.at().isAfter(limit);
                default -> signIn -> signIn.at().isBefore(limit);
            };
        }
        if (!text.matches()) {
            throw GraphFailure.badRequest("Invalid filter clause: " + clause);
        }
        String value = text.group(2);
        return switch (text.group(1)) {
            case "appId" -> signIn -> signIn.appId().equalsIgnoreCase(value);
            case "ipAddress" -> signIn -> signIn.ipAddress().equals(value);
            case "servicePrincipalCredentialKeyId" ->
                signIn -> signIn.keyId()
                        .filter(key -> key.toString().equalsIgnoreCase(value))
                        .isPresent();
            case "servicePrincipalId" ->
                signIn -> signIn.servicePrincipalId()
                        .filter(id -> id.toString().equalsIgnoreCase(value))
                        .isPresent();
            default -> throw GraphFailure.badRequest("Invalid filter clause: " + clause);
        };
    }

    private static ObjectNode write(SignIn signIn, boolean beta) {
        ObjectNode json = Json.object()
                .put("id", signIn.id().toString())
                .put("createdDateTime", Times.text(signIn.at()))
                .put("appId", signIn.appId())
                .put("appDisplayName", signIn.appDisplayName())
                .put("ipAddress", signIn.ipAddress())
                .put("correlationId", signIn.correlationId().toString())
                .put("isInteractive", false)
                .put("resourceDisplayName", resourceName(signIn.resource()))
                .put("resourceId", resourceId(signIn.resource()));
        json.putObject("status")
                .put("errorCode", signIn.errorCode())
                .put("failureReason", signIn.errorCode() == 0 ? "Other." : signIn.failureReason());
        if (beta) {
            json.put(
                            "servicePrincipalId",
                            signIn.servicePrincipalId().map(Object::toString).orElse(""))
                    .put("servicePrincipalName", signIn.appDisplayName())
                    .put(
                            "servicePrincipalCredentialKeyId",
                            signIn.keyId().map(Object::toString).orElse(""))
                    .put("servicePrincipalCredentialThumbprint", signIn.thumbprint())
                    .put("clientCredentialType", signIn.thumbprint().isEmpty() ? "none" : "clientAssertion")
                    .put("uniqueTokenIdentifier", signIn.tokenId().orElse(""))
                    .putArray("signInEventTypes")
                    .add("servicePrincipal");
        }
        return json;
    }

    private static String resourceName(String resource) {
        return resource.contains("outlook") ? "Office 365 Exchange Online" : "Microsoft Graph";
    }

    private static String resourceId(String resource) {
        return resource.contains("outlook")
                ? "00000002-0000-0ff1-ce00-000000000000"
                : "00000003-0000-0000-c000-000000000000";
    }
}
