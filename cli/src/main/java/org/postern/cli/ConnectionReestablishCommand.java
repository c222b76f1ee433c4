package org.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives tenants new keys after a theft.
@Command(
        name = "reestablish",
        description = {
            "Give connections new keys after a theft: new key, put on the application, switched to with no job aborted,",
            "old key removed at once, and with it every key there that Postern did not register.",
            "Running it again goes on with what was cut off; the same --because does nothing twice."
        },
        footer = {
            "",
            "Examples:",
            "  postern connection reestablish --all-affected --because \"incident 7\"",
            "  postern connection reestablish -t contoso --function sync",
            "  postern connection reestablish -t contoso --old-key-not-trusted   the customer's script does it"
        })
final class ConnectionReestablishCommand extends ServerCommand {
    static final class Which {
        @Option(
                names = {"-t", "--tenant"},
                required = true,
                paramLabel = "TENANT",
                description = "Of this tenant; may be given several times.")
        List<String> tenants = new ArrayList<>();

        @Option(names = "--all-affected", required = true, description = "Of every tenant with an open alarm.")
        boolean affected;

        @Option(names = "--all", required = true, description = "Of every tenant.")
        boolean all;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    Which which;

    @Option(names = "--function", paramLabel = "FUNCTION", description = "Only these connections. Default: every one.")
    @Nullable
    Function function;

    @Option(
            names = "--because",
            paramLabel = "TEXT",
            description = "Why, such as the incident's name; kept in ledger and report.")
    String because = "";

    @Option(
            names = "--old-key-not-trusted",
            description = {
                "Do not let the old key vouch for the new one: the customer's administrator runs the script",
                "that this prints, then run it again."
            })
    boolean oldKeyNotTrusted;

    @Option(names = "--again", description = "Even where it was done for the same --because already.")
    boolean again;

    @Option(names = "--no-wait", description = "Start it and return; \"postern job list\" shows it.")
    boolean noWait;

    ConnectionReestablishCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (which.all) {
            body.put("all", true);
        } else if (which.affected) {
            body.put("affected", true);
        } else {
            body.put("tenants", which.tenants);
        }
        if (function != null) {
            body.put("function", function.word());
        }
        body.put("because", because);
        body.put("oldKeyTrusted", !oldKeyNotTrusted);
        body.put("again", again);
        Job job = Job.of(api.post(ApiPath.of("reestablishments"), body));
        return JobEnd.of(api, output, job, "Re-establish", noWait, Rolls::print);
    }
}
