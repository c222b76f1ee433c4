package org.postern.vault;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.postern.mail.MailboxId;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.Times;
import org.postern.vault.catalog.UpkeepRows;

/// How long one tenant's past is kept: its retention policy, the holds that beat it, forgetting and compaction.
///
/// Policies, holds and what was forgotten are change records in the packs, so that a catalog made anew knows them.
/// Forgetting and compaction can be broken off at any point and done again; of one tenant one runs at a time.
public final class Upkeep {
    /// The mailbox that records of the tenant itself name.
    private static final MailboxId TENANT = new MailboxId("*");

    private final OpenTenant tenant;
    private final UpkeepRows rows;
    private final Committer committer;
    private final Indexes indexes;
    private final Clock clock;
    private final Supplier<Forgetting> forgetting;
    private final Supplier<Compaction> compaction;

    Upkeep(
            OpenTenant tenant,
            UpkeepRows rows,
            Committer committer,
            Indexes indexes,
            Clock clock,
            Supplier<Forgetting> forgetting,
            Supplier<Compaction> compaction) {
        this.tenant = tenant;
        this.rows = rows;
        this.committer = committer;
        this.indexes = indexes;
        this.clock = clock;
        this.forgetting = forgetting;
        this.compaction = compaction;
    }

    /// The policy for a type of items; one that keeps all when none was set.
    public RetentionPolicy retention(String type) {
        return rows.retention(tenant.row(), type).orElseGet(() -> RetentionPolicy.keepsAll(type));
    }

    /// Sets the policy for its type. Nothing is forgotten before [#forget].
    public void setRetention(RetentionPolicy policy, String by) {
        if (!policy.type().equals(RetentionPolicy.MESSAGE)) {
            throw refused("This version keeps messages only, no items of type " + policy.type()
                    + ". Set the policy for type " + RetentionPolicy.MESSAGE + ".");
        }
        commit(new Change.RetentionIs(policy, Normal.text(by)));
    }

    /// All holds, by their names.
    public List<Hold> holds() {
        return rows.holds(tenant.row());
    }

    /// Holds from now on, and says so. Once this returns no run forgets what is held. Throws [VaultException]
    /// PERMANENT when the name is taken or the query cannot be understood.
    public Hold hold(String name, String reason, String by, HoldScope scope) {
        Hold hold = new Hold(
                name,
                Normal.text(reason),
                Normal.text(by),
                Times.instant(Times.micros(clock.instant())),
                normal(scope));
        alone(() -> {
            if (holds().stream().anyMatch(other -> other.name().equals(name))) {
                throw refused("There is a hold " + name + " already. Choose another name, or release that one.");
            }
            commit(new Change.HoldIs(name, hold.reason(), hold.by(), hold.scope()));
            return true;
        });
        return rows.holds(tenant.row()).stream()
                .filter(other -> other.name().equals(name))
                .findFirst()
                .orElse(hold);
    }

    private HoldScope normal(HoldScope scope) {
        if (scope instanceof HoldScope.OfSearch(String query)) {
            String problem = indexes.of(tenant).search(SearchQuery.words(query)).problem();
            if (problem != null) {
                throw refused("The query of the hold is not understood: " + problem);
            }
            return new HoldScope.OfSearch(Normal.text(query));
        }
        return scope;
    }

    /// Throws [VaultException] PERMANENT when there is no such hold.
    public void release(String name, String by) {
        Objects.requireNonNull(by);
        alone(() -> {
            if (holds().stream().noneMatch(hold -> hold.name().equals(name))) {
                throw refused("There is no hold " + name + ". List the holds and check its spelling.");
            }
            commit(new Change.HoldReleased(name, Normal.text(by)));
            return true;
        });
    }

    /// Forgets what the policy lets go and no hold keeps; it is gone from lists and search when this returns, and from
    /// the packs after [#compact]. A dry run only counts.
    public ForgetReport forget(boolean dryRun, UpkeepProgress progress) {
        ForgetReport report = forgetting.get().run(retention(RetentionPolicy.MESSAGE), dryRun, progress);
        if (!dryRun) {
            indexes.awaitPurged(tenant);
        }
        return report;
    }

    /// Drops objects that no version needs, and rewrites packs of which at least `deadShare` (0 to 1) is dead.
    public CompactReport compact(double deadShare, UpkeepProgress progress) {
        if (!(deadShare >= 0 && deadShare <= 1)) {
            throw new IllegalArgumentException("The dead share is 0 to 1, not " + deadShare + ".");
        }
        return alone(() -> compaction.get().run(deadShare, progress));
    }

    private <T> T alone(Supplier<T> work) {
        tenant.upkeep().lock();
        try {
            return work.get();
        } finally {
            tenant.upkeep().unlock();
        }
    }

    private void commit(Change change) {
        committer.commit(
                tenant,
                new OpenTenant.Draft(
                        TENANT,
                        Times.micros(clock.instant()),
                        List.of(change),
                        tenant.packs().epoch()));
    }

    private static VaultException refused(String message) {
        return new VaultException(VaultException.Kind.PERMANENT, message);
    }
}
