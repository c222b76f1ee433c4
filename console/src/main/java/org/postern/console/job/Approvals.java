package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.connections.Warrant;
import org.postern.connections.Warrant.Consent;
import org.postern.console.approval.Policies;
import org.postern.console.approval.Proposal;
import org.postern.console.approval.Proposals;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.console.approval.TwoPersonPolicy.Level;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;
import org.postern.vault.RetentionPolicy;
import tools.jackson.databind.json.JsonMapper;

/// Decides which orders begin at once and which wait for a second administrator, and keeps those that wait.
///
/// An order that waits is in the ledger by the digest of all that was ordered, before it waits. Who orders much in
/// small portions is not let pass: what he ordered alone in the last day counts.
public final class Approvals {
    public static final Duration LIFE = Duration.ofDays(7);
    private static final Duration PORTIONS = Duration.ofDays(1);

    private final Policies policies;
    private final Proposals proposals;
    private final Jobs jobs;
    private final Connections connections;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.shared();

    /// Takes up what waited when the server stopped; what was cut off between two steps waits no more.
    public Approvals(Policies policies, Proposals proposals, Jobs jobs, Connections connections, Clock clock) {
        this.policies = policies;
        this.proposals = proposals;
        this.jobs = jobs;
        this.connections = connections;
        this.clock = clock;
        List<String> waiting = jobs.awaiting().stream().map(Job::id).toList();
        proposals.list().stream()
                .map(Proposal::job)
                .filter(job -> !waiting.contains(job))
                .forEach(proposals::remove);
        waiting.stream()
                .filter(job -> proposals.find(job).isEmpty())
                .forEach(job -> jobs.settle(
                        job,
                        JobState.INTERRUPTED,
                        null,
                        new Job.Fault("The server stopped while it was decided.", "Order it anew.")));
    }

    /// Begins work under a warrant.
    @FunctionalInterface
    interface Begin<X extends Exception> {
        Job with(Warrant warrant) throws X;
    }

    /// Begins the job, or lets it wait.
    <X extends Exception> Job order(Request request, Begin<X> begin) throws X {
        synchronized (this) { // Two small orders at once must not both pass as small.
            Optional<Job> waiting = hold(request);
            return waiting.isPresent() ? waiting.get() : begin.with(alone(request));
        }
    }

    private Warrant alone(Request request) {
        return new Warrant(
                jobs.newId(),
                Actor.current(),
                new Consent.NotAsked(strictest(request.tenants()).words()));
    }

    /// Lets the order wait where a policy asks for a second person; empty where it may be done now.
    synchronized Optional<Job> hold(Request request) {
        return why(request).map(why -> wait(request, why));
    }

    private Optional<String> why(Request request) {
        Order order = request.order();
        TwoPersonPolicy policy = strictest(request.tenants());
        boolean joins = order instanceof Order.Join && policies.any();
        if (!policy.asks() && !joins) {
            return Optional.empty();
        }
        if (order.gravity() == Order.Gravity.FINAL) {
            return Optional.of("The policy on two persons asks for it, however little it touches.");
        }
        if (order.gravity() == Order.Gravity.WRITES && policy.level() == Level.WRITE) {
            return Optional.of("It uses the write key, for which the policy always asks.");
        }
        if (request.items() > policy.bulkOver()) {
            return Optional.of("It touches " + number(request.items()) + ", and the policy asks over "
                    + number(policy.bulkOver()) + ".");
        }
        long before = order instanceof Order.Renew
                ? 0
                : jobs.itemsAlone(
                        request.tenant(), Actor.current(), clock.instant().minus(PORTIONS));
        if (before + request.items() > policy.bulkOver()) {
            return Optional.of("With the " + number(before) + " that " + Actor.current()
                    + " ordered alone in the last 24 hours it touches " + number(before + request.items())
                    + ", and the policy asks over " + number(policy.bulkOver()) + ".");
        }
        return Optional.empty();
    }

    private static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    private TwoPersonPolicy strictest(List<TenantId> tenants) {
        List<TwoPersonPolicy> asking =
                tenants.stream().map(policies::of).filter(TwoPersonPolicy::asks).toList();
        return asking.isEmpty()
                ? TwoPersonPolicy.OFF
                : new TwoPersonPolicy(
                        Collections.max(asking, Comparator.comparing(TwoPersonPolicy::level))
                                .level(),
                        Collections.min(asking, Comparator.comparingInt(TwoPersonPolicy::bulkOver))
                                .bulkOver());
    }

    private Job wait(Request request, String why) {
        String by = Actor.current();
        if (by.equals(Actor.POSTERN)) {
            throw new IllegalStateException("an order that needs two persons came from none");
        }
        if (proposals.isFull()) {
            throw ProblemException.conflict(
                    "Too many orders wait for a second administrator.", "Approve or reject some of them first.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Proposal proposal = new Proposal(
                jobs.newId(),
                request.tenant().value(),
                lower(request.order().kind()),
                request.subject(),
                by,
                now,
                now.plus(LIFE),
                why,
                request.statement(),
                json.writerFor(Order.class).writeValueAsString(request.order()));
        note(request.tenants(), "job.ordered", by, proposal, Map.of());
        proposals.add(proposal);
        return jobs.await(proposal.job(), request, by, now);
    }

    /// Notes in each ledger that the order concerns.
    void note(List<TenantId> tenants, String kind, String by, Proposal proposal, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(more);
        details.put("job", proposal.job());
        details.put("kind", proposal.kind());
        details.put("subject", proposal.subject());
        details.put("orderedBy", proposal.orderedBy());
        details.put("order", proposal.digest());
        tenants.forEach(tenant -> connections.ledger(tenant).append(kind, by, details));
    }

    Order order(Proposal proposal) {
        return json.readValue(proposal.order(), Order.class);
    }

    /// What waits now, the oldest first; what waited too long is ended.
    public synchronized List<Proposal> waiting() {
        Instant now = clock.instant();
        for (Proposal old : proposals.list()) {
            if (!now.isBefore(old.expiresAt())) {
                end(
                        old,
                        JobState.EXPIRED,
                        null,
                        new Job.Fault("Nobody decided on it within " + LIFE.toDays() + " days.", "Order it anew."));
            }
        }
        return proposals.list();
    }

    /// The order of a job, while it waits.
    public Optional<Proposal> waiting(String job) {
        return waiting().stream().filter(one -> one.job().equals(job)).findFirst();
    }

    void end(Proposal proposal, JobState state, @Nullable String by, Job.Fault why) {
        proposals.remove(proposal.job());
        jobs.settle(proposal.job(), state, by, why);
    }

    /// It waits no more: it was approved.
    void release(Proposal proposal) {
        proposals.remove(proposal.job());
    }

    /// Whether `next` forgets anything that `before` keeps.
    static boolean forgetsMore(RetentionPolicy before, RetentionPolicy next) {
        return span(next.days()) < span(before.days()) || span(next.versions()) < span(before.versions());
    }

    private static int span(int limit) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
