package org.postern.console.api;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailServer;
import org.postern.connections.ServiceKind;

/// A mail server as it comes in with a new connection; it prints nothing of the password.
///
/// @param signIn `token`, `certificate` or `password`
/// @param resource what tokens are asked for, where that is not the server's own origin
public record NewServer(
        @Nullable String address,
        @Nullable String signIn,
        @Nullable String account,
        @Nullable String password,
        @Nullable List<String> mailboxes,
        @Nullable String resource,
        @Nullable String caPem) {
    MailServer.Method method() {
        return Input.choice(MailServer.Method.class, "server.signIn", signIn);
    }

    MailServer toServer(ServiceKind kind) {
        URI uri = Input.parse("server.address", Input.required("server.address", address, 500), URI::create);
        URI tokens = resource == null || resource.isBlank() ? null : Input.https("server.resource", resource);
        String ca = Input.optional("server.caPem", caPem, 100_000);
        String user = Input.optional("server.account", account, 254);
        MailServer.Method method = method();
        return Input.checked(
                () -> new MailServer(kind, uri, method, user, mailboxes == null ? List.of() : mailboxes, tokens, ca));
    }

    @Override
    public String toString() {
        return "NewServer[" + address + "]";
    }
}
