package org.postern.console.api;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionCheck;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ConnectionKey;
import org.postern.connections.Credential;
import org.postern.connections.MailServer;
import org.postern.connections.ServiceKind;
import org.postern.console.mailbox.Finder;
import org.postern.console.tenant.ConnectionDesk;
import org.postern.mail.TenantId;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// A tenant's connections: made, registered, tested, forgotten.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/connections")
public class ConnectionApi {
    public record Shown(
            String tenant,
            String function,
            ShownCloud cloud,
            String directoryTenant,
            @Nullable String clientId,
            String state,
            String thumbprint,
            Instant certificateFrom,
            Instant certificateUntil,
            @Nullable String objectId,
            List<ShownKey> keys,
            List<String> warnings,
            String kind,
            @Nullable ShownServer server) {}

    /// @param keyId Entra's name for it; null while not known
    public record ShownKey(
            int number,
            String state,
            String keptIn,
            String thumbprint,
            @Nullable String entraThumbprint,
            @Nullable String keyId,
            Instant from,
            Instant until,
            @Nullable Instant retireAt) {}

    public record ShownCloud(String name, String login, String graph) {}

    /// The server of an EWS or IMAP connection; its password is never shown.
    public record ShownServer(
            String address, String signIn, @Nullable String account, int mailboxes) {}

    /// `kind` "graph" (or nothing) for Microsoft Graph; "ews" and "imap" with `server`. `directoryTenant` where Entra
    /// gives the tokens.
    public record NewConnection(
            @Nullable String function,
            @Nullable String directoryTenant,
            @Nullable NewCloud cloud,
            @Nullable String kind,
            @Nullable NewServer server) {}

    /// `name` "global" for Microsoft's public cloud; else with `login`, `graph` and, for a lab, `caPem`.
    public record NewCloud(
            @Nullable String name,
            @Nullable String login,
            @Nullable String graph,
            @Nullable String caPem) {}

    public record Created(Shown connection, ConnectKit kit) {}

    /// `objectId` of the application and `keyId` of its certificate, by which keys are rolled; those left out stay as
    /// known.
    public record Registration(
            @Nullable String clientId,
            @Nullable String objectId,
            @Nullable String keyId) {}

    public record CheckResult(boolean passed, List<ShownFinding> findings) {}

    public record ShownFinding(String step, String outcome, String detail, String advice) {}

    private final Finder finder;
    private final ConnectionDesk desk;
    private final Clock clock;

    public ConnectionApi(Finder finder, ConnectionDesk desk, Clock clock) {
        this.finder = finder;
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping
    public Listing<Shown> list(@PathVariable String tenant) {
        TenantId id = finder.tenant(tenant).id();
        return Listing.whole(desk.list(id).stream().map(this::shown).toList());
    }

    @PostMapping
    public ResponseEntity<Created> create(@PathVariable String tenant, @RequestBody NewConnection body) {
        TenantId id = finder.tenant(tenant).id();
        ConnectionFunction function = Input.function(Input.required("function", body.function(), 20));
        ServiceKind kind =
                body.kind() == null ? ServiceKind.GRAPH : Input.choice(ServiceKind.class, "kind", body.kind());
        Connection made = kind == ServiceKind.GRAPH
                ? desk.create(id, function, cloud(body.cloud()), directory(body))
                : desk.create(id, function, server(kind, body.server()), credential(body));
        return ResponseEntity.status(HttpStatus.CREATED).body(new Created(shown(made), desk.kit(id, function)));
    }

    /// What the customer keeps to cut Postern off without Postern; there whatever became of keys and connections.
    @GetMapping("/kill-switch")
    public ConnectKit.Scripts killSwitch(@PathVariable String tenant) {
        return desk.killSwitch(finder.tenant(tenant).id());
    }

    @GetMapping("/{function}/kit")
    public ConnectKit kit(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        return desk.kit(connection.tenant(), connection.function());
    }

    @PostMapping("/{function}/registration")
    public Shown register(@PathVariable String tenant, @PathVariable String function, @RequestBody Registration body) {
        Connection connection = connection(tenant, function);
        String clientId = Input.required("clientId", body.clientId(), 100);
        return shown(desk.register(
                connection.tenant(),
                connection.function(),
                clientId,
                Input.optional("objectId", body.objectId(), 100),
                Input.optional("keyId", body.keyId(), 100)));
    }

    @PostMapping("/{function}/check")
    public CheckResult check(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        ConnectionCheck check = desk.check(connection.tenant(), connection.function());
        return new CheckResult(
                check.passed(),
                check.findings().stream()
                        .map(finding -> new ShownFinding(
                                finding.step(), Input.lower(finding.outcome()), finding.detail(), finding.advice()))
                        .toList());
    }

    @DeleteMapping("/{function}")
    public ResponseEntity<Void> remove(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        desk.remove(connection.tenant(), connection.function());
        return ResponseEntity.noContent().build();
    }

    private Connection connection(String tenant, String function) {
        return finder.connection(finder.tenant(tenant).id(), Input.function(function));
    }

    private static String directory(NewConnection body) {
        return Input.required("directoryTenant", body.directoryTenant(), 255);
    }

    private static MailServer server(ServiceKind kind, @Nullable NewServer server) {
        if (server == null) {
            throw Input.missing("server", "Give the mail server: its address, how to sign in, and the mailboxes.");
        }
        return server.toServer(kind);
    }

    private static Credential credential(NewConnection body) {
        NewServer server = Objects.requireNonNull(body.server());
        return switch (server.method()) {
            case TOKEN -> new Credential.Entra(cloud(body.cloud()), directory(body));
            case CERTIFICATE -> new Credential.Certificate();
            case PASSWORD ->
                new Credential.Password(Input.required("server.password", server.password(), 1_000)
                        .toCharArray());
        };
    }

    private static Cloud cloud(@Nullable NewCloud cloud) {
        if (cloud == null || (Cloud.GLOBAL.name().equals(cloud.name()) && cloud.login() == null)) {
            return Cloud.GLOBAL;
        }
        return new Cloud(
                Input.required("cloud.name", cloud.name(), 60),
                Input.https("cloud.login", cloud.login()),
                Input.https("cloud.graph", cloud.graph()),
                Input.optional("cloud.caPem", cloud.caPem(), 100_000));
    }

    private Shown shown(Connection connection) {
        Cloud cloud = connection.cloud();
        return new Shown(
                connection.tenant().value(),
                Input.lower(connection.function()),
                new ShownCloud(
                        cloud.name(), cloud.login().toString(), cloud.graph().toString()),
                connection.directoryTenant(),
                connection.registeredClientId(),
                Input.lower(connection.state()),
                connection.thumbprint(),
                connection.certificateFrom(),
                connection.certificateUntil(),
                connection.registeredObjectId(),
                connection.keys().stream().map(ConnectionApi::shown).toList(),
                connection.warnings(clock.instant()),
                Input.lower(connection.kind()),
                connection.server().map(ConnectionApi::shown).orElse(null));
    }

    private static ShownServer shown(MailServer server) {
        return new ShownServer(
                server.address().toString(),
                Input.lower(server.method()),
                server.account(),
                server.mailboxes().size());
    }

    static ShownKey shown(ConnectionKey key) {
        return new ShownKey(
                key.number(),
                Input.lower(key.state()),
                Input.lower(key.keptIn()),
                key.thumbprint(),
                key.entraThumbprint(),
                key.registeredKeyId(),
                key.from(),
                key.until(),
                key.retireAt());
    }
}
