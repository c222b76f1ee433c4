package org.postern.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.cli.quickstart.Incident;
import org.postern.cli.quickstart.Programs;
import org.postern.cli.quickstart.Workplace;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Plays the theft of keys in a lab.
@Command(
        name = "incident",
        description = {
            "Play the theft of keys in a lab: many tenants, some of whose keys are copied and used from another address.",
            "Postern must name exactly those, give all of them new keys while mail comes in, and lose nothing.",
            "The last line with --json is one object; the exit code is 0 when all is as it should be."
        })
final class LabIncidentCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    OutputOptions outputOptions;

    @Option(names = "--tenants", paramLabel = "N", defaultValue = "50", description = "How many. Default: 50.")
    int tenants;

    @Option(names = "--stolen", paramLabel = "N", defaultValue = "5", description = "Of them with a thief. Default: 5.")
    int stolen;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Who it hits. Default: 1.")
    long seed;

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep everything there. Default: var/incident.")
    @Nullable
    Path folder;

    private final Terminal terminal;

    LabIncidentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (tenants < 1 || tenants > 500 || stolen < 0 || stolen > tenants) {
            throw new ParameterException(spec.commandLine(), "--tenants is 1 to 500, and --stolen no more than that.");
        }
        Path kept = folder == null ? terminal.home().resolve("var/incident") : folder.toAbsolutePath();
        try (Workplace workplace = Workplace.open(kept, true)) {
            var settings = new Incident.Settings(
                    workplace.folder(), tenants, stolen, seed, outputOptions.json, outputOptions.plain);
            Programs programs = new Programs.Built(terminal.home().resolve("target/dist"));
            return new Incident(terminal, settings, programs).play().number();
        }
    }
}
