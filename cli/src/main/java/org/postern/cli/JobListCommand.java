package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists jobs, newest first as the server gives them.
@Command(name = "list", description = "List syncs, restores and exports, running and past.")
final class JobListCommand extends ServerCommand {
    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            description = "Only this tenant's.")
    @Nullable
    String tenant;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most N. Default: 50.")
    long limit;

    JobListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Api.Page page = api.page(ApiPath.of("jobs").query("tenant", tenant), limit);
        Table table = new Table("Job", "Tenant", "Kind", "State", "Started", "Ended", ">Messages", "Says");
        page.items().forEach(job -> row(table, job, output));
        output.list(page, table, "No job yet.");
        return ExitCode.OK;
    }

    private static void row(Table table, JsonNode document, Output output) {
        Job job = Job.of(document);
        String failure = job.failure();
        table.row(
                job.id(),
                text(document, "tenant"),
                job.kind(),
                text(document, "state"),
                output.time(document.path("startedAt")),
                output.time(document.path("endedAt")),
                Quantities.count(job.messages()),
                failure == null ? job.current() : failure);
    }
}
