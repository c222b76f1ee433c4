package org.postern.connections;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A mail server in a connection's file.
final class ServerJson {
    private ServerJson() {}

    static void write(MailServer server, ObjectNode node) {
        node.put("kind", server.kind().name())
                .put("address", server.address().toString())
                .put("method", server.method().name())
                .put("account", server.account())
                .put(
                        "resource",
                        server.resource() == null ? null : server.resource().toString())
                .put("caPem", server.caPem());
        ArrayNode mailboxes = node.putArray("mailboxes");
        server.mailboxes().forEach(mailboxes::add);
    }

    static MailServer read(JsonNode node) {
        List<String> mailboxes = new ArrayList<>();
        node.path("mailboxes").forEach(mailbox -> mailboxes.add(mailbox.asString()));
        return new MailServer(
                ServiceKind.valueOf(node.path("kind").asString()),
                URI.create(node.path("address").asString()),
                MailServer.Method.valueOf(node.path("method").asString()),
                node.path("account").isString() ? node.path("account").asString() : null,
                mailboxes,
                node.path("resource").isString()
                        ? URI.create(node.path("resource").asString())
                        : null,
                node.path("caPem").isString() ? node.path("caPem").asString() : null);
    }
}
