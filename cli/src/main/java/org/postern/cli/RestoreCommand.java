package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Puts mail back into a mailbox as it was at an instant.
@Command(
        name = "restore",
        description = {
            "Put mail back into a mailbox as it was at an instant.",
            "What is there already is not doubled, so a restore can be run again after it was interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  postern restore anna@contoso.com --folder Inbox --as-at \"yesterday 9:00\" --dry-run",
            "  postern restore anna@contoso.com --as-at -2h --to ben@contoso.com --into \"Anna's mail\"",
            "  postern restore anna@contoso.com --item AAkALg… --as-at \"2026-11-20 14:00\""
        })
final class RestoreCommand extends InTenantCommand {
    /// What happens to a message that is there already in another state.
    enum Conflict {
        SKIP,
        COPY,
        REPLACE
    }

    @Mixin
    @SuppressWarnings("NullAway.Init")
    Selection selection;

    @Option(names = "--as-at", required = true, paramLabel = "WHEN", description = "The instant to go back to.")
    @SuppressWarnings("NullAway.Init")
    Instant asAt;

    @Option(names = "--to", paramLabel = "MAILBOX", description = "Into this mailbox. Default: the same one.")
    @Nullable
    String targetMailbox;

    @Option(names = "--into", paramLabel = "FOLDER", description = "Into this folder. Default: where it was.")
    @Nullable
    String targetFolder;

    @Option(
            names = "--conflict",
            paramLabel = "skip|copy|replace",
            defaultValue = "SKIP",
            description = "When the message is there, changed: skip (default) it, copy beside it, or replace it.")
    @SuppressWarnings("NullAway.Init")
    Conflict conflict;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be done.")
    boolean dryRun;

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    RestoreCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Map<String, Object> body = selection.body(api, tenant, asAt);
        Map<String, Object> target = new LinkedHashMap<>();
        if (targetMailbox != null) {
            target.put("mailbox", text(Mailboxes.find(api, tenant, targetMailbox), "id"));
        }
        if (targetFolder != null) {
            target.put("folder", targetFolder);
        }
        body.put("target", target);
        body.put("conflict", conflict.name().toLowerCase(Locale.ROOT));
        body.put("dryRun", dryRun);
        Job job = Job.of(api.post(path(tenant, "restores"), body));
        return JobEnd.of(api, output, job, "Restore", noWait, (out, result) -> print(out, result, output));
    }

    private void print(PrintStream out, JsonNode result, Output output) {
        String would = dryRun ? "Would restore " : "Restored ";
        out.println(would + count(result, "created") + " messages ("
                + Quantities.bytes(result.path("bytes").asLong(0))
                + "), replaced " + count(result, "replaced") + ", skipped " + count(result, "skipped")
                + " that are there, failed " + count(result, "failed") + ".");
        Table failures = new Table("Subject", "Outcome", "Detail", "Id");
        for (JsonNode item : result.path("items")) {
            String outcome = text(item, "outcome");
            if (dryRun || !text(item, "detail").isEmpty() || outcome.equals("failed")) {
                failures.row(text(item, "subject"), outcome, text(item, "detail"), text(item, "id"));
            }
        }
        if (!failures.isEmpty()) {
            failures.print(out, output.columns());
        }
    }

    private static String count(JsonNode result, String key) {
        return Quantities.count(result.path(key).asLong(0));
    }
}
