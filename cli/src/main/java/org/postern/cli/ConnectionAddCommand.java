package org.postern.cli;

import static org.postern.cli.Mailboxes.text;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Makes the key of a connection, shows what must be registered, and goes on to the test.
@Command(
        name = "add",
        description = {
            "Make the key of a connection and show what the customer's administrator must register for it.",
            "At a terminal it then waits for the client id and tests the connection."
        },
        footer = {
            "",
            "Examples:",
            "  postern connection add sync --directory-tenant contoso.onmicrosoft.com --out kit",
            "  postern connection add remediate --directory-tenant contoso.onmicrosoft.com",
            "  postern connection add sync --kind ews --mail-server https://mail.contoso.example/EWS/Exchange.asmx \\",
            "      --account 'CONTOSO\\\\postern' --password-file FILE",
            "  postern connection add sync --kind imap --mail-server imaps://mail.contoso.example --account master \\",
            "      --password-file FILE --mailbox ada@contoso.example --mailbox ben@contoso.example"
        })
final class ConnectionAddCommand extends InTenantCommand {
    @Parameters(
            paramLabel = "FUNCTION",
            description = {
                "sync (reads mailboxes), remediate (writes: restores), watch (reads the sign-in log),",
                "probe (sends test messages), canary (bait that nobody uses)."
            })
    @SuppressWarnings("NullAway.Init")
    Function function;

    @Option(
            names = "--directory-tenant",
            paramLabel = "DOMAIN-OR-GUID",
            description = "The customer's tenant in Entra; needed wherever Entra gives the tokens.")
    @Nullable
    String directoryTenant;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    MailServers servers;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    Clouds clouds;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write certificate and scripts as files there.")
    @Nullable
    Path folder;

    ConnectionAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Api api, Output output, String tenant) {
        JsonNode added = api.post(path(tenant, "connections"), body());
        JsonNode kit = added.path("kit");
        if (folder != null) {
            Kit.save(folder, function.word(), kit);
            output.note("Certificate and scripts are written to " + folder + ".");
        }
        output.answer(added, out -> Kit.print(out, kit));
        String thumbprint = text(added.path("connection"), "thumbprint");
        output.note("");
        output.note(
                thumbprint.isEmpty()
                        ? "The password is kept, encrypted."
                        : "Key and certificate are made; the certificate's SHA-256 thumbprint is " + thumbprint + ".");
        return output.isJson() ? ExitCode.OK : proceed(api, output, path(tenant, "connections", function.word()));
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("function", function.word());
        if (servers.usesEntra()) {
            if (directoryTenant == null) {
                throw new ClientException(
                        ExitCode.USAGE,
                        "There is no --directory-tenant.",
                        "Give the customer's tenant in Entra, such as --directory-tenant contoso.onmicrosoft.com.");
            }
            body.put("directoryTenant", directoryTenant);
            body.put("cloud", clouds.body());
        }
        if (!servers.graph()) {
            body.put("kind", servers.word());
            body.put("server", servers.body(terminal));
        }
        return body;
    }

    private ExitCode proceed(Api api, Output output, ApiPath connection) {
        if (!servers.usesEntra()) {
            if (servers.signIn == MailServers.SignIn.CERTIFICATE) {
                output.note("When the server knows the certificate: postern connection check " + function.word());
                return ExitCode.OK;
            }
            return Findings.check(api, output, connection);
        }
        Optional<String> clientId = Question.ask(terminal, "Client id that registering printed (Enter: go on later): ");
        if (clientId.isEmpty()) {
            output.note("When it is registered: postern connection register " + function.word() + " CLIENT-ID");
            return ExitCode.OK;
        }
        api.post(connection.with("registration"), Map.of("clientId", clientId.get()));
        return Findings.check(api, output, connection);
    }
}
