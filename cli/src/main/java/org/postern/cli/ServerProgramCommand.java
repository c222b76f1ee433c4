package org.postern.cli;

import org.postern.cli.quickstart.Programs;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/// Runs the server.
@Command(
        name = "server",
        description = "Run the server; \"postern server --help\" shows its options.",
        footer = {"", "Example:", "  postern server --dir /srv/postern --port 8025"})
final class ServerProgramCommand extends ProgramCommand {
    ServerProgramCommand(Terminal terminal) {
        super(terminal, Programs.Program.SERVER);
    }
}
