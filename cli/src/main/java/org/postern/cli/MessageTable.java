package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.util.List;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// Shows message versions as rows.
final class MessageTable {
    private MessageTable() {}

    static Table of(List<JsonNode> versions, Output output) {
        Table table = new Table("Received", "From", "Subject", ">Size", "State", "Id");
        versions.forEach(version -> table.row(
                output.time(version.path("receivedAt")),
                text(version, "sender"),
                text(version, "subject"),
                Quantities.bytes(version.path("size").asLong(0)),
                state(version),
                text(version, "id")));
        return table;
    }

    private static String state(JsonNode version) {
        if (!text(version, "missing").isEmpty()) {
            return "not had";
        }
        boolean gone = !text(version, "until").isEmpty();
        return (gone ? "past" : version.path("read").asBoolean(false) ? "read" : "unread")
                + (version.path("hasAttachments").asBoolean(false) ? " +" : "");
    }
}
