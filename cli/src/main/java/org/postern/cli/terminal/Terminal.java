package org.postern.cli.terminal;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/// What surrounds one run of the command line: its streams, its clock and zone, its environment.
///
/// @param out what the command was asked for
/// @param err progress, questions and errors
/// @param interactive whether a person reads `err` and can answer on `in`
/// @param columns how wide a line may be; wide when nobody looks
/// @param home where Postern lies: beside it are `var/` and `target/dist/`
public record Terminal(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        boolean interactive,
        int columns,
        Clock clock,
        ZoneId zone,
        Map<String, String> environment,
        Path home) {
    public Terminal {
        environment = Map.copyOf(environment);
    }
}
