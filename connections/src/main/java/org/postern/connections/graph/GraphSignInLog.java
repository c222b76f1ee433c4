package org.postern.connections.graph;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.connections.Cloud;
import org.postern.connections.watch.SignInLog;
import org.postern.connections.watch.SignInRecord;
import tools.jackson.databind.JsonNode;

/// [SignInLog] from Graph's `signIn` resource; which key was used is told in beta only.
public final class GraphSignInLog implements SignInLog {
    private static final String ROOT = Courier.BETA + "/auditLogs/signIns";
    private static final int MOST_PAGES = 200;

    private final GraphClient client;
    private final States states;

    public GraphSignInLog(GraphClient client, Cloud cloud) {
        this.client = client;
        this.states = new States(cloud);
    }

    @Override
    public Read read(String clientId, Instant from) {
        List<SignInRecord> found = new ArrayList<>();
        String path = ROOT + "?$filter=signInEventTypes/any(t:t%20eq%20'servicePrincipal')%20and%20appId%20eq%20'"
                + Operation.segment(clientId) + "'%20and%20createdDateTime%20ge%20"
                + from.truncatedTo(ChronoUnit.SECONDS) + "&$top=500";
        for (int page = 0; page < MOST_PAGES && !path.isEmpty(); page++) {
            Reply reply = client.call(Operation.get("signin.list", null, path));
            if (reply.status() == 403) {
                return new Read.NotGiven(reason(reply));
            }
            if (!reply.succeeded()) {
                throw Faults.refused("Reading the sign-in log", reply);
            }
            reply.body().path("value").forEach(node -> add(node, found));
            String next = reply.body().path("@odata.nextLink").asString("");
            path = next.isEmpty() ? "" : states.next(next, ROOT);
        }
        return new Read.Entries(found);
    }

    private static String reason(Reply reply) {
        boolean licence = reply.code().toLowerCase(Locale.ROOT).contains("premiumlicense")
                || reply.reason().toLowerCase(Locale.ROOT).contains("premium license");
        return licence
                ? "The tenant has no Entra ID P1 licence, without which Microsoft gives nobody the sign-in log: use of"
                        + " a stolen key would not be noticed. Buy the licence, or provide Graph activity logs as files."
                : "The watch connection may not read the sign-in log (" + reply.summary()
                        + "). The customer's administrator grants AuditLog.Read.All and Directory.Read.All to it.";
    }

    private static void add(JsonNode node, List<SignInRecord> found) {
        String id = node.path("id").asString("");
        Instant at;
        try {
            at = Instant.parse(node.path("createdDateTime").asString(""));
        } catch (DateTimeException e) {
            return; // Without a time nothing can be said of it.
        }
        found.add(new SignInRecord(
                id,
                at,
                node.path("appId").asString(""),
                node.path("servicePrincipalCredentialKeyId").asString(""),
                node.path("servicePrincipalCredentialThumbprint").asString("").toUpperCase(Locale.ROOT),
                node.path("ipAddress").asString(""),
                node.path("uniqueTokenIdentifier").asString(""),
                node.path("correlationId").asString(""),
                node.path("status").path("errorCode").asInt(0),
                node.path("resourceDisplayName").asString("")));
    }
}
