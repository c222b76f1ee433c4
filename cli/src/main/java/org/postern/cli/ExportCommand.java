package org.postern.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Writes mail as it was at an instant to a file.
@Command(
        name = "export",
        description = "Write the mail of a mailbox or folder to a file, as it is or was.",
        footer = {
            "",
            "Examples:",
            "  postern export anna@contoso.com --out anna.zip",
            "  postern export anna@contoso.com --folder Inbox --as-at -2h --format mbox --out inbox.mbox"
        })
final class ExportCommand extends InTenantCommand {
    /// The forms of an export.
    enum Format {
        EML,
        MBOX
    }

    @Mixin
    @SuppressWarnings("NullAway.Init")
    Selection selection;

    @Option(names = "--as-at", paramLabel = "WHEN", description = "As it was at this instant. Default: now.")
    @Nullable
    Instant asAt;

    @Option(
            names = "--format",
            paramLabel = "eml|mbox",
            defaultValue = "EML",
            description = "eml (default): a ZIP with one byte-exact file a message. mbox: one file.")
    @SuppressWarnings("NullAway.Init")
    Format format;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--force", description = "Write over FILE when it is there.")
    boolean force;

    ExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Download.refuseToReplace(file, force);
        Map<String, Object> body = selection.body(api, tenant, asAt);
        body.put("format", format.name().toLowerCase(Locale.ROOT));
        Job job = output.follow(api, Job.of(api.post(path(tenant, "exports"), body)), "Export");
        if (job.exitCode() == ExitCode.AWAITING) {
            output.note("Once it is approved and done: postern job download " + job.id() + " --to FILE");
            return JobEnd.waits(api, output, job);
        }
        boolean written = job.exitCode() != ExitCode.FAILED;
        if (written) {
            Download.save(api.download(ApiPath.of("jobs", job.id(), "download")), file);
        }
        JobEnd.show(output, job, (out, result) -> {
            if (written) {
                out.println("Wrote " + Quantities.count(result.path("messages").asLong(0)) + " messages ("
                        + Quantities.bytes(result.path("bytes").asLong(0)) + ") to " + file + " ("
                        + Quantities.bytes(size(result)) + ").");
            }
        });
        return job.exitCode();
    }

    private static long size(JsonNode result) {
        return result.path("size").asLong(0);
    }
}
