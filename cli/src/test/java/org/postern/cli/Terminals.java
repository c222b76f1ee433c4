package org.postern.cli;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.postern.cli.terminal.Terminal;

/// Terminals for tests.
public final class Terminals {
    private Terminals() {}

    /// No person: output to the given streams, the zone of Vienna, the real clock.
    public static Terminal of(OutputStream out, OutputStream err, Map<String, String> environment) {
        return of(out, err, environment, false, "");
    }

    public static Terminal of(
            OutputStream out, OutputStream err, Map<String, String> environment, boolean interactive, String input) {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(input)),
                interactive,
                interactive ? 100 : 100_000,
                Clock.systemUTC(),
                ZoneId.of("Europe/Vienna"),
                environment,
                Path.of("target/no-home").toAbsolutePath());
    }
}
