package org.postern.recover.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.restore.RestoredTable.CreationKey;
import org.postern.recover.restore.RestoredTable.Row;
import org.postern.recover.restore.RestoredTable.State;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Settles what the journal left open, after a sync of the target: finds the messages that were created without an
/// answer, deletes what was to be replaced, and notes what the service made of the bytes it was given.
final class Settlement {
    private static final int ROWS_AT_ONCE = 500;

    private final TenantId tenant;
    private final MailboxId target;
    private final Vault vault;
    private final RestoredTable journal;
    private final MailWriter writer;
    private final Set<ItemId> adopted = new HashSet<>();

    Settlement(TenantId tenant, MailboxId target, Vault vault, RestoredTable journal, MailWriter writer) {
        this.tenant = tenant;
        this.target = target;
        this.vault = vault;
        this.journal = journal;
        this.writer = writer;
    }

    /// Messages that were found to be what a run created whose end is not known; their marks may be missing.
    Set<ItemId> adopted() {
        return adopted;
    }

    void settle() {
        List<Row> pending = journal.in(tenant, target, State.PENDING, ROWS_AT_ONCE);
        while (!pending.isEmpty()) {
            adopt(pending);
            pending = journal.in(tenant, target, State.PENDING, ROWS_AT_ONCE);
        }
        List<Row> created = journal.in(tenant, target, State.CREATED, ROWS_AT_ONCE);
        while (!created.isEmpty()) {
            created.forEach(row -> finish(tenant, row));
            created = journal.in(tenant, target, State.CREATED, ROWS_AT_ONCE);
        }
    }

    /// Deletes what the row's message replaces, if that message is there.
    private void finish(TenantId owner, Row row) {
        ItemId created = row.created();
        ItemId replaced = row.replaces();
        if (created != null && replaced != null && current(created).isPresent()) {
            writer.delete(target, replaced);
        }
        journal.write(owner, List.of(row.done()), List.of());
    }

    /// Notes the content of messages that were created since and are in the vault now.
    void observe() {
        List<Row> rows = journal.unobserved(tenant, target, ROWS_AT_ONCE);
        while (!rows.isEmpty()) {
            journal.write(tenant, rows.stream().map(this::observed).toList(), List.of());
            rows = journal.unobserved(tenant, target, ROWS_AT_ONCE);
        }
    }

    private Row observed(Row row) {
        return row.observed(Optional.ofNullable(row.created())
                .flatMap(this::current)
                .flatMap(MessageVersion::content)
                .orElse(row.key().content()));
    }

    private Optional<MessageVersion> current(ItemId id) {
        return vault.message(tenant, target, id, null);
    }

    private void adopt(List<Row> pending) {
        Map<FolderId, List<Row>> byFolder = new HashMap<>();
        pending.forEach(row -> byFolder.computeIfAbsent(row.key().folder(), _ -> new ArrayList<>())
                .add(row));
        List<Row> found = new ArrayList<>();
        byFolder.forEach((folder, rows) -> found.addAll(look(folder, new ArrayList<>(rows))));
        Set<CreationKey> known = new HashSet<>();
        found.forEach(row -> known.add(row.key()));
        List<CreationKey> never = pending.stream()
                .map(Row::key)
                .filter(key -> !known.contains(key))
                .toList();
        journal.write(tenant, found, never);
    }

    /// @param open rows of the folder; those that are found are taken out
    private List<Row> look(FolderId folder, List<Row> open) {
        List<Row> found = new ArrayList<>();
        ItemId after = null;
        List<MessageVersion> page;
        do {
            page = vault.messages(tenant, target, folder, null, after, ROWS_AT_ONCE);
            for (MessageVersion there : page) {
                open.stream().filter(row -> made(row, there)).findFirst().ifPresent(row -> {
                    open.remove(row);
                    found.add(row.created(there.state().id()));
                    adopted.add(there.state().id());
                });
            }
            after = page.isEmpty() ? null : page.getLast().state().id();
        } while (page.size() == ROWS_AT_ONCE && !open.isEmpty());
        return found;
    }

    /// Whether the message came of this row: like it, not there before it, and of no other row.
    private boolean made(Row row, MessageVersion there) {
        boolean sameBytes = there.content().filter(row.key().content()::equals).isPresent();
        boolean sameId = !row.messageId().isEmpty() && row.messageId().equals(there.messageId());
        ItemId id = there.state().id();
        return (sameBytes || sameId)
                && firstSeen(id).isAfter(row.knownUntil())
                && journal.by(tenant, target, id).isEmpty();
    }

    private Instant firstSeen(ItemId id) {
        return vault.history(tenant, target, id).stream()
                .findFirst()
                .map(MessageVersion::from)
                .orElse(Instant.EPOCH);
    }
}
