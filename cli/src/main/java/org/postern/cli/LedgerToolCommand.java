package org.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.postern.cli.client.ExitCode;
import org.postern.cli.ledger.LedgerVerify;
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
            "  java LedgerVerify.java FILE"
        })
final class LedgerToolCommand implements Callable<Integer> {
    private final Terminal terminal;

    LedgerToolCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (InputStream source = LedgerVerify.class.getResourceAsStream("LedgerVerify.java")) {
            if (source == null) {
                throw new IllegalStateException("LedgerVerify.java is not in the jar");
            }
            source.transferTo(terminal.out());
            terminal.out().flush();
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
