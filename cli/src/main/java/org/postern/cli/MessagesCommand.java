package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists the messages of a folder, now or as at an instant.
@Command(
        name = "messages",
        description = {"List the messages of a folder, now or as they were.", "State: + has attachments."},
        footer = {
            "",
            "Examples:",
            "  postern messages anna@contoso.com",
            "  postern messages anna@contoso.com Inbox/Projects --as-at -2h"
        })
final class MessagesCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "MAILBOX", description = "Its address, the beginning of it, or its id.")
    @SuppressWarnings("NullAway.Init")
    String mailbox;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = "inbox",
            description = "Its path, well-known name or id. Default: inbox.")
    @SuppressWarnings("NullAway.Init")
    String folder;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "As they were at this instant. Default: now.")
    @Nullable
    Instant asAt;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N. Default: 100.")
    long limit;

    MessagesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        String mailboxId = text(Mailboxes.find(api, tenant, mailbox), "id");
        String folderId = text(Mailboxes.folder(api, tenant, mailboxId, folder, asAt), "id");
        Api.Page page = api.page(
                path(tenant, "mailboxes", mailboxId, "folders", folderId, "messages")
                        .query("asAt", asAt),
                limit);
        output.list(page, MessageTable.of(page.items(), output), "The folder held no message then.");
        return ExitCode.OK;
    }
}
