package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.postern.cli.Terminals;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of `postern vault` and what it said.
record VaultRun(int code, String out, String err) {
    static final String PASSPHRASE = "a passphrase";

    static VaultRun of(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
        int code = OfflineCommands.of(Terminals.of(out, err, environment))
                .setExecutionExceptionHandler((e, command, _) -> {
                    said.println(e.getMessage());
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
        return new VaultRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// The JSON that a run with the usual passphrase answers, which must end with this code.
    static JsonNode json(int exitCode, String... arguments) {
        VaultRun run = of(Map.of("POSTERN_PASSPHRASE", PASSPHRASE), arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(exitCode);
        return JsonMapper.shared().readTree(run.out());
    }
}
