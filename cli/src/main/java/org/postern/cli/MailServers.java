package org.postern.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which mail server a connection leads to when it is not Microsoft Graph, and how to sign in there.
final class MailServers {
    /// The protocol of a connection.
    enum Kind {
        GRAPH,
        EWS,
        IMAP
    }

    /// How to sign in.
    enum SignIn {
        TOKEN,
        CERTIFICATE,
        PASSWORD
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "GRAPH",
            description = "graph (default): Exchange Online; ews: Exchange Server; imap: any other mail server.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    Kind kind;

    @Option(
            names = "--mail-server",
            paramLabel = "ADDRESS",
            description = "ews: https://HOST/EWS/Exchange.asmx; imap: imaps://HOST[:PORT].")
    @Nullable
    String address;

    @Option(
            names = "--sign-in",
            paramLabel = "HOW",
            description =
                    "ews, imap: password (default), certificate (TLS; the key is made here), or token (of Entra).")
    @Nullable
    SignIn signIn;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = {
                "ews: the account that may impersonate; imap: the master user who may act for each mailbox.",
                "With one IMAP mailbox and its own password it is not needed."
            })
    @Nullable
    String account;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    PasswordSource password;

    @Option(
            names = "--mailbox",
            paramLabel = "ADDRESS",
            description = "ews, imap: a mailbox; several times. ews without any asks the server's address book.")
    List<String> mailboxes = new ArrayList<>();

    @Option(names = "--mailboxes", paramLabel = "FILE", description = "ews, imap: a file with one address a line.")
    @Nullable
    Path mailboxFile;

    @Option(
            names = "--resource",
            paramLabel = "URL",
            description = "token: what it is asked for, where that is not the server's own address.")
    @Nullable
    String resource;

    @Option(
            names = "--mail-server-ca",
            paramLabel = "FILE",
            description = "ews, imap: the only certificate authority (PEM) to trust there.")
    @Nullable
    Path authority;

    boolean graph() {
        return kind == Kind.GRAPH;
    }

    /// Whether Entra is part of it, and so a directory tenant and a client id.
    boolean usesEntra() {
        return graph() || signIn == SignIn.TOKEN;
    }

    String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// The server as the API takes it.
    Map<String, Object> body(Terminal terminal) {
        SignIn how = signIn == null ? SignIn.PASSWORD : signIn;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("address", needed(address, "--mail-server", "the server's address"));
        body.put("signIn", how.name().toLowerCase(Locale.ROOT));
        put(body, "account", account);
        if (how == SignIn.PASSWORD) {
            body.put("password", password.password(terminal));
        }
        body.put("mailboxes", mailboxes());
        put(body, "resource", resource);
        put(body, "caPem", authority == null ? null : PasswordSource.read(authority));
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static String needed(@Nullable String value, String option, String what) {
        if (value == null || value.isBlank()) {
            throw new ClientException(
                    ExitCode.USAGE, "There is no " + option + ".", "Give " + what + " with " + option + ".");
        }
        return value;
    }

    private List<String> mailboxes() {
        List<String> all = new ArrayList<>(mailboxes);
        if (mailboxFile != null) {
            PasswordSource.read(mailboxFile)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .forEach(all::add);
        }
        return all;
    }
}
