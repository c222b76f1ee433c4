package org.postern.console.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.connections.Warrant;
import org.postern.connections.Warrant.Consent;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;
import org.postern.vault.Hold;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.Vault;

/// Does what an administrator asks of retention and holds. Each act is in the tenant's ledger before it takes effect.
public final class RetentionDesk {
    /// A pack is rewritten when at least so much of it is dead, unless another share is asked for.
    public static final double DEAD_SHARE = 0.3;

    private static final String ALL = "all mailboxes";
    private final Vault vault;
    private final Connections connections;
    private final Jobs jobs;
    private final Approvals approvals;

    public RetentionDesk(Vault vault, Connections connections, Jobs jobs, Approvals approvals) {
        this.vault = vault;
        this.connections = connections;
        this.jobs = jobs;
        this.approvals = approvals;
    }

    public RetentionPolicy policy(TenantId tenant, String type) {
        return vault.upkeep(tenant).retention(type);
    }

    /// Sets the policy; one that forgets more than before may have to wait for a second person.
    ///
    /// @return the job that waits; empty when it is set
    public Optional<Job> setPolicy(TenantId tenant, RetentionPolicy policy) {
        RetentionPolicy before = policy(tenant, policy.type());
        if (Approvals.forgetsMore(before, policy)) {
            Request request = Request.of(
                    tenant,
                    new Order.KeepLess(policy),
                    "retention " + words(policy),
                    0,
                    "Keep less of the past of tenant " + tenant + ": " + words(policy) + ", instead of " + words(before)
                            + ".",
                    "What is past that is forgotten for good with the next daily run, unless a hold keeps it.");
            Optional<Job> waits = approvals.hold(request);
            if (waits.isPresent()) {
                return waits;
            }
        }
        keep(tenant, policy);
        return Optional.empty();
    }

    private static String words(RetentionPolicy policy) {
        return (policy.days() == 0 ? "for ever" : policy.days() + " days")
                + (policy.versions() == 0 ? "" : ", " + policy.versions() + " versions");
    }

    void keep(TenantId tenant, RetentionPolicy policy) {
        Map<String, String> details = Map.of(
                "type", policy.type(),
                "days", Integer.toString(policy.days()),
                "versions", Integer.toString(policy.versions()));
        note(tenant, "retention.set", details);
        vault.upkeep(tenant).setRetention(policy, Actor.current());
    }

    /// Whether nothing is ever forgotten: no policy was set.
    boolean keepsAll(TenantId tenant) {
        return policy(tenant, RetentionPolicy.MESSAGE).keepsAll();
    }

    /// The newest run, whoever asked for it; previews do not count.
    public Optional<Job> lastRun(TenantId tenant) {
        return jobs.latest(tenant, JobKind.RETENTION, ALL);
    }

    /// Starts forgetting and compaction, or lets the order wait; or only counts what would go.
    public Job run(TenantId tenant, boolean dryRun, double deadShare) {
        if (dryRun) {
            Warrant warrant = new Warrant(jobs.newId(), Actor.current(), new Consent.NotAsked("none"));
            return begin(tenant, true, warrant, new RetentionWork(vault.upkeep(tenant), true, deadShare));
        }
        Request request = Request.of(
                tenant,
                new Order.Forget(deadShare),
                ALL,
                0,
                "Forget for good what the retention policy of tenant " + tenant + " lets go ("
                        + words(policy(tenant, RetentionPolicy.MESSAGE)) + ") and no hold keeps, and free its room.");
        return approvals.order(request, warrant -> begin(tenant, deadShare, warrant));
    }

    Job begin(TenantId tenant, double deadShare, Warrant warrant) {
        return begin(tenant, false, warrant, new RetentionWork(vault.upkeep(tenant), false, deadShare));
    }

    /// As [#run], but looks for room to free only where something was forgotten, or a run before did not come to that:
    /// looking reads the outlines of all that is kept.
    void runScheduled(TenantId tenant) {
        boolean settled = lastRun(tenant).filter(RetentionDesk::leftNothing).isPresent();
        RetentionWork work = RetentionWork.scheduled(vault.upkeep(tenant), DEAD_SHARE, !settled);
        Warrant warrant = new Warrant(jobs.newId(), "schedule", new Consent.NotAsked("the retention policy was"));
        Actor.as("schedule", () -> begin(tenant, false, warrant, work));
    }

    private static boolean leftNothing(Job run) {
        return run.state() == JobState.SUCCEEDED
                && run.outcome()
                        .filter(result -> result.path("packsKept").asLong(1) == 0)
                        .isPresent();
    }

    private Job begin(TenantId tenant, boolean dryRun, Warrant warrant, RetentionWork work) {
        JobScope scope = dryRun ? new JobScope.None() : new JobScope.All();
        jobs.requireFree(tenant, JobKind.RETENTION, scope);
        note(tenant, dryRun ? "retention.preview" : "retention.run", Map.of("job", warrant.job()));
        String subject = dryRun ? "preview" : ALL;
        return jobs.submit(new Jobs.Entry(warrant, tenant, JobKind.RETENTION, subject, scope, 0), work);
    }

    public List<Hold> holds(TenantId tenant) {
        return vault.upkeep(tenant).holds();
    }

    /// Throws [ProblemException] when there is one of that name: to replace it would let go what it held.
    public Hold hold(TenantId tenant, String name, String reason, HoldScope scope) {
        if (isThere(tenant, name)) {
            throw ProblemException.conflict(
                    "There is a hold \"" + name + "\" already.", "Choose another name, or release that one.");
        }
        Map<String, String> details = new TreeMap<>();
        details.put("name", name);
        details.put("reason", reason);
        switch (scope) {
            case HoldScope.OfMailbox(var mailbox) -> details.put("mailbox", mailbox.value());
            case HoldScope.OfItem(var mailbox, var item) -> {
                details.put("mailbox", mailbox.value());
                details.put("item", item.value());
            }
            case HoldScope.OfSearch(var query) -> details.put("query", query);
        }
        note(tenant, "hold.add", details);
        return vault.upkeep(tenant).hold(name, reason, Actor.current(), scope);
    }

    /// Releases a hold, or lets the order wait; throws [ProblemException] when there is none of that name.
    ///
    /// @return the job that waits; empty when it is released
    public Optional<Job> release(TenantId tenant, String name) {
        requireThere(tenant, name);
        Request request = Request.of(
                tenant,
                new Order.Release(name),
                "hold " + name,
                0,
                "Release the hold \"" + name + "\" of tenant " + tenant + ".",
                "What only it keeps is forgotten for good with the next daily run, if the retention policy lets it go.");
        Optional<Job> waits = approvals.hold(request);
        if (waits.isEmpty()) {
            let(tenant, name);
        }
        return waits;
    }

    void let(TenantId tenant, String name) {
        requireThere(tenant, name);
        note(tenant, "hold.release", Map.of("name", name));
        vault.upkeep(tenant).release(name, Actor.current());
    }

    private void requireThere(TenantId tenant, String name) {
        if (!isThere(tenant, name)) {
            throw ProblemException.notFound("hold", "List the holds to see which there are.");
        }
    }

    private boolean isThere(TenantId tenant, String name) {
        return holds(tenant).stream().anyMatch(hold -> hold.name().equals(name));
    }

    private void note(TenantId tenant, String kind, Map<String, String> details) {
        connections.ledger(tenant).append(kind, Actor.current(), details);
    }
}
