package org.postern.lab.graph;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;
import org.postern.lab.world.Seed;
import org.postern.lab.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Applications with their certificates, and their service principals.
final class ApplicationsApi {
    private static final int PAGE_DEFAULT = 100;
    private static final int PAGE_MAX = 999;
    private static final Pattern APP_ID = Pattern.compile("(?i)\\s*appId\\s+eq\\s+'([^']*)'\\s*");

    private final Seed seed;
    private final World world;
    private final KeyProof proof;

    ApplicationsApi(World world) {
        this.seed = world.seed();
        this.world = world;
        this.proof = new KeyProof(world.clock());
    }

    Reply answer(Call call) {
        List<String> path = call.segments();
        if (path.size() == 1) {
            needs(call, Optional.empty(), "Application.Read.All", "Directory.Read.All");
            return list(call, call.root() + "/$metadata#applications", this::write);
        }
        Application application = find(call, path.get(1), false);
        if (path.size() == 2) {
            return switch (call.method()) {
                case "GET" -> get(call, application);
                case "PATCH" -> patch(call, application);
                default -> throw GraphFailure.methodNotAllowed();
            };
        }
        return switch (path.get(2)) {
            case "addKey", "microsoft.graph.addKey" -> addKey(call, application);
            case "removeKey", "microsoft.graph.removeKey" -> removeKey(call, application);
            default -> throw GraphFailure.noSuchSegment(path.get(2));
        };
    }

    Reply servicePrincipals(Call call) {
        List<String> path = call.segments();
        if (path.size() == 1) {
            needs(call, Optional.empty(), "Application.Read.All", "Directory.Read.All");
            return list(call, call.root() + "/$metadata#servicePrincipals", this::principal);
        }
        Application application = find(call, path.get(1), true);
        needs(call, Optional.of(application), "Application.Read.All", "Directory.Read.All");
        if (path.size() == 2) {
            ObjectNode json = Json.object().put("@odata.context", call.root() + "/$metadata#servicePrincipals/$entity");
            json.setAll(principal(application));
            return Reply.json(200, json);
        }
        if (!path.get(2).equals("appRoleAssignments")) {
            throw GraphFailure.noSuchSegment(path.get(2));
        }
        List<ObjectNode> assignments = application.roles().stream()
                .sorted()
                .map(role -> assignment(application, role))
                .toList();
        String context = call.root() + "/$metadata#servicePrincipals('" + application.servicePrincipalId()
                + "')/appRoleAssignments";
        return Paging.reply(call, context, assignments, PAGE_DEFAULT, PAGE_MAX);
    }

    private interface Writer {
        ObjectNode write(Application application);
    }

    private static Reply list(Call call, String context, Writer writer) {
        Optional<String> filter = call.query().get("$filter");
        Matcher appId = APP_ID.matcher(filter.orElse("appId eq ''"));
        if (!appId.matches()) {
            throw GraphFailure.of(400, "Request_UnsupportedQuery", "This lab filters by appId eq only.");
        }
        List<ObjectNode> all = call.tenant().applications().stream()
                .filter(one -> filter.isEmpty() || one.appId().toString().equalsIgnoreCase(appId.group(1)))
                .map(writer::write)
                .toList();
        return Paging.reply(call, context, all, PAGE_DEFAULT, PAGE_MAX);
    }

    /// By object id, or by `appId='…'`; of the service principal or the application.
    private static Application find(Call call, String key, boolean principal) {
        String appId = key.startsWith("appId='") && key.endsWith("'") ? key.substring(7, key.length() - 1) : "";
        return call.tenant().applications().stream()
                .filter(one -> one.appId().toString().equalsIgnoreCase(appId)
                        || (principal ? one.servicePrincipalId() : one.objectId())
                                .toString()
                                .equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> GraphFailure.resourceNotFound(key));
    }

    private static void needs(Call call, Optional<Application> own, String... roles) {
        boolean isOwn =
                own.filter(one -> one.appId().equals(call.caller().appId())).isPresent();
        boolean owner = isOwn && call.hasAny("Application.ReadWrite.OwnedBy");
        if (!owner && !call.hasAny("Application.ReadWrite.All")) {
            call.needsDirectory(roles);
        }
    }

    private Reply get(Call call, Application application) {
        needs(call, Optional.of(application), "Application.Read.All", "Directory.Read.All");
        ObjectNode json = Json.object().put("@odata.context", call.root() + "/$metadata#applications/$entity");
        json.setAll(write(application));
        if (call.query().get("$select").orElse("").contains("keyCredentials")) {
            json.set("keyCredentials", certificates(application));
        }
        return Reply.json(200, json);
    }

    /// With the certificates themselves, which Graph tells of a single application where they are selected.
    private static ArrayNode certificates(Application application) {
        ArrayNode keys = Json.object().putArray("keyCredentials");
        for (KeyCredential key : application.keys()) {
            keys.add(write(key).put("key", Base64.getEncoder().encodeToString(key.encoded())));
        }
        return keys;
    }

    /// Replaces all certificates (keyCredentials is written whole).
    private Reply patch(Call call, Application application) {
        needs(call, Optional.of(application));
        List<KeyCredential> keys = new ArrayList<>();
        for (JsonNode node : call.json().path("keyCredentials")) {
            Optional<KeyCredential> kept = Json.text(node, "keyId")
                    .flatMap(id -> application.keys().stream()
                            .filter(key -> key.keyId().toString().equalsIgnoreCase(id))
                            .findFirst());
            keys.add(kept.orElseGet(() -> credential(call, application, node)));
        }
        application.replaceKeys(keys);
        return Reply.noContent();
    }

    private static KeyCredential credential(Call call, Application application, JsonNode node) {
        boolean shape = node.path("type").asString("").equals("AsymmetricX509Cert")
                && node.path("usage").asString("").equals("Verify");
        if (!shape) {
            throw GraphFailure.of(
                    400,
                    "Request_BadRequest",
                    "A keyCredential must have type AsymmetricX509Cert, usage Verify and the certificate in key.");
        }
        return call.tenant()
                .key(
                        application,
                        certificate(node.path("key").asString("")),
                        node.path("displayName").asString(""));
    }

    private static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
                return certificate;
            }
            throw new CertificateException("no X.509 certificate");
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw GraphFailure.of(400, "Request_BadRequest", "The key is no base64 X.509 certificate.");
        }
    }

    private Reply addKey(Call call, Application application) {
        JsonNode body = ownAction(call, application);
        KeyCredential key = credential(call, application, body.path("keyCredential"));
        application.addKey(key, world.clock().instant().plus(world.keyPropagation()));
        ObjectNode json = Json.object().put("@odata.context", call.root() + "/$metadata#microsoft.graph.keyCredential");
        json.setAll(write(key));
        return Reply.json(200, json);
    }

    private Reply removeKey(Call call, Application application) {
        JsonNode body = ownAction(call, application);
        String id = body.path("keyId").asString("");
        boolean removed = application.keys().stream()
                .filter(key -> key.keyId().toString().equalsIgnoreCase(id))
                .findFirst()
                .map(key -> application.removeKey(key.keyId()))
                .orElse(false);
        if (!removed) {
            throw GraphFailure.of(400, "Request_BadRequest", "No credentials found to be removed.");
        }
        return Reply.noContent();
    }

    /// An application needs no role to roll its own keys, only the proof.
    private JsonNode ownAction(Call call, Application application) {
        if (!call.method().equals("POST")) {
            throw GraphFailure.methodNotAllowed();
        }
        if (!application.appId().equals(call.caller().appId())) {
            needs(call, Optional.empty());
        }
        JsonNode body = call.json();
        proof.check(body.path("proof").asString(""), application);
        return body;
    }

    private ObjectNode write(Application application) {
        ObjectNode json = Json.object()
                .put("id", application.objectId().toString())
                .put("appId", application.appId().toString())
                .put("displayName", application.displayName())
                .put("signInAudience", "AzureADMyOrg")
                .put("createdDateTime", Times.text(application.createdAt()));
        ArrayNode keys = json.putArray("keyCredentials");
        application.keys().forEach(key -> keys.add(write(key)));
        json.putArray("passwordCredentials");
        return json;
    }

    /// Without the key itself, as Graph answers unless it is selected.
    private static ObjectNode write(KeyCredential key) {
        return Json.object()
                .put("customKeyIdentifier", key.thumbprint())
                .put("displayName", key.displayName())
                .put("startDateTime", Times.text(key.startsAt()))
                .put("endDateTime", Times.text(key.endsAt()))
                .put("keyId", key.keyId().toString())
                .put("type", "AsymmetricX509Cert")
                .put("usage", "Verify")
                .putNull("key");
    }

    private ObjectNode principal(Application application) {
        return Json.object()
                .put("id", application.servicePrincipalId().toString())
                .put("appId", application.appId().toString())
                .put("displayName", application.displayName())
                .put("accountEnabled", true)
                .put("servicePrincipalType", "Application");
    }

    private ObjectNode assignment(Application application, String role) {
        return Json.object()
                .put(
                        "id",
                        seed.guid("assignment", application.appId().toString(), role)
                                .toString())
                .put("appRoleId", Roles.id(role, seed).toString())
                .put("principalId", application.servicePrincipalId().toString())
                .put("principalDisplayName", application.displayName())
                .put("principalType", "ServicePrincipal")
                .put("resourceDisplayName", "Microsoft Graph")
                .put("resourceId", seed.guid("microsoft graph").toString());
    }
}
