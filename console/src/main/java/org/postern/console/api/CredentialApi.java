package org.postern.console.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.console.mailbox.Finder;
import org.postern.console.tenant.ConnectionDesk;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What opens a mail server that knows no Entra, replaced: another password, another TLS certificate.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/connections/{function}")
public class CredentialApi {
    /// Another password for the account of the connection; it is to be tested before the schedule uses it.
    public record NewPassword(@Nullable String password) {
        @Override
        public String toString() {
            return "NewPassword[]"; // Never the secret.
        }
    }

    /// How the connection stands afterwards.
    public record Standing(String tenant, String function, String state, String thumbprint) {}

    private final Finder finder;
    private final ConnectionDesk desk;

    public CredentialApi(Finder finder, ConnectionDesk desk) {
        this.finder = finder;
        this.desk = desk;
    }

    @PostMapping("/password")
    public Standing password(
            @PathVariable String tenant, @PathVariable String function, @RequestBody NewPassword body) {
        Connection connection = connection(tenant, function);
        char[] password = Input.required("password", body.password(), 1_000).toCharArray();
        try {
            return standing(desk.replacePassword(connection.tenant(), connection.function(), password));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /// A new certificate beside the one in use, for the server's administrator to map; asked again, the same one.
    @PostMapping("/certificate")
    public ConnectKit certificate(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        return desk.nextCertificate(connection.tenant(), connection.function());
    }

    /// Takes the new certificate into use if the server takes it, and destroys the old key.
    @PostMapping("/certificate/switch")
    public Standing useCertificate(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        return standing(desk.switchCertificate(connection.tenant(), connection.function()));
    }

    private Connection connection(String tenant, String function) {
        return finder.connection(finder.tenant(tenant).id(), Input.function(function));
    }

    private static Standing standing(Connection connection) {
        return new Standing(
                connection.tenant().value(),
                Input.lower(connection.function()),
                Input.lower(connection.state()),
                connection.thumbprint());
    }
}
