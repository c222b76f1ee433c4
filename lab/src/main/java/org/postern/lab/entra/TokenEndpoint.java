package org.postern.lab.entra;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.lab.net.Body;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;
import org.postern.lab.world.SignIn;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.World;
import tools.jackson.databind.node.ObjectNode;

/// `POST /{tenant}/oauth2/v2.0/token` for client credentials (RFC 6749 §4.4).
final class TokenEndpoint {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String DEFAULT_SUFFIX = "/.default";
    private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access");

    private final World world;
    private final AccessTokens tokens;
    private final AssertionVerifier verifier;

    TokenEndpoint(World world, AccessTokens tokens, AssertionVerifier verifier) {
        this.world = world;
        this.tokens = tokens;
        this.verifier = verifier;
    }

    Reply answer(String tenantName, Map<String, String> form, Request request) {
        UUID correlation = correlation(request, form);
        Optional<Tenant> tenant = world.tenant(tenantName);
        if (tenant.isEmpty()) {
            return refusal(world, EntraError.tenantNotFound(tenantName), correlation);
        }
        Attempt attempt = new Attempt(tenant.get(), form, request, correlation);
        EntraError error = attempt.check();
        return error == null ? attempt.issue() : attempt.refuse(error);
    }

    private UUID correlation(Request request, Map<String, String> form) {
        String sent = request.header("client-request-id").orElse(form.getOrDefault("client-request-id", ""));
        try {
            return UUID.fromString(sent);
        } catch (IllegalArgumentException _) {
            return world.seed().nextRequestId();
        }
    }

    /// Entra's error document.
    static Reply refusal(World world, EntraError error, UUID correlation) {
        Instant now = world.clock().instant();
        UUID trace = world.seed().nextRequestId();
        String timestamp = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT)
                .format(now.atOffset(ZoneOffset.UTC));
        ObjectNode document = Json.object()
                .put("error", error.error())
                .put(
                        "error_description",
                        "AADSTS" + error.code() + ": " + error.message() + " Trace ID: " + trace + " Correlation ID: "
                                + correlation + " Timestamp: " + timestamp);
        document.putArray("error_codes").add(error.code());
        document.put("timestamp", timestamp)
                .put("trace_id", trace.toString())
                .put("correlation_id", correlation.toString())
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + error.code());
        return Reply.of(error.status(), Body.bytes("application/json; charset=utf-8", Json.bytes(document)))
                .with("x-ms-request-id", trace.toString())
                .with("client-request-id", correlation.toString())
                .with("Cache-Control", "no-store, no-cache");
    }

    /// One request for a token.
    private final class Attempt {
        private final Tenant tenant;
        private final Map<String, String> form;
        private final Request request;
        private final UUID correlation;
        private @Nullable Application application;
        private @Nullable KeyCredential key;
        private String thumbprint = "";

        Attempt(Tenant tenant, Map<String, String> form, Request request, UUID correlation) {
            this.tenant = tenant;
            this.form = form;
            this.request = request;
            this.correlation = correlation;
        }

        /// Why no token is issued; null when one is.
        @Nullable
        EntraError check() {
            for (String parameter : List.of("grant_type", "client_id", "scope")) {
                if (field(parameter).isEmpty()) {
                    return EntraError.missing(parameter);
                }
            }
            if (!field("grant_type").equals("client_credentials")) {
                return EntraError.unsupportedGrant(field("grant_type"));
            }
            application = tenant.application(field("client_id")).orElse(null);
            if (application == null) {
                return EntraError.applicationNotFound(field("client_id"), tenant.name());
            }
            EntraError scope = checkScope();
            return scope != null ? scope : checkCredential(application);
        }

        private String field(String name) {
            return form.getOrDefault(name, "").strip();
        }

        /// The scope that names a resource: Entra passes over the OpenID ones, which msal4j always adds.
        private String resourceScope() {
            return String.join(
                    " ",
                    Stream.of(field("scope").strip().split(" +", -1))
                            .filter(scope -> !OPENID_SCOPES.contains(scope))
                            .toList());
        }

        private @Nullable EntraError checkScope() {
            String scope = resourceScope();
            if (scope.contains(" ")) {
                return EntraError.scopeMalformed(scope);
            }
            if (!scope.endsWith(DEFAULT_SUFFIX)) {
                return EntraError.scopeWithoutDefault(scope);
            }
            return Resource.named(resource(), request.baseUrl()).isPresent()
                    ? null
                    : EntraError.resourceNotFound(resource(), tenant.name());
        }

        private String resource() {
            String scope = resourceScope();
            return scope.endsWith(DEFAULT_SUFFIX)
                    ? scope.substring(0, scope.length() - DEFAULT_SUFFIX.length())
                    : scope;
        }

        private @Nullable EntraError checkCredential(Application by) {
            if (!field("client_secret").isEmpty()) {
                return EntraError.secretRefused(by.appId().toString());
            }
            if (field("client_assertion").isEmpty()) {
                return EntraError.noCredential();
            }
            if (!field("client_assertion_type").equals(ASSERTION_TYPE)) {
                return field("client_assertion_type").isEmpty()
                        ? EntraError.missing("client_assertion_type")
                        : EntraError.malformed("The 'client_assertion_type' must be '" + ASSERTION_TYPE + "'.");
            }
            AssertionVerifier.Finding finding = verifier.verify(field("client_assertion"), by, audiences());
            key = finding.key();
            thumbprint = finding.thumbprint();
            return finding.error();
        }

        /// Every name of this endpoint: by GUID and domain, v1 and v2, on the host that was called and on Entra's own.
        private List<String> audiences() {
            List<String> audiences = new ArrayList<>();
            for (String base : List.of(request.baseUrl(), "https://login.microsoftonline.com")) {
                for (String name : List.of(tenant.id().toString(), tenant.domain())) {
                    for (String end : List.of("/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/", "")) {
                        audiences.add((base + "/" + name + end).toLowerCase(Locale.ROOT));
                    }
                }
            }
            return audiences;
        }

        Reply issue() {
            Application to = Objects.requireNonNull(application);
            String audience = Resource.named(resource(), request.baseUrl())
                    .map(Resource::audience)
                    .orElseThrow();
            AccessTokens.Issued issued = tokens.issue(tenant, to, audience);
            record(0, "", Optional.of(issued.tokenId()));
            ObjectNode document = Json.object()
                    .put("token_type", "Bearer")
                    .put("expires_in", AccessTokens.LIFETIME.toSeconds())
                    .put("ext_expires_in", AccessTokens.LIFETIME.toSeconds())
                    .put("access_token", issued.token());
            return Reply.of(200, Body.bytes("application/json; charset=utf-8", Json.bytes(document)))
                    .with("client-request-id", correlation.toString())
                    .with("x-ms-request-id", world.seed().nextRequestId().toString())
                    .with("Cache-Control", "no-store, no-cache");
        }

        Reply refuse(EntraError error) {
            record(error.code(), error.message(), Optional.empty());
            return refusal(world, error, correlation);
        }

        private void record(int code, String reason, Optional<String> tokenId) {
            Optional<Application> known = Optional.ofNullable(application);
            tenant.record(new SignIn(
                    world.seed().nextRequestId(),
                    world.clock().instant(),
                    field("client_id"),
                    known.map(Application::displayName).orElse(""),
                    known.map(Application::servicePrincipalId),
                    resource(),
                    request.remoteAddress(),
                    correlation,
                    code,
                    reason,
                    Optional.ofNullable(key).map(KeyCredential::keyId),
                    thumbprint,
                    tokenId));
        }
    }

    /// A service that tokens are issued for.
    ///
    /// @param audience the `aud` of its tokens
    record Resource(String audience) {
        static Optional<Resource> named(String name, String baseUrl) {
            if (name.equals(baseUrl)
                    || name.equals("https://graph.microsoft.com")
                    || name.equals("https://graph.microsoft.com/")
                    || name.equals("00000003-0000-0000-c000-000000000000")) {
                return Optional.of(new Resource("https://graph.microsoft.com"));
            }
            return name.equals(baseUrl + "/EWS")
                            || name.equals("https://outlook.office365.com")
                            || name.equals("https://outlook.office.com")
                            || name.equals("00000002-0000-0ff1-ce00-000000000000")
                    ? Optional.of(new Resource("https://outlook.office365.com"))
                    : Optional.empty();
        }
    }
}
