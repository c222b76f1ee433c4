package org.postern.connections.graph;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.postern.connections.watch.ApplicationKeys;
import tools.jackson.databind.JsonNode;

/// [ApplicationKeys] from Graph's `application` resource.
public final class GraphApplicationKeys implements ApplicationKeys {
    private final GraphClient client;

    public GraphApplicationKeys(GraphClient client) {
        this.client = client;
    }

    @Override
    public List<Registered> read(String clientId) {
        Reply reply = client.call(Operation.get(
                "application.keys",
                null,
                "/applications(appId='" + Operation.segment(clientId)
                        + "')?$select=id,keyCredentials,passwordCredentials"));
        if (!reply.succeeded()) {
            throw Faults.refused("Reading the keys of application " + clientId, reply);
        }
        List<Registered> found = new ArrayList<>();
        reply.body().path("keyCredentials").forEach(node -> found.add(read(node, thumbprint(node))));
        reply.body().path("passwordCredentials").forEach(node -> found.add(read(node, "")));
        return found;
    }

    private static Registered read(JsonNode node, String thumbprint) {
        return new Registered(
                node.path("keyId").asString(""),
                thumbprint,
                node.path("displayName").asString(""),
                node.path("startDateTime").asString(""));
    }

    /// Entra writes `customKeyIdentifier` as hex or, in other answers, as base64 of the same 20 bytes.
    private static String thumbprint(JsonNode node) {
        String text = node.path("customKeyIdentifier").asString("");
        if (text.matches("\\p{XDigit}{40}")) {
            return text.toUpperCase(Locale.ROOT);
        }
        try {
            return HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
