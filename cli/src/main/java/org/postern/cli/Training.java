package org.postern.cli;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.postern.cli.terminal.Terminal;

/// Runs the offline commands one after the other in one process, so that the launcher can keep what Java learns of them
/// (JEP 483, 514 and 515). For made-up mail only: its passphrase is public.
final class Training {
    private Training() {}

    /// @param args a directory of mail, and one that does not exist, to work in
    public static void main(String[] args) {
        Path mail = Path.of(args[0]);
        Path work = Path.of(args[1]);
        String repo = work.resolve("repo").toString();
        String[][] lines = {
            {"vault", "put", "--repo", repo, mail.toString(), "--json"},
            {"vault", "put", "--repo", repo, mail.toString(), "--json"},
            {"vault", "check", "--repo", repo, "--read-data", "--json"},
            {"vault", "get", "--repo", repo, "--out", work.resolve("out").toString(), "--json"},
            {"vault", "stats", "--repo", repo},
        };
        int worst = 0;
        for (String[] line : lines) {
            worst = Math.max(worst, Commands.of(terminal(work)).execute(line));
        }
        System.exit(worst);
    }

    private static Terminal terminal(Path home) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(
                nowhere,
                nowhere,
                new BufferedReader(Reader.nullReader()),
                false,
                100,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                Map.of("POSTERN_PASSPHRASE", "training"),
                home);
    }
}
