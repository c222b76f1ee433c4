package org.postern.vault;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.catalog.Times;
import org.postern.vault.catalog.UpkeepRows;

/// Goes once through the items of a tenant that have a past, and forgets what the policy lets go and no hold keeps.
///
/// In batches, each a commit of its own that is decided and made while nobody can set a hold: a run that is broken off
/// is ended by the next, and doing it twice changes nothing. Memory holds one batch.
final class Forgetting {
    private static final int ITEMS = 500;
    private static final int CHANGES = 5_000; // In one record.
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final Lookups lookups;
    private final UpkeepRows rows;
    private final Committer committer;
    private final Indexes indexes;
    private final Clock clock;
    private long items;
    private long versions;
    private long bytes;
    private long held;
    private long undecided;

    Forgetting(
            OpenTenant tenant,
            Catalog catalog,
            Lookups lookups,
            UpkeepRows rows,
            Committer committer,
            Indexes indexes,
            Clock clock) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.lookups = lookups;
        this.rows = rows;
        this.committer = committer;
        this.indexes = indexes;
        this.clock = clock;
    }

    ForgetReport run(RetentionPolicy policy, boolean dryRun, UpkeepProgress progress) {
        if (!policy.keepsAll()) {
            Expiry expiry = new Expiry(policy, clock.instant());
            List<MailboxRecord> mailboxes = catalog.mailboxes(tenant.row());
            for (int i = 0; i < mailboxes.size(); i++) {
                progress.at("Looking for what has expired", i, mailboxes.size());
                mailbox(mailboxes.get(i).id(), expiry, dryRun, progress);
            }
            progress.at("Looking for what has expired", mailboxes.size(), mailboxes.size());
        }
        return new ForgetReport(dryRun, items, versions, bytes, held, undecided);
    }

    private void mailbox(MailboxId mailbox, Expiry expiry, boolean dryRun, UpkeepProgress progress) {
        long last = 0;
        Map<Long, ItemId> page = rows.itemsWithPast(tenant.row(), mailbox, last, ITEMS);
        while (!page.isEmpty() && !tenant.isDestroyed()) {
            tenant.upkeep().lock();
            try {
                batch(mailbox, page, expiry, dryRun);
            } finally {
                tenant.upkeep().unlock();
            }
            progress.at("Versions of " + mailbox, versions, versions);
            last = page.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
            page = rows.itemsWithPast(tenant.row(), mailbox, last, ITEMS);
        }
    }

    private void batch(MailboxId mailbox, Map<Long, ItemId> page, Expiry expiry, boolean dryRun) {
        List<Lookups.Place> places = page.values().stream()
                .map(item -> new Lookups.Place(mailbox, item))
                .toList();
        Map<Lookups.Place, List<MessageVersion>> histories = lookups.histories(tenant.row(), places);
        histories.values().removeIf(history -> expiry.of(history).isEmpty());
        if (histories.isEmpty()) {
            return;
        }
        Holdings holdings = new Holdings(
                rows.holds(tenant.row()), (query, keys) -> indexes.of(tenant).ask(query, keys));
        List<Change> changes = new ArrayList<>();
        holdings.judge(histories).forEach((place, verdict) -> {
            List<MessageVersion> expired = expiry.of(histories.getOrDefault(place, List.of()));
            switch (verdict) {
                case FREE -> expired.forEach(version -> changes.add(forgotten(version)));
                case HELD -> held += expired.size();
                case UNDECIDED -> {
                    held += expired.size();
                    undecided += expired.size();
                }
            }
            items += verdict == Holdings.Verdict.FREE ? 1 : 0;
        });
        if (!dryRun) {
            commit(mailbox, changes);
        }
    }

    private Change forgotten(MessageVersion version) {
        versions++;
        bytes += version.size();
        return new Change.VersionForgotten(
                version.state().id(),
                Times.micros(version.from()),
                Times.micros(version.ended().orElseThrow()));
    }

    private void commit(MailboxId mailbox, List<Change> changes) {
        for (int start = 0; start < changes.size(); start += CHANGES) {
            List<Change> some = changes.subList(start, Math.min(changes.size(), start + CHANGES));
            committer.commit(
                    tenant,
                    new OpenTenant.Draft(
                            mailbox,
                            Times.micros(clock.instant()),
                            List.copyOf(some),
                            tenant.packs().epoch()));
        }
    }
}
