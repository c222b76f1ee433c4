package org.postern.lab.entra;

import java.net.URI;
import java.util.Map;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.World;
import tools.jackson.databind.node.ObjectNode;

/// OpenID discovery and the cloud instance discovery that Microsoft's libraries begin with.
final class Discovery {
    private final World world;
    private final AccessTokens tokens;

    Discovery(World world, AccessTokens tokens) {
        this.world = world;
        this.tokens = tokens;
    }

    Reply configuration(String tenant, String baseUrl) {
        if (!isShared(tenant) && world.tenant(tenant).isEmpty()) {
            return TokenEndpoint.refusal(
                    world, EntraError.tenantNotFound(tenant), world.seed().nextRequestId());
        }
        String id = world.tenant(tenant).map(found -> found.id().toString()).orElse(tenant);
        String base = baseUrl + "/" + id;
        ObjectNode document = Json.object()
                .put("token_endpoint", base + "/oauth2/v2.0/token")
                .put("jwks_uri", base + "/discovery/v2.0/keys")
                .put("issuer", base + "/v2.0")
                .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
                .put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode")
                .put("end_session_endpoint", base + "/oauth2/v2.0/logout")
                .put("userinfo_endpoint", baseUrl + "/oidc/userinfo")
                .put("tenant_region_scope", "EU")
                .put("cloud_instance_name", URI.create(baseUrl).getAuthority());
        document.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_post")
                .add("private_key_jwt")
                .add("client_secret_basic");
        document.putArray("response_types_supported").add("code").add("id_token");
        document.putArray("subject_types_supported").add("pairwise");
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        document.putArray("scopes_supported")
                .add("openid")
                .add("profile")
                .add("email")
                .add("offline_access");
        return Reply.json(200, document);
    }

    Reply instance(Request request) {
        Map<String, String> query = Entra.fields(request.query());
        String authority = URI.create(request.baseUrl()).getAuthority();
        String tenant = query.getOrDefault("authorization_endpoint", request.baseUrl() + "/common/x")
                .replaceFirst("^https://[^/]+/", "")
                .replaceFirst("/.*$", "");
        ObjectNode document = Json.object()
                .put(
                        "tenant_discovery_endpoint",
                        request.baseUrl() + "/" + tenant + "/v2.0/.well-known/openid-configuration")
                .put("api-version", "1.1");
        ObjectNode cloud = document.putArray("metadata").addObject();
        cloud.put("preferred_network", authority).put("preferred_cache", authority);
        cloud.putArray("aliases").add(authority);
        return Reply.json(200, document);
    }

    Reply keys() {
        return Reply.json(200, tokens.keySet());
    }

    private static boolean isShared(String tenant) {
        return tenant.equals("common") || tenant.equals("organizations");
    }
}
