package org.postern.console.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ServiceKind;

/// A connection as the pages show it.
///
/// @param signIn `token`, `password` or `certificate`
/// @param service what it leads to
public record ConnectionCard(
        String tenant,
        String function,
        String directory,
        String cloud,
        String clientId,
        String thumbprint,
        String until,
        Connection.State state,
        long daysLeft,
        String objectId,
        String keyId,
        List<String> warnings,
        boolean usesEntra,
        String signIn,
        String service) {
    private static final long SOON_DAYS = 30;
    private static final long ENDLESS_DAYS = 365_000;

    static ConnectionCard of(Connection connection, Instant now) {
        return new ConnectionCard(
                connection.tenant().value(),
                connection.function().name().toLowerCase(Locale.ROOT),
                connection.directoryTenant(),
                connection.cloud().name(),
                connection.clientId().orElse(connection.usesEntra() ? "not known yet" : "none"),
                connection.usesKey() ? connection.thumbprint() : "none: it signs in with a password",
                connection.usesKey() ? Format.when(connection.certificateUntil(), "") : "no end",
                connection.state(),
                Duration.between(now, connection.certificateUntil()).toDays(),
                connection.objectId().orElse(""),
                connection.usesKey() ? connection.key().keyId().orElse("") : "",
                connection.warnings(now),
                connection.usesEntra(),
                connection.server().map(server -> Format.lower(server.method())).orElse("token"),
                connection
                        .server()
                        .map(server -> name(server.kind()) + " at " + server.address())
                        .orElseGet(() ->
                                "Microsoft 365 (Graph), " + connection.cloud().name()));
    }

    private static String name(ServiceKind kind) {
        return switch (kind) {
            case GRAPH -> "Microsoft 365 (Graph)";
            case EWS -> "Exchange (EWS)";
            case IMAP -> "IMAP";
        };
    }

    public String label() {
        return label(function);
    }

    public static String label(String function) {
        return switch (ConnectionFunction.valueOf(function.toUpperCase(Locale.ROOT))) {
            case SYNC -> "Sync connection";
            case REMEDIATE -> "Restore connection";
            case WATCH -> "Watch connection";
            case PROBE -> "Probe connection";
            case CANARY -> "Canary";
        };
    }

    public static String purpose(String function) {
        return switch (ConnectionFunction.valueOf(function.toUpperCase(Locale.ROOT))) {
            case SYNC -> "Reads mailboxes, to keep a recoverable copy. It cannot write.";
            case REMEDIATE -> "Writes to mailboxes, to restore messages.";
            case WATCH -> "Reads the sign-in log, to notice when somebody else uses a key. It sees no mail.";
            case PROBE -> "Sends test messages, to notice that mail has stopped.";
            case CANARY -> "Bait: nobody uses this key, Postern neither. Whoever does has stolen it.";
        };
    }

    /// Whether every kind of mail server has it; the others belong to Microsoft 365.
    public static boolean servedByAll(String function) {
        return switch (ConnectionFunction.valueOf(function.toUpperCase(Locale.ROOT))) {
            case SYNC, REMEDIATE -> true;
            case WATCH, PROBE, CANARY -> false;
        };
    }

    public String stateText() {
        return switch (state) {
            case CREATED -> "to be registered";
            case REGISTERED -> "to be checked";
            case ACTIVE -> "active";
            case CEASED -> "stopped, its key destroyed";
        };
    }

    public String stateTone() {
        return switch (state) {
            case CREATED, REGISTERED -> "warn";
            case ACTIVE -> "good";
            case CEASED -> "bad";
        };
    }

    /// A password has no certificate, and so no day on which that ends.
    private boolean endless() {
        return daysLeft > ENDLESS_DAYS;
    }

    public String certificateText() {
        if (endless()) {
            return "password";
        }
        if (daysLeft < 0) {
            return "certificate expired";
        }
        return daysLeft == 1 ? "certificate: 1 day left" : "certificate: " + daysLeft + " days left";
    }

    public String certificateTone() {
        if (daysLeft < 0) {
            return "bad";
        }
        return daysLeft <= SOON_DAYS ? "warn" : "";
    }
}
