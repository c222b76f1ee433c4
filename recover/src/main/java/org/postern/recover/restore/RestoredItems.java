package org.postern.recover.restore;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.ContentName;
import org.postern.vault.Database;

/// What restores created, as their journal has it, for those who look at it later.
public final class RestoredItems {
    private final RestoredTable table;

    public RestoredItems(Database database) {
        this.table = new RestoredTable(database);
    }

    /// A message that a restore created.
    ///
    /// @param from the mailbox and item that it is a copy of
    /// @param observed the content that it had when a sync first saw it; null while none has
    public record Made(
            ItemId item,
            MailboxId fromMailbox,
            ItemId from,
            ContentName content,
            @Nullable ContentName observed) {}

    /// Those of the items that a restore created.
    public Map<ItemId, Made> of(TenantId tenant, MailboxId mailbox, Collection<ItemId> items) {
        Map<ItemId, Made> made = new HashMap<>();
        if (!items.isEmpty()) {
            made(table.by(tenant, mailbox, items)).forEach(one -> made.put(one.item(), one));
        }
        return made;
    }

    /// Those created in a span of time, by id: as exactly as the journal knows it, which is when the restore last
    /// looked.
    public List<Made> in(
            TenantId tenant, MailboxId mailbox, Instant from, Instant until, @Nullable ItemId after, int limit) {
        return made(table.createdIn(tenant, mailbox, from, until, after == null ? "" : after.value(), limit));
    }

    private static List<Made> made(List<RestoredTable.Row> rows) {
        return rows.stream()
                .flatMap(row -> java.util.stream.Stream.ofNullable(row.created())
                        .map(item -> new Made(
                                item,
                                row.key().source(),
                                row.key().item(),
                                row.key().content(),
                                row.observed())))
                .toList();
    }
}
