package org.postern.console.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.connections.Actor;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;

/// What is known of the drills of one connection: the ledger is their only memory.
///
/// A drill that was begun and did not end is found there and gone on with; after a week it is left as it is, which
/// harms nobody: a drill leaves no key and no token behind.
final class DrillGround {
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final Connections connections;
    private final TenantId tenant;
    private final ConnectionFunction function;

    DrillGround(Connections connections, TenantId tenant, ConnectionFunction function) {
        this.connections = connections;
        this.tenant = tenant;
        this.function = function;
    }

    /// A drill that was begun.
    ///
    /// @param usedAt when its thief signed in; empty when that is not known to have been done
    record Begun(String id, Optional<Instant> usedAt) {}

    /// A drill whose alarm could not be raised rehearses nothing.
    void requireAlarms() {
        boolean watched = connections
                .find(tenant, ConnectionFunction.WATCH)
                .filter(watch -> watch.state() == Connection.State.ACTIVE)
                .isPresent();
        if (!watched) {
            throw ProblemException.conflict(
                    "Tenant " + tenant
                            + " has no active watch connection, so no theft would be noticed: there is nothing"
                            + " to drill.",
                    "Add one (postern connection add watch) and check it.");
        }
        boolean drillable = connections
                .find(tenant, function)
                .filter(one -> one.isRollable() && one.state() == Connection.State.ACTIVE)
                .isPresent();
        if (!drillable) {
            throw ProblemException.conflict(
                    "Tenant " + tenant + " has no active " + name() + " connection whose key Postern can replace.",
                    "Add or check it, or drill another function.");
        }
    }

    Optional<Begun> unfinished(Instant now) {
        List<Ledger.Entry> entries = connections
                .ledger(tenant)
                .find(new Ledger.Query(
                        now.minus(REMEMBERED),
                        END,
                        Set.of("drill.begun", "drill.used", "drill.ended"),
                        0,
                        Integer.MAX_VALUE));
        Optional<Begun> open = Optional.empty();
        for (Ledger.Entry entry : entries) {
            String id = entry.details().getOrDefault("drill", "");
            if (entry.details().getOrDefault("function", "").equals(name())) {
                open = switch (entry.kind()) {
                    case "drill.begun" -> Optional.of(new Begun(id, Optional.empty()));
                    case "drill.used" -> Optional.of(new Begun(id, Optional.of(entry.at())));
                    default -> open.filter(begun -> !begun.id().equals(id));
                };
            }
        }
        return open;
    }

    Begun begin(String id, String because) {
        note("drill.begun", Map.of("drill", id, "function", name(), "because", because));
        return new Begun(id, Optional.empty());
    }

    void end(String id, String outcome) {
        note("drill.ended", Map.of("drill", id, "function", name(), "outcome", outcome));
    }

    private void note(String kind, Map<String, String> details) {
        connections.ledger(tenant).append(kind, Actor.current(), details);
    }

    String name() {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
