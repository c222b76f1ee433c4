package org.postern.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.postern.cli.terminal.Terminal;

/// Starts the command line.
public final class Main {
    private static final int COLUMNS_UNKNOWN = 100;
    private static final int COLUMNS_UNLIMITED = 100_000;

    private Main() {}

    public static void main(String[] args) {
        int exitCode = Commands.of(terminal(System.getenv())).execute(args);
        System.exit(exitCode);
    }

    private static Terminal terminal(Map<String, String> environment) {
        boolean interactive = isInteractive();
        PrintStream out = stream(FileDescriptor.out);
        return new Terminal(
                out,
                stream(FileDescriptor.err),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                interactive,
                interactive ? columns(environment) : COLUMNS_UNLIMITED,
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                environment,
                home());
    }

    @SuppressWarnings("SystemConsoleNull") // The JDK's own null marking still says that there may be none.
    private static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// UTF-8 whatever the locale: mail has every script, and `--json` must be UTF-8 (RFC 8259 §8.1).
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : COLUMNS_UNKNOWN;
    }

    private static Path home() {
        return Path.of(System.getProperty("postern.home", "")).toAbsolutePath();
    }
}
