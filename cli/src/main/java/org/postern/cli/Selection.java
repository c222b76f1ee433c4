package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a restore or an export takes: a mailbox, a folder of it, or some messages.
final class Selection {
    @Parameters(paramLabel = "MAILBOX", description = "Its address, the beginning of it, or its id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    String mailbox;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Only this folder: its path, well-known name or id.")
    @Nullable
    String folder;

    @Option(names = "--no-subfolders", description = "Without the folders below it.")
    boolean withoutSubfolders;

    @Option(names = "--item", paramLabel = "ID", description = "Only this message; may be given again.")
    List<String> items = new ArrayList<>();

    /// The selection as the API takes it, names made into ids.
    Map<String, Object> body(Api api, String tenant, @Nullable Instant asAt) {
        Map<String, Object> body = new LinkedHashMap<>();
        String mailboxId = text(Mailboxes.find(api, tenant, mailbox), "id");
        body.put("mailbox", mailboxId);
        if (folder != null) {
            body.put("folder", text(Mailboxes.folder(api, tenant, mailboxId, folder, asAt), "id"));
            body.put("includeSubfolders", !withoutSubfolders);
        }
        if (!items.isEmpty()) {
            body.put("items", items);
        }
        if (asAt != null) {
            body.put("asAt", asAt.toString());
        }
        return body;
    }
}
