package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.connections.Warrant;
import org.postern.console.access.Administrators;
import org.postern.console.access.Person;
import org.postern.console.approval.Proposal;
import org.postern.console.problem.Problem;
import org.postern.console.problem.ProblemException;
import org.postern.console.problem.Problems;
import org.postern.mail.TenantId;

/// The second person's part: approves what waits, and so begins exactly what was ordered, or rejects it.
///
/// Only another administrator than the one who ordered decides, and only one whose token nobody else was ever shown.
/// What he saw, what lies here and what the ledger says was ordered must be one and the same.
public final class Decisions {
    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final int ORDERS_MAX = 10_000;

    private final Approvals approvals;
    private final Administrators administrators;
    private final Connections connections;
    private final Jobs jobs;
    private final Desks desks;
    private final Supplier<List<TenantId>> tenants;
    private final Clock clock;

    /// Those who carry out orders.
    public record Desks(Recoveries recoveries, RetentionDesk retention, KeyDesk keys, AccessDesk access) {}

    public Decisions(
            Approvals approvals,
            Administrators administrators,
            Connections connections,
            Jobs jobs,
            Desks desks,
            Supplier<List<TenantId>> tenants,
            Clock clock) {
        this.approvals = approvals;
        this.administrators = administrators;
        this.connections = connections;
        this.jobs = jobs;
        this.desks = desks;
        this.tenants = tenants;
        this.clock = clock;
    }

    /// Begins the job.
    ///
    /// @param order the digest of what `by` looked at
    public Job approve(String id, String order, String by) {
        synchronized (approvals) {
            Proposal proposal = decidable(id, by);
            requireSame(proposal, order);
            Order ordered = approvals.order(proposal);
            jobs.requireFree(tenant(proposal), ordered.kind(), ordered.scope());
            approvals.note(concerned(proposal), "job.approved", by, proposal, Map.of());
            approvals.release(proposal);
            Warrant warrant = new Warrant(id, proposal.orderedBy(), new Warrant.Consent.Given(by, order));
            return begin(proposal, ordered, warrant);
        }
    }

    /// Ends it without doing anything.
    public Job reject(String id, String by, String because) {
        synchronized (approvals) {
            Proposal proposal = decidable(id, by);
            approvals.note(concerned(proposal), "job.rejected", by, proposal, Map.of("because", because));
            String words = because.isBlank() ? "" : ": " + because.strip();
            approvals.end(
                    proposal,
                    JobState.REJECTED,
                    by,
                    new Job.Fault(
                            by + " rejected it" + words, "Talk to " + by + ", then order anew what you agree on."));
            return found(id);
        }
    }

    /// Takes back what one ordered oneself; no effect on what does not wait.
    public void withdraw(String id, String by) {
        synchronized (approvals) {
            approvals.waiting(id).ifPresent(proposal -> {
                if (!proposal.orderedBy().equals(by)) {
                    throw ProblemException.forbidden(
                            "Only " + proposal.orderedBy() + " can take this back.", "Reject it instead.");
                }
                approvals.note(concerned(proposal), "job.withdrawn", by, proposal, Map.of());
                approvals.end(
                        proposal,
                        JobState.CANCELLED,
                        null,
                        new Job.Fault(by + " took it back.", "Order it anew if needed."));
            });
        }
    }

    private Proposal decidable(String id, String by) {
        Proposal proposal = approvals.waiting(id).orElseThrow(() -> notWaiting(found(id)));
        requireSecond(proposal, by);
        return proposal;
    }

    /// Why `by` cannot decide on it; empty when he can.
    public String whyNot(Proposal proposal, String by) {
        try {
            requireSecond(proposal, by);
            return "";
        } catch (ProblemException e) {
            return e.problem().detail() + " " + e.problem().advice();
        }
    }

    private void requireSecond(Proposal proposal, String by) {
        if (proposal.orderedBy().equals(by)) {
            throw ProblemException.forbidden(
                    "You ordered this yourself, so another administrator decides.",
                    "Ask one of: " + others(by) + ". To take it back, cancel the job.");
        }
        Person person = administrators.find(by).orElseThrow(() -> stranger(by));
        if (!person.decides()) {
            throw ProblemException.forbidden(
                    "Your token was shown to " + person.seenBy()
                            + " when it was made, so it does not prove that you are" + " another person.",
                    "Take a new one that only you see: postern admin renew. Then decide.");
        }
    }

    private static ProblemException stranger(String by) {
        return ProblemException.forbidden("There is no administrator \"" + by + "\".", "Sign in anew.");
    }

    private String others(String by) {
        List<String> others = administrators.deciding().stream()
                .filter(name -> !name.equals(by))
                .toList();
        return others.isEmpty() ? "nobody yet (add an administrator)" : String.join(", ", others);
    }

    private static ProblemException notWaiting(Job job) {
        return ProblemException.conflict(
                "Job " + job.id() + " does not wait for approval: it is " + Approvals.lower(job.state()) + ".",
                "Nothing is to be decided on it.");
    }

    private Job found(String id) {
        return jobs.find(id)
                .orElseThrow(() -> ProblemException.notFound("job", "List the jobs to see which there are."));
    }

    private void requireSame(Proposal proposal, String seen) {
        if (!proposal.digest().equals(seen)) {
            throw ProblemException.conflict(
                    "What waits under this id is not what you looked at.", "Look at it again, then decide.");
        }
        if (administrators.find(proposal.orderedBy()).filter(Person::active).isEmpty()) {
            throw ProblemException.conflict(
                    proposal.orderedBy() + ", who ordered this, is no administrator any more.",
                    "Reject it; if it is right all the same, order it yourself and ask another to approve.");
        }
        for (TenantId tenant : concerned(proposal)) {
            if (!wasOrdered(tenant, proposal)) {
                throw ProblemException.conflict(
                        "What waits here is not what the ledger of " + tenant + " says was ordered.",
                        "Reject it, and find out who can write to the server's directory.");
            }
        }
    }

    private boolean wasOrdered(TenantId tenant, Proposal proposal) {
        Ledger.Query query = new Ledger.Query(
                proposal.orderedAt().minus(CLOCKS_APART),
                clock.instant().plus(CLOCKS_APART),
                Set.of("job.ordered"),
                0,
                ORDERS_MAX);
        return connections.ledger(tenant).find(query).stream()
                .anyMatch(entry -> proposal.job().equals(entry.details().get("job"))
                        && proposal.digest().equals(entry.details().get("order"))
                        && proposal.orderedBy().equals(entry.actor()));
    }

    /// The tenants in whose ledgers it stands.
    private List<TenantId> concerned(Proposal proposal) {
        return switch (approvals.order(proposal)) {
            case Order.Join _ -> tenants.get();
            case Order.Renew renew ->
                renew.places().stream().map(KeyDesk.Place::tenant).distinct().toList();
            case Order.PutBack _, Order.GiveOut _, Order.Forget _, Order.KeepLess _, Order.Release _, Order.Lower _ ->
                List.of(tenant(proposal));
        };
    }

    private static TenantId tenant(Proposal proposal) {
        return new TenantId(proposal.tenant());
    }

    private Job begin(Proposal proposal, Order order, Warrant warrant) {
        try {
            return Actor.as(proposal.orderedBy(), () -> begin(tenant(proposal), order, proposal.subject(), warrant));
        } catch (Exception failure) {
            Problem problem = Problems.of(failure);
            jobs.settle(proposal.job(), JobState.FAILED, null, new Job.Fault(problem.detail(), problem.advice()));
            throw failure instanceof RuntimeException runtime ? runtime : new ProblemException(problem);
        }
    }

    private Job begin(TenantId tenant, Order order, String subject, Warrant warrant) throws Exception {
        return switch (order) {
            case Order.PutBack(var restore) -> desks.recoveries().begin(tenant, restore, warrant);
            case Order.GiveOut(var export) -> desks.recoveries().begin(tenant, export, warrant);
            case Order.Forget(double share) -> desks.retention().begin(tenant, share, warrant);
            case Order.Renew(var places, var roll) -> desks.keys().begin(tenant, subject, places, roll, warrant);
            case Order.KeepLess(var policy) ->
                change(tenant, subject, warrant, () -> desks.retention().keep(tenant, policy));
            case Order.Release(var hold) ->
                change(tenant, subject, warrant, () -> desks.retention().let(tenant, hold));
            case Order.Lower(var policy) ->
                change(tenant, subject, warrant, () -> desks.access().set(tenant, policy));
            case Order.Join(var name, var fingerprint) ->
                change(tenant, subject, warrant, () -> desks.access().join(name, fingerprint));
        };
    }

    private Job change(TenantId tenant, String subject, Warrant warrant, Runnable act) {
        return jobs.submit(new Jobs.Entry(warrant, tenant, JobKind.CHANGE, subject, new JobScope.None(), 0), _ -> {
            act.run();
            return new JobWork.Ending.Succeeded(Map.of());
        });
    }
}
