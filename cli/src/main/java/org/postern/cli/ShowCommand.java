package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows one message: its text, its history, or its very bytes.
@Command(
        name = "show",
        description = "Show one message: as text, its history, or its very bytes.",
        footer = {
            "",
            "Examples:",
            "  postern show anna@contoso.com AAkALg…",
            "  postern show anna@contoso.com AAkALg… --raw --as-at -2h > message.eml"
        })
final class ShowCommand extends InTenantCommand {
    @Parameters(index = "0", paramLabel = "MAILBOX", description = "Its address, the beginning of it, or its id.")
    @SuppressWarnings("NullAway.Init")
    String mailbox;

    @Parameters(
            index = "1",
            paramLabel = "ID",
            description = "The message's id, as \"messages\" and \"search\" show it.")
    @SuppressWarnings("NullAway.Init")
    String id;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "As it was at this instant. Default: now.")
    @Nullable
    Instant asAt;

    @Option(names = "--raw", description = "Its bytes as the service gave them, and nothing else. Not with --json.")
    boolean raw;

    @Option(names = "--headers", description = "All header fields, not the usual four.")
    boolean headers;

    @Option(names = "--history", description = "All its versions: moves, changed flags, deletion.")
    boolean history;

    ShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        if (raw && (output.isJson() || history)) {
            throw new ParameterException(spec.commandLine(), "--raw gives bytes: use it without --json and --history.");
        }
        String mailboxId = text(Mailboxes.find(api, tenant, mailbox), "id");
        ApiPath message = path(tenant, "mailboxes", mailboxId, "messages", id);
        if (raw) {
            copy(api, message.with("mime").query("asAt", asAt));
        } else if (history) {
            history(api, output, message.with("history"));
        } else {
            JsonNode document = api.get(message.query("asAt", asAt));
            output.answer(document, out -> print(out, output, document));
        }
        return ExitCode.OK;
    }

    private void copy(Api api, ApiPath mime) {
        try (InputStream bytes = api.download(mime)) {
            bytes.transferTo(terminal.out());
            terminal.out().flush();
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED, "The message's bytes broke off: " + e.getMessage(), "Run the command again.", e);
        }
    }

    private static void history(Api api, Output output, ApiPath path) {
        Api.Page page = api.page(path, Long.MAX_VALUE);
        var table = new org.postern.cli.terminal.Table("From", "Until", "Folder", "Read", "Follow-up", "Subject");
        page.items()
                .forEach(version -> table.row(
                        output.time(version.path("from")),
                        output.time(version.path("until")),
                        text(version, "folder"),
                        version.path("read").asBoolean(false) ? "yes" : "no",
                        text(version, "followUp"),
                        text(version, "subject")));
        output.list(page, table, "The vault holds no version of it.");
    }

    private void print(PrintStream out, Output output, JsonNode message) {
        if (headers) {
            message.path("headers")
                    .forEach(field -> out.println(text(field, "name") + ": " + Text.line(text(field, "value"))));
        } else {
            out.println("From:     " + Text.line(text(message, "sender")));
            out.println("To:       "
                    + Text.line(String.join(
                            ", ",
                            message.path("recipients")
                                    .valueStream()
                                    .map(n -> n.asString(""))
                                    .toList())));
            out.println("Received: " + output.time(message.path("receivedAt")));
            out.println("Subject:  " + Text.line(text(message, "subject")));
        }
        message.path("attachments")
                .forEach(attachment -> out.println("Attached: " + Text.line(text(attachment, "name")) + " ("
                        + Text.line(text(attachment, "mediaType")) + ", "
                        + Quantities.bytes(attachment.path("size").asLong(0)) + ")"));
        String missing = text(message, "missing");
        out.println();
        out.println(
                missing.isEmpty()
                        ? Text.safe(text(message, "text")).stripTrailing()
                        : "The service could not give this message's bytes: " + Text.safe(missing));
    }
}
