package org.postern.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.quickstart.Programs;
import org.postern.cli.quickstart.Quickstart;
import org.postern.cli.quickstart.Workplace;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Tries all of Postern against a simulated Exchange Online on this machine.
@Command(
        name = "quickstart",
        description = {
            "Try all of Postern on this machine: starts a simulated Exchange Online and a server, connects a tenant by"
                    + " certificate, syncs all its mailboxes, and runs until Ctrl-C.",
            "A second run finds what the first one stored.",
            "",
            "With --once it plays the whole story and ends: sync, a folder's mail is deleted, sync, search, restore as"
                    + " it was, export; each step is checked by comparing bytes with what the simulated service holds."
        },
        footer = {
            "",
            "Examples:",
            "  postern quickstart",
            "  postern quickstart --mail ~/Mail          with copies of your own .eml, mbox or Maildir",
            "  postern quickstart --once --json | tail -n 1"
        })
final class QuickstartCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    OutputOptions outputOptions;

    @Option(names = "--once", description = "Play the whole story in a new store, check it, print a table, and end.")
    boolean once;

    @Option(
            names = "--mail",
            paramLabel = "DIR",
            description = "Fill the lab from this folder, in place of the sample.")
    @Nullable
    Path mail;

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep everything there. Default: var/quickstart.")
    @Nullable
    Path folder;

    @Option(names = "--fresh", description = "Empty the store of an earlier quick start first.")
    boolean fresh;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the sample's mail. Default: 1.")
    long seed;

    private final Terminal terminal;

    QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (outputOptions.json && !once) {
            throw new ParameterException(
                    spec.commandLine(), "--json goes with --once: without it the quick start does not end.");
        }
        if (mail != null && !mail.toFile().isDirectory()) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    "There is no folder " + mail + ".",
                    "Give --mail a folder of .eml, mbox or Maildir.");
        }
        Path kept = terminal.home().resolve(once ? "var/quickstart-once" : "var/quickstart");
        try (Workplace workplace = Workplace.open(folder == null ? kept : folder.toAbsolutePath(), fresh || once)) {
            var settings =
                    new Quickstart.Settings(workplace.folder(), mail, seed, outputOptions.json, outputOptions.plain);
            Programs programs = new Programs.Built(terminal.home().resolve("target/dist"));
            Quickstart quickstart = new Quickstart(terminal, settings, programs);
            return (once ? quickstart.once() : quickstart.run()).number();
        }
    }
}
