package org.postern.lab.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import org.postern.lab.TestKey;
import org.postern.lab.world.SignIn;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenEndpointTest {
    private static final TestKey STRANGER = TestKey.create();

    private final LabFixture lab = LabFixture.start();

    @AfterAll
    void stop() {
        lab.close();
    }

    interface Spoil {
        void apply(Map<String, Object> header, Map<String, Object> claims);
    }

    Stream<Arguments> badAssertions() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                bad("alg none", 5002730, (header, _) -> header.put("alg", "none")),
                bad("alg HS256", 5002730, (header, _) -> header.put("alg", "HS256")),
                bad("no thumbprint", 50027, (header, _) -> header.remove("x5t#S256")),
                bad("thumbprint of half the length", 50027, (header, _) -> header.put("x5t#S256", "AAAA")),
                bad("unknown thumbprint", 700027, (header, _) -> header.put("x5t#S256", thumbprint(STRANGER))),
                bad("alg other than signed with", 700027, (header, _) -> header.put("alg", "PS256")),
                bad("iss is another", 700021, (_, claims) -> claims.put("iss", "other")),
                bad("sub is another", 700021, (_, claims) -> claims.put("sub", "other")),
                bad("aud of another service", 700023, (_, claims) -> claims.put("aud", "https://graph.microsoft.com")),
                bad("aud of another tenant", 700023, (_, claims) -> claims.put("aud", otherAudience())),
                bad("no aud", 700023, (_, claims) -> claims.remove("aud")),
                bad("expired", 700024, (_, claims) -> times(claims, now - 1200, now - 600)),
                bad("from tomorrow", 700024, (_, claims) -> times(claims, now + 86_400, now + 86_700)),
                bad("for a whole day", 700024, (_, claims) -> times(claims, now, now + 86_400)),
                bad("no exp", 50027, (_, claims) -> claims.remove("exp")),
                bad("no jti", 50027, (_, claims) -> claims.remove("jti")));
    }

    private static Arguments bad(String name, int code, Spoil spoil) {
        return Arguments.of(name, code, spoil);
    }

    private static void times(Map<String, Object> claims, long from, long until) {
        claims.put("nbf", from);
        claims.put("iat", from);
        claims.put("exp", until);
    }

    private static String thumbprint(TestKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.digest("SHA-256"));
    }

    private String otherAudience() {
        String other =
                lab.lab().world().tenant("fabrikam.example").orElseThrow().id().toString();
        return lab.lab().baseUrl() + "/" + other + "/oauth2/v2.0/token";
    }

    @ParameterizedTest(name = "{0} → AADSTS{1}")
    @MethodSource("badAssertions")
    void refusesABadAssertionWithItsCode(String name, int code, Spoil spoil) {
        Map<String, Object> header = LabFixture.KEY.header();
        Map<String, Object> claims = TestKey.claims(lab.appId(), lab.lab().baseUrl() + lab.tokenPath());
        spoil.apply(header, claims);
        // "alg other than signed with" signs with RS256 and says PS256.
        String assertion = name.startsWith("alg other") ? resigned(claims) : LabFixture.KEY.sign(header, claims);
        refused(lab.token(assertion), 401, "invalid_client", code);
    }

    private static String resigned(Map<String, Object> claims) {
        Map<String, Object> rs256 = LabFixture.KEY.header();
        rs256.put("alg", "RS256");
        String[] parts = LabFixture.KEY.sign(rs256, claims).split("\\.", -1);
        String[] ps256 = LabFixture.KEY.sign(LabFixture.KEY.header(), claims).split("\\.", -1);
        return ps256[0] + "." + parts[1] + "." + parts[2];
    }

    private static void refused(Answer answer, int status, String error, int code) {
        answer.is(status);
        assertThat(answer.at("/error")).isEqualTo(error);
        assertThat(answer.json().at("/error_codes/0").asInt()).as(answer.text()).isEqualTo(code);
        assertThat(answer.at("/error_description"))
                .startsWith("AADSTS" + code + ": ")
                .contains(" Trace ID: ", " Correlation ID: ", " Timestamp: ");
        assertThat(answer.at("/timestamp")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ");
        assertThat(answer.at("/trace_id")).hasSize(36);
        assertThat(answer.at("/correlation_id")).hasSize(36);
    }

    @Test
    void refusesTheSignatureOfAnotherKeyUnderAKnownThumbprint() {
        String assertion = STRANGER.sign(
                LabFixture.KEY.header(), TestKey.claims(lab.appId(), lab.lab().baseUrl() + lab.tokenPath()));
        Answer answer = lab.token(assertion);
        refused(answer, 401, "invalid_client", 700027);
        assertThat(answer.at("/error_description"))
                .contains("did not match the expected signature value", "Found key 'Start=");
    }

    @Test
    void refusesAnExpiredCertificateAndNamesIt() {
        Instant now = Instant.now();
        TestKey expired = TestKey.create(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
        String app = lab.register(expired);
        Map<String, String> form = form(lab.assertion(expired, app));
        form.put("client_id", app);
        Answer answer = lab.form(lab.tokenPath(), form);
        refused(answer, 401, "invalid_client", 700027);
        assertThat(answer.at("/error_description")).contains("The key used is expired.");
    }

    @Test
    void refusesAnAssertionThatWasUsedBefore() {
        String assertion = lab.assertion(LabFixture.KEY, lab.appId());
        lab.token(assertion).is(200);
        refused(lab.token(assertion), 401, "invalid_client", 50027);
    }

    @Test
    void refusesPaddingAndGarbage() {
        for (String bad : List.of("x", "a.b", "a.b.c", lab.assertion(LabFixture.KEY, lab.appId()) + "=", "..")) {
            refused(lab.token(bad), 401, "invalid_client", 50027);
        }
    }

    @Test
    void acceptsEveryFormThatMicrosoftsLibrariesSend() {
        for (String name : List.of("x5t", "x5t#S256")) {
            byte[] digest = LabFixture.KEY.digest(name.equals("x5t") ? "SHA-1" : "SHA-256");
            for (Base64.Encoder encoder :
                    List.of(Base64.getUrlEncoder().withoutPadding(), Base64.getEncoder(), Base64.getUrlEncoder())) {
                for (String algorithm : List.of("PS256", "RS256")) {
                    Map<String, Object> header = new HashMap<>(Map.of("alg", algorithm, "typ", "JWT"));
                    header.put(name, encoder.encodeToString(digest));
                    Map<String, Object> claims =
                            TestKey.claims(lab.appId(), lab.lab().baseUrl() + lab.tokenPath());
                    claims.remove("iat"); // msal4j sends none
                    lab.token(LabFixture.KEY.sign(header, claims)).is(200);
                }
            }
        }
    }

    @Test
    void acceptsItsOwnNamesAsAudience() {
        String base = lab.lab().baseUrl();
        String id = lab.tenant().id().toString();
        for (String audience : List.of(
                base + "/" + id + "/oauth2/v2.0/token",
                base + "/contoso.example/oauth2/v2.0/token",
                base + "/" + id + "/oauth2/token",
                base + "/" + id + "/v2.0",
                "https://login.microsoftonline.com/" + id + "/oauth2/v2.0/token")) {
            lab.token(LabFixture.KEY.sign(LabFixture.KEY.header(), TestKey.claims(lab.appId(), audience)))
                    .is(200);
        }
    }

    private Map<String, String> form(String assertion) {
        Map<String, String> form = new HashMap<>();
        form.put("client_id", lab.appId());
        form.put("scope", "https://graph.microsoft.com/.default");
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    @Test
    void refusesBadParametersBeforeTheAssertion() {
        Map<String, String> form = form("x");
        refused(lab.form("/nowhere.example/oauth2/v2.0/token", form), 400, "invalid_request", 90002);
        refused(changed("client_id", "00000000-1111-2222-3333-444444444444"), 400, "unauthorized_client", 700016);
        refused(changed("grant_type", "password"), 400, "unsupported_grant_type", 70003);
        refused(changed("grant_type", ""), 400, "invalid_request", 900144);
        refused(changed("scope", ""), 400, "invalid_request", 900144);
        refused(changed("scope", "https://graph.microsoft.com/Mail.Read"), 400, "invalid_scope", 1002012);
        refused(changed("scope", "a/.default b/.default"), 400, "invalid_scope", 70011);
        refused(changed("scope", "https://unknown.example/.default"), 400, "invalid_resource", 500011);
        refused(changed("client_assertion", ""), 401, "invalid_client", 7000218);
        refused(changed("client_secret", "guess"), 401, "invalid_client", 7000215);
    }

    @Test
    void anApplicationOfOneTenantIsUnknownInAnother() {
        String path = "/fabrikam.example/oauth2/v2.0/token";
        refused(lab.form(path, form("x")), 400, "unauthorized_client", 700016);
    }

    private Answer changed(String field, String value) {
        Map<String, String> form = form("x");
        form.put(field, value);
        return lab.form(lab.tokenPath(), form);
    }

    @Test
    void everyAttemptIsInTheSignInLog() {
        int before = lab.tenant().signIns().size();
        lab.token(lab.assertion(LabFixture.KEY, lab.appId())).is(200);
        lab.token(lab.assertion(STRANGER, lab.appId())).is(401);
        List<SignIn> news = lab.tenant().signIns();
        assertThat(news).hasSize(before + 2);
        assertThat(news.get(0).errorCode()).isEqualTo(700027);
        assertThat(news.get(0).keyId()).isEmpty();
        assertThat(news.get(1).errorCode()).isZero();
        assertThat(news.get(1).keyId()).isPresent();
        assertThat(news.get(1).tokenId()).isPresent();
        assertThat(news.get(1).ipAddress()).isNotEmpty();
    }

    @Test
    void theTokenSaysWhoAndWhatFor() {
        Answer answer = lab.token(lab.assertion(LabFixture.KEY, lab.appId())).is(200);
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3599);
        assertThat(answer.at("/token_type")).isEqualTo("Bearer");
        Jwt token = Jwt.parse(answer.at("/access_token")).orElseThrow();
        assertThat(token.claim("aud")).contains("https://graph.microsoft.com");
        assertThat(token.claim("appid")).contains(lab.appId());
        assertThat(token.claim("tid")).contains(lab.tenant().id().toString());
        assertThat(token.claims().path("roles").toString()).contains("Mail.ReadWrite");
    }

    @Test
    void discoveryLeadsToTheTokenEndpoint() {
        Answer instance = lab.get("/common/discovery/instance?api-version=1.1&authorization_endpoint="
                        + lab.lab().baseUrl() + "/contoso.example/oauth2/v2.0/authorize")
                .is(200);
        Answer configuration =
                lab.get(instance.link("tenant_discovery_endpoint")).is(200);
        assertThat(configuration.link("token_endpoint")).isEqualTo(lab.tokenPath());
        assertThat(lab.get(configuration.link("jwks_uri")).is(200).text()).contains("\"n\":");
        assertThat(instance.at("/metadata/0/aliases/0")).startsWith("localhost:");
    }
}
