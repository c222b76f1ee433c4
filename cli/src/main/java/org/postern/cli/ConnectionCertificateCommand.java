package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Replaces the TLS certificate by which a connection signs in, in two steps with the server's administrator between.
@Command(
        name = "certificate",
        description = {
            "Replace the TLS certificate by which a connection signs in to an EWS or IMAP server. First without --switch:",
            "a new key and certificate are made and shown, and the old ones stay in use. When the server's administrator",
            "has mapped the new certificate to the account, with --switch: it is tried, taken into use, and the old key",
            "destroyed."
        })
final class ConnectionCertificateCommand extends InTenantCommand {
    @Parameters(paramLabel = "FUNCTION", description = "Of which connection: sync or remediate.")
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(names = "--switch", description = "Take the new certificate into use.")
    boolean use;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write the certificate as a file there.")
    @Nullable
    Path folder;

    ConnectionCertificateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        ApiPath certificate = path(tenant, "connections", function.word(), "certificate");
        if (use) {
            JsonNode now = api.post(certificate.with("switch"), Map.of());
            output.answer(
                    now,
                    out -> out.println("The connection signs in by certificate " + text(now, "thumbprint")
                            + "; the old key is destroyed. Have the old certificate's mapping removed."));
            return ExitCode.OK;
        }
        JsonNode kit = api.post(certificate, Map.of());
        if (folder != null) {
            Kit.save(folder, function.word(), kit);
            output.note("Written to " + folder + ".");
        }
        output.answer(kit, out -> Kit.print(out, kit));
        output.note("When the server's administrator has mapped it: postern connection certificate " + function.word()
                + " --tenant " + tenant + " --switch");
        return ExitCode.OK;
    }
}
