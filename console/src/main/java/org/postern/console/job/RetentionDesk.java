package org.postern.console.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.connections.Connections;
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

    private static final String ACTOR = "administrator";
    private static final String ALL = "all mailboxes";
    private final Vault vault;
    private final Connections connections;
    private final Jobs jobs;

    public RetentionDesk(Vault vault, Connections connections, Jobs jobs) {
        this.vault = vault;
        this.connections = connections;
        this.jobs = jobs;
    }

    public RetentionPolicy policy(TenantId tenant, String type) {
        return vault.upkeep(tenant).retention(type);
    }

    public RetentionPolicy setPolicy(TenantId tenant, RetentionPolicy policy) {
        Map<String, String> details = Map.of(
                "type", policy.type(),
                "days", Integer.toString(policy.days()),
                "versions", Integer.toString(policy.versions()));
        note(tenant, "retention.set", details);
        vault.upkeep(tenant).setRetention(policy, ACTOR);
        return policy(tenant, policy.type());
    }

    /// Whether nothing is ever forgotten: no policy was set.
    boolean keepsAll(TenantId tenant) {
        return policy(tenant, RetentionPolicy.MESSAGE).keepsAll();
    }

    /// The newest run, whoever asked for it; previews do not count.
    public Optional<Job> lastRun(TenantId tenant) {
        return jobs.latest(tenant, JobKind.RETENTION, ALL);
    }

    /// Starts forgetting and compaction, or only counts what would go.
    public Job run(TenantId tenant, boolean dryRun, double deadShare) {
        return run(tenant, dryRun, ACTOR, new RetentionWork(vault.upkeep(tenant), dryRun, deadShare));
    }

    /// As [#run], but looks for room to free only where something was forgotten, or a run before did not come to that:
    /// looking reads the outlines of all that is kept.
    void runScheduled(TenantId tenant) {
        boolean settled = lastRun(tenant).filter(RetentionDesk::leftNothing).isPresent();
        RetentionWork work = RetentionWork.scheduled(vault.upkeep(tenant), DEAD_SHARE, !settled);
        run(tenant, false, "schedule", work);
    }

    private static boolean leftNothing(Job run) {
        return run.state() == JobState.SUCCEEDED
                && run.outcome()
                        .filter(result -> result.path("packsKept").asLong(1) == 0)
                        .isPresent();
    }

    private Job run(TenantId tenant, boolean dryRun, String actor, RetentionWork work) {
        JobScope scope = dryRun ? new JobScope.None() : new JobScope.All();
        jobs.requireFree(tenant, JobKind.RETENTION, scope);
        String id = jobs.newId();
        connections.ledger(tenant).append(dryRun ? "retention.preview" : "retention.run", actor, Map.of("job", id));
        return jobs.submit(id, tenant, JobKind.RETENTION, dryRun ? "preview" : ALL, scope, work);
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
        return vault.upkeep(tenant).hold(name, reason, ACTOR, scope);
    }

    /// Throws [ProblemException] when there is none of that name.
    public void release(TenantId tenant, String name) {
        if (!isThere(tenant, name)) {
            throw ProblemException.notFound("hold", "List the holds to see which there are.");
        }
        note(tenant, "hold.release", Map.of("name", name));
        vault.upkeep(tenant).release(name, ACTOR);
    }

    private boolean isThere(TenantId tenant, String name) {
        return holds(tenant).stream().anyMatch(hold -> hold.name().equals(name));
    }

    private void note(TenantId tenant, String kind, Map<String, String> details) {
        connections.ledger(tenant).append(kind, ACTOR, details);
    }
}
