package org.postern.lab.control;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.postern.lab.net.Json;
import org.postern.lab.world.ExchangeFace;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.Tenant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an administrator sets about Exchange Web Services: on or off, and who signs in with password or certificate.
final class ExchangeControl {
    private ExchangeControl() {}

    static ObjectNode describe(Tenant tenant) {
        ExchangeFace exchange = tenant.exchange();
        ObjectNode json = Json.object().put("enabled", exchange.isEnabled());
        ArrayNode accounts = json.putArray("accounts");
        for (ServiceAccount account : exchange.accounts()) {
            accounts.addObject()
                    .put("name", account.name())
                    .put("password", account.password().isPresent())
                    .put("certificateSha256", account.certificate().orElse(""))
                    .put("impersonates", account.impersonates());
        }
        return json;
    }

    /// Changes what the request names and leaves the rest.
    static ObjectNode change(Tenant tenant, JsonNode json) {
        if (json.path("enabled").isBoolean()) {
            tenant.exchange().enable(json.path("enabled").asBoolean());
        }
        json.path("accounts").forEach(account -> tenant.exchange().add(account(account)));
        return describe(tenant);
    }

    private static ServiceAccount account(JsonNode json) {
        Optional<String> password = Json.text(json, "password");
        Optional<String> certificate =
                Json.text(json, "certificate").map(base64 -> sha256(ControlApi.certificate(base64)));
        if (password.isEmpty() && certificate.isEmpty()) {
            throw ControlFailure.bad("An account needs a \"password\", a \"certificate\" or both.");
        }
        try {
            return new ServiceAccount(
                    json.path("name").asString(""),
                    password,
                    certificate,
                    json.path("impersonates").asBoolean(true));
        } catch (IllegalArgumentException e) {
            throw ControlFailure.bad("This is no account: " + e.getMessage());
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A parsed certificate encodes and every Java has SHA-256.", e);
        }
    }
}
