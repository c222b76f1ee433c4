package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionCheck;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ServiceKind;
import org.postern.console.job.KeyDesk;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.ConnectionDesk;
import org.postern.console.tenant.Tenant;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A tenant's connections: made, handed over, registered, checked.
@Controller
@RequestMapping("/tenants/{tenant}/connections")
public class ConnectionPage {
    private final Pages pages;
    private final Finder finder;
    private final ConnectionDesk desk;
    private final KeyDesk keys;
    private final Reports reports;
    private final Clock clock;

    ConnectionPage(Pages pages, Finder finder, ConnectionDesk desk, KeyDesk keys, Reports reports, Clock clock) {
        this.pages = pages;
        this.finder = finder;
        this.desk = desk;
        this.keys = keys;
        this.reports = reports;
        this.clock = clock;
    }

    @GetMapping
    public ResponseEntity<String> list(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        List<Connection> there = desk.list(found.id());
        List<String> absent = Arrays.stream(ConnectionFunction.values())
                .filter(function -> there.stream().noneMatch(connection -> connection.function() == function))
                .map(Format::lower)
                .toList();
        return pages.page(
                "connections",
                Map.of(
                        "shell",
                        Shell.of(request, "Connections of " + found.name(), "overview"),
                        "tenant",
                        found,
                        "connections",
                        there.stream().map(this::card).toList(),
                        "absent",
                        absent));
    }

    @PostMapping
    public ResponseEntity<String> create(@PathVariable String tenant, @ModelAttribute ConnectionForm form) {
        Tenant found = finder.tenant(tenant);
        String named = form.function() == null ? "" : form.function();
        ConnectionFunction function = function(named);
        if (form.serviceKind() == ServiceKind.GRAPH) {
            desk.create(found.id(), function, form.chosenCloud(), form.directory());
        } else {
            desk.create(found.id(), function, form.server(), form.credential());
        }
        return Pages.redirect("/tenants/" + found.id() + "/connections/" + named);
    }

    @GetMapping("/{function}")
    public ResponseEntity<String> show(
            @PathVariable String tenant, @PathVariable String function, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        Connection connection = finder.connection(found.id(), function(function));
        ConnectionCard card = card(connection);
        return pages.page(
                "kit",
                Map.of(
                        "shell",
                        Shell.of(request, card.label(), "overview"),
                        "tenant",
                        found,
                        "connection",
                        card,
                        "replaced",
                        keys.report(found.id(), connection.function()).isPresent(),
                        "kit",
                        desk.kit(found.id(), connection.function())));
    }

    @PostMapping("/{function}/registration")
    public ResponseEntity<String> register(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestParam String clientId,
            @RequestParam(defaultValue = "") String objectId,
            @RequestParam(defaultValue = "") String keyId) {
        Connection connection = finder.connection(finder.tenant(tenant).id(), function(function));
        if (clientId.isBlank() || clientId.length() > 100) {
            throw ProblemException.badRequest("The client id is missing.", "Copy it from what the script printed.");
        }
        desk.register(connection.tenant(), connection.function(), clientId.strip(), orNull(objectId), orNull(keyId));
        return Pages.redirect("/tenants/" + connection.tenant() + "/connections/" + function);
    }

    private static @Nullable String orNull(String id) {
        return id.isBlank() ? null : id.strip();
    }

    @PostMapping("/{function}/check")
    public ResponseEntity<String> check(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean fragment,
            HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        Connection connection = finder.connection(found.id(), function(function));
        ConnectionCheck check = desk.check(found.id(), connection.function());
        if (fragment) {
            return pages.page("findings", Map.of("check", check));
        }
        return pages.page(
                "checkresult",
                Map.of(
                        "shell",
                        Shell.of(request, "Check", "overview"),
                        "tenant",
                        found,
                        "back",
                        "/tenants/" + found.id() + "/connections/" + function,
                        "check",
                        check));
    }

    /// Another password of the account, or another certificate: Postern's half of what the server's administrator does.
    @PostMapping("/{function}/password")
    public ResponseEntity<String> password(
            @PathVariable String tenant,
            @PathVariable String function,
            @RequestParam(required = false) @Nullable String password) {
        Connection connection = finder.connection(finder.tenant(tenant).id(), function(function));
        char[] secret = ConnectionForm.secret(password);
        try {
            desk.replacePassword(connection.tenant(), connection.function(), secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
        return Pages.redirect("/tenants/" + connection.tenant() + "/connections/" + function);
    }

    @PostMapping("/{function}/certificate")
    public ResponseEntity<String> certificate(
            @PathVariable String tenant, @PathVariable String function, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        Connection connection = finder.connection(found.id(), function(function));
        ConnectKit kit = desk.nextCertificate(connection.tenant(), connection.function());
        ConnectionCard card = card(connection);
        return pages.page(
                "certificate",
                Map.of(
                        "shell",
                        Shell.of(request, card.label(), "overview"),
                        "tenant",
                        found,
                        "connection",
                        card,
                        "kit",
                        kit));
    }

    @PostMapping("/{function}/certificate/switch")
    public ResponseEntity<String> useCertificate(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = finder.connection(finder.tenant(tenant).id(), function(function));
        desk.switchCertificate(connection.tenant(), connection.function());
        return Pages.redirect("/tenants/" + connection.tenant() + "/connections/" + function);
    }

    /// The newest replacement of its key, as a signed report to keep.
    @PostMapping("/{function}/report")
    public ResponseEntity<byte[]> report(@PathVariable String tenant, @PathVariable String function) {
        Tenant found = finder.tenant(tenant);
        Connection connection = finder.connection(found.id(), function(function));
        return keys.report(found.id(), connection.function())
                .map(report -> reports.roll(found, report).download())
                .orElseThrow(() -> ProblemException.notFound(
                        "replacement of this connection's key", "Its key was never replaced."));
    }

    @PostMapping("/{function}/remove")
    public ResponseEntity<String> remove(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = finder.connection(finder.tenant(tenant).id(), function(function));
        desk.remove(connection.tenant(), connection.function());
        return Pages.redirect("/tenants/" + connection.tenant() + "/connections");
    }

    private ConnectionCard card(Connection connection) {
        return ConnectionCard.of(connection, clock.instant());
    }

    static ConnectionFunction function(String text) {
        return Arrays.stream(ConnectionFunction.values())
                .filter(function -> function.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.notFound("function", "There are sync, remediate, watch, probe and canary."));
    }
}
