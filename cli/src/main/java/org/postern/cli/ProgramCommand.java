package org.postern.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.quickstart.Programs;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Unmatched;

/// Hands over to another program; the launcher does this itself, so that no second Java waits.
abstract class ProgramCommand implements Callable<Integer> {
    @Unmatched
    List<String> arguments = new ArrayList<>();

    private final Terminal terminal;
    private final Programs.Program program;

    ProgramCommand(Terminal terminal, Programs.Program program) {
        this.terminal = terminal;
        this.program = program;
    }

    @Override
    public final Integer call() throws InterruptedException {
        Programs programs = new Programs.Built(terminal.home().resolve("target/dist"));
        try {
            return new ProcessBuilder(programs.leashed(program, arguments))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED, "The " + program.word() + " could not be started: " + e.getMessage() + ".", "", e);
        }
    }
}
