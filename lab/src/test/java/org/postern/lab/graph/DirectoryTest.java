package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import org.postern.lab.TestKey;
import org.postern.lab.world.Application;
import tools.jackson.databind.JsonNode;

class DirectoryTest {
    private static final TestKey NEXT = TestKey.create();

    private final LabFixture lab = LabFixture.start();

    @AfterEach
    void stop() {
        lab.close();
    }

    private Application own() {
        return lab.tenant().application(lab.appId()).orElseThrow();
    }

    private String ownPath() {
        return "/v1.0/applications/" + own().objectId();
    }

    private Map<String, Object> proofClaims() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>();
        claims.put("aud", "00000002-0000-0000-c000-000000000000");
        claims.put("iss", own().objectId().toString());
        claims.put("nbf", now);
        claims.put("exp", now + 600);
        return claims;
    }

    private String proof(TestKey key) {
        return key.sign(key.header(), proofClaims());
    }

    private Answer addKey(String proof) {
        return lab.post(
                ownPath() + "/addKey",
                "{\"keyCredential\":{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\""
                        + NEXT.certificateBase64() + "\"},\"passwordCredential\":null,\"proof\":\"" + proof + "\"}");
    }

    @Test
    void listsTheTenantsUsersByPage() {
        Answer first = lab.get("/v1.0/users?$select=id,mail&$top=1").is(200);
        assertThat(first.value())
                .singleElement()
                .matches(user -> user.path("mail").asString().startsWith("ann@"));
        assertThat(first.value().getFirst().propertyNames()).containsExactlyInAnyOrder("id", "mail");
        Answer second = lab.get(first.link("@odata.nextLink")).is(200);
        assertThat(second.value())
                .singleElement()
                .matches(user -> user.path("mail").asString().startsWith("ben@"));
        assertThat(second.link("@odata.nextLink")).isEmpty();
        assertThat(lab.get("/v1.0/users?$filter=mail eq 'BEN@contoso.example'").value())
                .hasSize(1);
        String id = lab.ann().id().toString();
        assertThat(lab.get("/v1.0/users/" + id).at("/userPrincipalName")).isEqualTo("ann@contoso.example");
        lab.get("/v1.0/users/cleo@fabrikam.example").isError(404, "Request_ResourceNotFound");
    }

    @Test
    void tellsOfTheOrganisation() {
        assertThat(lab.get("/v1.0/organization").is(200).at("/value/0/verifiedDomains/0/name"))
                .isEqualTo("contoso.example");
    }

    @Test
    void rollsAKeyWithoutAnyRole() {
        lab.signIn();
        JsonNode added = addKey(proof(LabFixture.KEY)).is(200).json();
        assertThat(added.path("keyId").asString()).hasSize(36);
        lab.token(lab.assertion(NEXT, lab.appId())).is(200);
        String old = own().keys().getFirst().keyId().toString();
        lab.post(ownPath() + "/removeKey", "{\"keyId\":\"" + old + "\",\"proof\":\"" + proof(NEXT) + "\"}")
                .is(204);
        assertThat(lab.token(lab.assertion(LabFixture.KEY, lab.appId())).is(401).at("/error_description"))
                .contains("AADSTS700027", "The key was not found");
    }

    @Test
    void refusesBadProofs() {
        addKey(proof(NEXT)).isError(401, "Authentication_Unauthorized");
        addKey(proof(LabFixture.KEY) + "=").isError(401, "Authentication_MissingOrMalformed");
        for (String claim : new String[] {"aud", "iss", "nbf", "exp"}) {
            Map<String, Object> claims = proofClaims();
            claims.remove(claim);
            addKey(LabFixture.KEY.sign(LabFixture.KEY.header(), claims))
                    .isError(401, "Authentication_MissingOrMalformed");
        }
        Map<String, Object> byClientId = proofClaims();
        byClientId.put("iss", lab.appId());
        addKey(LabFixture.KEY.sign(LabFixture.KEY.header(), byClientId))
                .isError(401, "Authentication_MissingOrMalformed");
        assertThat(own().keys()).hasSize(1);
    }

    @Test
    void anotherApplicationsKeysNeedARole() {
        String mine = lab.appId();
        lab.signIn();
        String path = "/v1.0/applications/"
                + lab.tenant().application(mine).orElseThrow().objectId();
        lab.get(path).isError(403, "Authorization_RequestDenied");
        lab.post(path + "/addKey", "{}").isError(403, "Authorization_RequestDenied");
        lab.patch(path, "{\"keyCredentials\":[]}").isError(403, "Authorization_RequestDenied");
    }

    @Test
    void showsApplicationsAndConsentedRoles() {
        assertThat(lab.get("/v1.0/applications(appId='" + lab.appId() + "')")
                        .is(200)
                        .at("/id"))
                .isEqualTo(own().objectId().toString());
        assertThat(lab.get("/v1.0/applications?$filter=appId eq '" + lab.appId() + "'")
                        .value())
                .hasSize(1);
        String principal = lab.get("/v1.0/servicePrincipals?$filter=appId eq '" + lab.appId() + "'")
                .is(200)
                .at("/value/0/id");
        assertThat(lab.get("/v1.0/servicePrincipals/" + principal + "/appRoleAssignments")
                        .is(200)
                        .value())
                .extracting(assignment -> assignment.path("appRoleId").asString())
                .contains("e2a3a72e-5f79-4c64-b1b1-878b674786c9"); // Mail.ReadWrite
    }

    @Test
    void patchReplacesTheKeys() {
        lab.signIn("Application.ReadWrite.OwnedBy");
        String kept = own().keys().getFirst().keyId().toString();
        lab.patch(
                        ownPath(),
                        "{\"keyCredentials\":[{\"keyId\":\"" + kept + "\"},{\"type\":\"AsymmetricX509Cert\","
                                + "\"usage\":\"Verify\",\"key\":\"" + NEXT.certificateBase64() + "\"}]}")
                .is(204);
        assertThat(lab.get(ownPath()).is(200).json().path("keyCredentials")).hasSize(2);
        lab.token(lab.assertion(NEXT, lab.appId())).is(200);
        lab.patch(
                        ownPath(),
                        "{\"keyCredentials\":[{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\"x\"}]}")
                .is(400);
    }

    @Test
    void theSignInLogShowsKeyAndAddress() {
        String key = own().keys().getFirst().keyId().toString();
        String filter = "signInEventTypes/any(t: t eq 'servicePrincipal') and appId eq '" + lab.appId() + "'";
        JsonNode signIn = lab.get("/beta/auditLogs/signIns?$filter=" + filter)
                .is(200)
                .value()
                .getFirst();
        assertThat(signIn.path("servicePrincipalCredentialKeyId").asString()).isEqualTo(key);
        assertThat(signIn.path("servicePrincipalCredentialThumbprint").asString())
                .isNotEmpty();
        assertThat(signIn.path("clientCredentialType").asString()).isEqualTo("clientAssertion");
        assertThat(signIn.path("ipAddress").asString()).isNotEmpty();
        assertThat(signIn.path("uniqueTokenIdentifier").asString()).isNotEmpty();
        assertThat(signIn.at("/status/errorCode").asInt()).isZero();
        assertThat(lab.get("/beta/auditLogs/signIns").is(200).value()).isEmpty();
        JsonNode released = lab.get("/v1.0/auditLogs/signIns?$filter=" + filter)
                .is(200)
                .value()
                .getFirst();
        assertThat(released.has("servicePrincipalCredentialKeyId")).isFalse();
        lab.signIn("Directory.Read.All");
        lab.get("/beta/auditLogs/signIns?$filter=" + filter).isError(403, "Authorization_RequestDenied");
    }
}
