package org.postern.console.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Alarm;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.connections.Warrant;
import org.postern.connections.Warrant.Consent;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.TenantId;

/// Does what an administrator asks of keys: new ones, for one connection or for all after a theft, or none at all.
///
/// Each act is in the tenant's ledger before it takes effect; the connections note it themselves.
public final class KeyDesk {
    private static final int JOBS_LOOKED_AT = 500;

    private final Connections connections;
    private final TenantDirectory tenants;
    private final Jobs jobs;
    private final Approvals approvals;
    private final Clock clock;

    public KeyDesk(Connections connections, TenantDirectory tenants, Jobs jobs, Approvals approvals, Clock clock) {
        this.connections = connections;
        this.tenants = tenants;
        this.jobs = jobs;
        this.approvals = approvals;
        this.clock = clock;
    }

    /// One connection whose key is to be replaced.
    record Place(TenantId tenant, ConnectionFunction function) {
        @Override
        public String toString() {
            return tenant + " " + function.name().toLowerCase(Locale.ROOT);
        }
    }

    /// Starts the replacement of one connection's key, or goes on with one that is under way.
    public Job roll(TenantId tenant, ConnectionFunction function, RollOrder order) {
        Place place = new Place(tenant, function);
        Warrant warrant = new Warrant(jobs.newId(), Actor.current(), new Consent.NotAsked("none"));
        return begin(tenant, JobKind.ROLL, place.toString(), List.of(place), order, warrant);
    }

    /// Starts it for many connections at once.
    ///
    /// @param named the tenants; null for every one
    /// @param function null for every function
    public Job reestablish(@Nullable List<TenantId> named, @Nullable ConnectionFunction function, RollOrder order) {
        List<TenantId> chosen =
                named != null ? named : tenants.list().stream().map(Tenant::id).toList();
        List<Place> places = new ArrayList<>();
        chosen.forEach(tenant -> places(tenant, function).forEach(places::add));
        if (places.isEmpty()) {
            throw ProblemException.conflict(
                    "There is no registered connection to re-establish.",
                    "Name other tenants or functions, or add a connection.");
        }
        boolean one = chosen.size() == 1;
        String subject = one ? chosen.getFirst().value() : chosen.size() + " tenants";
        TenantId listed = one ? chosen.getFirst() : Tenant.SEVERAL;
        Request request = new Request(
                places.stream().map(Place::tenant).distinct().toList(),
                listed,
                new Order.Renew(places, order),
                subject,
                places.size(),
                List.of(
                        "Replace the keys of " + places.size() + " connections of " + subject
                                + (order.because().isEmpty() ? "." : ": " + order.because() + "."),
                        order.oldKeyTrusted()
                                ? "The old keys vouch for the new ones, and go at once."
                                : "The old keys are not trusted: each customer's administrator runs a script."));
        return approvals.order(request, warrant -> begin(listed, subject, places, order, warrant));
    }

    /// With those that Postern cannot replace: the result names them, and what is to be done by hand.
    private List<Place> places(TenantId tenant, @Nullable ConnectionFunction function) {
        return connections.list(tenant).stream()
                .filter(connection -> connection.clientId().isPresent() || !connection.usesEntra())
                .map(Connection::function)
                .filter(found -> found != ConnectionFunction.CANARY && (function == null || function == found))
                .map(found -> new Place(tenant, found))
                .toList();
    }

    Job begin(TenantId tenant, String subject, List<Place> places, RollOrder order, Warrant warrant) {
        return begin(tenant, JobKind.REESTABLISH, subject, places, order, warrant);
    }

    private Job begin(
            TenantId tenant, JobKind kind, String subject, List<Place> places, RollOrder order, Warrant warrant) {
        JobScope scope = new JobScope.All();
        jobs.requireFree(tenant, kind, scope);
        for (TenantId one : places.stream().map(Place::tenant).distinct().toList()) {
            connections
                    .ledger(one)
                    .append(
                            kind == JobKind.ROLL ? "connection.roll" : "connection.reestablish",
                            Actor.current(),
                            Map.of("job", warrant.job(), "because", order.because()));
        }
        return jobs.submit(
                new Jobs.Entry(warrant, tenant, kind, subject, scope, 0),
                new RollWork(connections.keys(), places, order));
    }

    /// Starts the rehearsal of a theft, or goes on with one that was cut off.
    public Job drill(TenantId tenant, DrillOrder order) {
        new DrillGround(connections, tenant, order.function()).requireAlarms();
        JobScope scope = new JobScope.All();
        jobs.requireFree(tenant, JobKind.DRILL, scope);
        String id = jobs.newId();
        String subject = new Place(tenant, order.function()).toString();
        return jobs.submit(id, tenant, JobKind.DRILL, subject, scope, new DrillWork(connections, clock, tenant, order));
    }

    /// The newest comparison with the source whose span meets this one.
    public Optional<Job> verified(TenantId tenant, Instant from, Instant until) {
        return jobs.list(tenant, null, JOBS_LOOKED_AT).stream()
                .filter(job -> job.kind() == JobKind.REVERIFY
                        && (job.state() == JobState.SUCCEEDED || job.state() == JobState.WARNING))
                .filter(job -> job.outcome()
                        .filter(result ->
                                Instant.parse(result.path("from").asString()).isBefore(until)
                                        && Instant.parse(result.path("until").asString())
                                                .isAfter(from))
                        .isPresent())
                .findFirst();
    }

    /// Tenants with an open alarm that is no drill's.
    public List<TenantId> affected() {
        return tenants.list().stream()
                .map(Tenant::id)
                .filter(tenant -> connections.watch().alarms(tenant).stream()
                        .anyMatch(alarm -> alarm.state() == Alarm.State.OPEN
                                && alarm.drill().isEmpty()))
                .toList();
    }

    /// Stops all use of keys at once and destroys them.
    ///
    /// @param function null for every function
    public List<Connection> cease(TenantId tenant, @Nullable ConnectionFunction function, String because) {
        List<ConnectionFunction> functions = function == null
                ? Arrays.stream(ConnectionFunction.values())
                        .filter(one -> connections.find(tenant, one).isPresent())
                        .toList()
                : List.of(function);
        return functions.stream()
                .map(one -> connections.keys().cease(tenant, one, because))
                .toList();
    }

    public Optional<RollReport> report(TenantId tenant, ConnectionFunction function) {
        return connections.keys().report(tenant, function);
    }
}
