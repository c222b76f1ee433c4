package org.postern.cli;

import org.postern.cli.quickstart.Programs;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/// Runs the simulated Exchange Online.
@Command(
        name = "lab",
        description = "Run a simulated Exchange Online; \"postern lab --help\" shows its options.",
        footer = {"", "Example:", "  postern lab --mail ~/Mail --dir var/lab", "  postern lab incident --json"})
final class LabProgramCommand extends ProgramCommand {
    LabProgramCommand(Terminal terminal) {
        super(terminal, Programs.Program.LAB);
    }
}
