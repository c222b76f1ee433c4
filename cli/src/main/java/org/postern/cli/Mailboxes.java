package org.postern.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import tools.jackson.databind.JsonNode;

/// Finds mailboxes and folders by the names that people use: addresses, paths, well-known names.
final class Mailboxes {
    private Mailboxes() {}

    /// The mailbox of the given address, id, or unambiguous beginning of an address.
    static JsonNode find(Api api, String tenant, String named) {
        List<JsonNode> all = api.items(ApiPath.of("tenants", tenant, "mailboxes"), Long.MAX_VALUE);
        for (JsonNode mailbox : all) {
            if (named.equals(text(mailbox, "id")) || named.equalsIgnoreCase(text(mailbox, "address"))) {
                return mailbox;
            }
        }
        String start = named.toLowerCase(Locale.ROOT);
        List<JsonNode> like = all.stream()
                .filter(mailbox ->
                        text(mailbox, "address").toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
        if (like.size() == 1) {
            return like.getFirst();
        }
        String which = like.isEmpty() ? "No mailbox" : like.size() + " mailboxes";
        throw new ClientException(
                like.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
                which + " of tenant " + tenant + " begins with \"" + named + "\".",
                all.isEmpty()
                        ? "No mailbox was synced yet: run \"postern sync\" first."
                        : "\"postern mailbox list\" shows their addresses.");
    }

    /// The folder of the given path (`Inbox/Projects`), well-known name (`inbox`) or id, as at the instant.
    static JsonNode folder(Api api, String tenant, String mailbox, String named, @Nullable Instant asAt) {
        ApiPath path = ApiPath.of("tenants", tenant, "mailboxes", mailbox, "folders");
        List<JsonNode> all = api.items(path.query("asAt", asAt), Long.MAX_VALUE);
        for (String key : List.of("id", "path", "wellKnown")) {
            for (JsonNode folder : all) {
                boolean same =
                        key.equals("id") ? named.equals(text(folder, key)) : named.equalsIgnoreCase(text(folder, key));
                if (same) {
                    return folder;
                }
            }
        }
        throw new ClientException(
                ExitCode.NOT_FOUND,
                "The mailbox has no folder \"" + named + "\"" + (asAt == null ? "." : " as at " + asAt + "."),
                "\"postern folders MAILBOX\" shows their paths; with --as-at, those of an earlier instant.");
    }

    static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
