package org.postern.connections;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.connections.ConnectKit.Scripts;
import org.postern.connections.ConnectionException.Kind;
import org.postern.mail.TenantId;

/// Gathers what a customer must cut off: every application that was ever registered for the tenant, by its id alone, so
/// that neither lost keys nor a connection that was ceased or removed here is in the way.
final class KillSwitch {
    private static final int REGISTRATIONS_MAX = 10_000;

    private KillSwitch() {}

    /// @param connections all that the tenant has now
    static Scripts of(TenantId tenant, List<Connection> connections, Ledger ledger) {
        Map<String, Set<String>> applications = new LinkedHashMap<>();
        connections.stream()
                .filter(Connection::usesEntra)
                .forEach(connection -> connection
                        .clientId()
                        .ifPresent(client -> add(applications, connection.directoryTenant(), client)));
        removed(ledger)
                .forEach(entry -> add(
                        applications,
                        entry.details().getOrDefault("directory", ""),
                        entry.details().getOrDefault("client", "")));
        String servers = connections.stream()
                .filter(connection -> connection.kind() == ServiceKind.EWS && !connection.usesEntra())
                .map(ServerKit::cutOff)
                .map(Scripts::powerShell)
                .collect(Collectors.joining());
        if (applications.isEmpty() && servers.isEmpty()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "Nothing of " + tenant + " is registered with the customer yet, so there is nothing to cut off."
                            + " Register a connection, then write the kill switch.");
        }
        Scripts entra = applications.isEmpty() ? new Scripts("", "") : KillSwitchScript.write(applications);
        return new Scripts(entra.powerShell() + servers, entra.azureCli());
    }

    /// A damaged ledger takes nobody's kill switch away: then it is of what is connected now.
    private static List<Ledger.Entry> removed(Ledger ledger) {
        try {
            return ledger.find(new Ledger.Query(
                    Instant.EPOCH, Instant.MAX, Set.of("connection.registered"), 0, REGISTRATIONS_MAX));
        } catch (ConnectionException e) {
            return List.of();
        }
    }

    /// What is no id does not reach a script, wherever it comes from.
    private static void add(Map<String, Set<String>> applications, String directory, String client) {
        if (Registration.isDirectory(directory) && Registration.isId(client)) {
            applications.computeIfAbsent(directory, _ -> new LinkedHashSet<>()).add(client.toLowerCase(Locale.ROOT));
        }
    }
}
