package org.postern.cli.quickstart;

import java.util.List;
import java.util.Map;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;

/// Connects a tenant to the lab by certificate, as its administrator and Postern's do together.
///
/// Finds what an earlier run left: the keys stay, and the lab, which forgets, gets them registered again.
public final class Connector {
    private static final Map<String, List<String>> ROLES = Map.of(
            "sync", List.of("Mail.Read", "User.Read.All"),
            "remediate", List.of("Mail.ReadWrite", "User.Read.All"),
            "watch", List.of("AuditLog.Read.All", "Directory.Read.All"));

    private final Api api;
    private final Lab lab;
    private final String labTenant;
    private final Map<String, Object> cloud;

    /// @param labTenant the tenant's id in the lab's directory
    /// @param cloud where the lab is, as the API takes it
    public Connector(Api api, Lab lab, String labTenant, Map<String, Object> cloud) {
        this.api = api;
        this.lab = lab;
        this.labTenant = labTenant;
        this.cloud = cloud;
    }

    public void addTenant(String id, String name) {
        boolean known =
                api.items(ApiPath.of("tenants"), Long.MAX_VALUE).stream().anyMatch(tenant -> is(tenant, "id", id));
        if (!known) {
            api.post(ApiPath.of("tenants"), Map.of("id", id, "name", name));
        }
    }

    /// Makes the connection when it is not there, registers its certificate in the lab, and tests it.
    public void connect(String tenant, String function) {
        ApiPath connections = ApiPath.of("tenants", tenant, "connections");
        removeForAnotherLab(connections, function);
        ApiPath connection = connections.with(function);
        boolean known =
                api.items(connections, Long.MAX_VALUE).stream().anyMatch(found -> is(found, "function", function));
        JsonNode kit = known
                ? api.get(connection.with("kit"))
                : api.post(connections, Map.of("function", function, "directoryTenant", labTenant, "cloud", cloud))
                        .path("kit");
        String clientId = lab.register(
                labTenant,
                "Postern " + function,
                base64(kit.path("certificatePem").asString("")),
                ROLES.getOrDefault(function, List.of()));
        api.post(connection.with("registration"), Map.of("clientId", clientId));
        check(connection, function);
    }

    /// A lab that was started again has another address and certificate authority: its old connection is of no use.
    private void removeForAnotherLab(ApiPath connections, String function) {
        for (JsonNode found : api.items(connections, Long.MAX_VALUE)) {
            boolean sameLab = is(found.path("cloud"), "graph", String.valueOf(cloud.get("graph")));
            if (is(found, "function", function) && !sameLab) {
                api.delete(connections.with(function));
            }
        }
    }

    private void check(ApiPath connection, String function) {
        JsonNode check = api.post(connection.with("check"), null);
        if (!check.path("passed").asBoolean(false)) {
            StringBuilder found = new StringBuilder();
            check.path("findings")
                    .forEach(finding -> found.append("\n  ")
                            .append(finding.path("outcome").asString(""))
                            .append(": ")
                            .append(finding.path("step").asString(""))
                            .append(": ")
                            .append(finding.path("detail").asString(""))
                            .append(' ')
                            .append(finding.path("advice").asString("")));
            throw new ClientException(
                    ExitCode.FAILED, "The test of the " + function + " connection failed:" + found, "");
        }
    }

    private static boolean is(JsonNode node, String key, String value) {
        return node.path(key).asString("").equals(value);
    }

    /// The DER bytes of a PEM certificate in Base64, on one line (RFC 7468 §2).
    static String base64(String pem) {
        return pem.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    }
}
