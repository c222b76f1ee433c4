package org.postern.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Forgets what the policy lets go and no hold keeps.
@Command(
        name = "run",
        description = "Forget what the policy lets go and no hold keeps, and free its room.",
        footer = {"", "Look before you run: postern retention run --dry-run"})
final class RetentionRunCommand extends InTenantCommand {
    @Option(names = "--dry-run", description = "Only count what would be forgotten.")
    boolean dryRun;

    @Option(
            names = "--dead-share",
            paramLabel = "SHARE",
            description = "Rewrite a pack when so much of it is dead, 0 to 1; 0 leaves nothing. Default: 0.3.")
    @Nullable
    Double deadShare;

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    RetentionRunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dryRun", dryRun);
        if (deadShare != null) {
            body.put("deadShare", deadShare);
        }
        Job job = Job.of(api.post(path(tenant, "retention", "run"), body));
        return JobEnd.of(api, output, job, "Retention", noWait, RetentionRunCommand::print);
    }

    static void print(PrintStream out, JsonNode result) {
        boolean dry = result.path("dryRun").asBoolean(false);
        out.println((dry ? "Would forget " : "Forgot ") + count(result, "versions") + " versions of "
                + count(result, "items") + " messages ("
                + Quantities.bytes(result.path("bytes").asLong(0)) + ").");
        out.println("Holds keep " + count(result, "heldVersions") + " more, of which "
                + count(result, "undecidedVersions") + " because search cannot say.");
        if (!dry) {
            out.println("Dropped " + count(result, "objectsDropped") + " objects, rewrote "
                    + count(result, "packsRewritten") + " packs, freed "
                    + Quantities.bytes(result.path("bytesFreed").asLong(0)) + "; " + count(result, "packsKept")
                    + " packs go with the next run (locked in their store, or the new ones are on their way).");
        }
    }

    private static String count(JsonNode result, String key) {
        return Quantities.count(result.path(key).asLong(0));
    }
}
