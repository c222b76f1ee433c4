package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.ledger.LedgerVerify;
import org.postern.cli.ledger.LedgerVerify.Known;
import org.postern.cli.ledger.LedgerVerify.Verdict;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Checks that nothing was taken out of a ledger or changed in it: offline in a file, or by asking the server.
@Command(
        name = "verify",
        description = {
            "Check that nothing was taken out of a tenant's ledger or changed in it.",
            "With FILE, an export or a proof is checked here, without any server; without, the server checks its own."
        },
        footer = {
            "",
            "Exits 1 when it is not whole, naming the first entry that does not fit.",
            "",
            "Examples:",
            "  postern ledger verify reach.html.proof --report reach.html --key \"$(cat contoso.vkey)\"",
            "  postern ledger verify contoso.ledger --key \"$(cat contoso.vkey)\" --anchor march.checkpoint",
            "  postern ledger verify contoso.ledger --anchor saved-message.eml --anchor /srv/anchors/contoso",
            "  postern ledger verify"
        })
final class LedgerVerifyCommand extends InTenantCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An export, or a proof of one entry or of growth.")
    @Nullable
    Path file;

    @Option(
            names = "--key",
            paramLabel = "VKEY",
            description = "The key that must have signed FILE, as \"postern ledger key\" showed it once.")
    @Nullable
    String key;

    @Option(
            names = {"--anchor", "--checkpoint"},
            paramLabel = "FILE",
            description = {
                "An older checkpoint, with which the ledger must begin: by itself, in a saved message, or a folder of",
                "these. May be given several times."
            })
    List<Path> anchors = List.of();

    @Option(
            names = "--witness",
            paramLabel = "VKEY",
            description = "A witness that must have cosigned one of the checkpoints. May be given several times.")
    List<String> witnesses = List.of();

    @Option(
            names = "--report",
            paramLabel = "REPORT",
            description = "A report whose proof FILE is; one changed byte of it is told.")
    @Nullable
    Path report;

    LedgerVerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Optional<ExitCode> offline(Output output) {
        if (file == null) {
            if (key != null || !anchors.isEmpty() || !witnesses.isEmpty() || report != null) {
                throw new ClientException(
                        ExitCode.USAGE,
                        "--key, --anchor, --witness and --report are for a FILE.",
                        "Export the ledger first: \"postern ledger export --out FILE\"; a report came with its proof.");
            }
            return Optional.empty();
        }
        Verdict verdict = verdict(file);
        output.answer(document(verdict), out -> out.println(Text.safe(LedgerVerify.sentence(verdict))));
        return Optional.of(verdict.whole() ? ExitCode.OK : ExitCode.FAILED);
    }

    private Verdict verdict(Path judged) {
        try {
            return LedgerVerify.verify(judged, known());
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    "A file could not be read: " + e + ".",
                    "Look whether " + judged + " and what it is compared with can be read.",
                    e);
        }
    }

    private Known known() {
        return new Known(key == null ? "" : key, anchors, witnesses, report == null ? "" : report.toString());
    }

    private static Map<String, Object> document(Verdict verdict) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("whole", verdict.whole());
        document.put("entries", verdict.entries());
        document.put("number", verdict.number());
        document.put("reason", verdict.reason());
        document.put("tenant", verdict.tenant());
        document.put("key", verdict.key());
        document.put("compared", verdict.notes());
        return document;
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode found = api.get(path(tenant, "ledger", "verification"));
        boolean whole = found.path("whole").asBoolean(false);
        output.answer(found, out -> {
            if (whole) {
                out.println("Whole: " + Quantities.count(found.path("entries").asLong(0)) + " entries, each chained to"
                        + " the one before.");
            } else {
                out.println("NOT whole: entry " + text(found, "number") + ": " + text(found, "reason"));
                out.println("Someone or something changed the ledger after it was written. Keep the server's folder as"
                        + " it is, and compare it with a backup.");
            }
        });
        return whole ? ExitCode.OK : ExitCode.FAILED;
    }
}
