package org.postern.cli;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/// Runs a command as the launcher would, for tests in other packages; no server is there.
public final class CliRun {
    private CliRun() {}

    public static int run(ByteArrayOutputStream out, String... words) {
        return Commands.of(Terminals.of(out, new ByteArrayOutputStream(), Map.of()))
                .execute(words);
    }
}
