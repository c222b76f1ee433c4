package org.postern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.postern.cli.client.ExitCode;
import org.postern.cli.ledger.ToolSource;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/// Hands out the program with which a customer checks a ledger alone.
@Command(
        name = "tool",
        description = "Print the program with which a customer checks an export without Postern.",
        footer = {
            "",
            "It is one file of source, to be read before it is run, and needs Java 17 and nothing else:",
            "  postern ledger tool > LedgerVerify.java",
            "  java LedgerVerify.java FILE --key VKEY --anchor SAVED-MESSAGE.eml"
        })
final class LedgerToolCommand implements Callable<Integer> {
    private final Terminal terminal;

    LedgerToolCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            terminal.out().write(ToolSource.whole().getBytes(StandardCharsets.UTF_8));
            terminal.out().flush();
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
