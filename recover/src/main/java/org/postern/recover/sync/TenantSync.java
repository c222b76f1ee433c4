package org.postern.recover.sync;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.MailSync;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxSelection;
import org.postern.recover.MailboxStatus;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.SyncLimits;
import org.postern.recover.SyncReport;
import org.postern.recover.sync.MailboxTable.Row;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Syncs tenants: reads the directory, then runs the mailboxes' rounds under one limit over all tenants.
public final class TenantSync implements MailSync, AutoCloseable {
    private final Vault vault;
    private final Connections connections;
    private final Clock clock;
    private final MailboxTable table;
    private final MailboxSync mailboxSync;
    private final MailboxLocks locks = new MailboxLocks();
    private final Semaphore slots;
    private final SyncLimits limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// The tables of recover must be there.
    public TenantSync(Vault vault, Connections connections, Clock clock, SyncLimits limits) {
        this.vault = vault;
        this.connections = connections;
        this.clock = clock;
        this.limits = limits;
        this.table = new MailboxTable(vault.database());
        this.slots = new Semaphore(limits.mailboxesAtOnce());
        this.mailboxSync = new MailboxSync(vault, table, new MissingTable(vault.database()), clock, limits, threads);
    }

    @Override
    public SyncReport syncTenant(TenantId tenant, MailboxSelection selection, Progress progress) {
        MailReader reader = reader(tenant);
        List<Row> rows = refresh(tenant, reader).stream()
                .filter(row -> row.inDirectory() && selection.includes(row.mailbox()))
                .toList();
        return run(tenant, reader, rows, Set.of(), progress).run(false);
    }

    @Override
    public MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Progress progress) {
        return syncMailbox(tenant, mailbox, Set.of(), progress);
    }

    @Override
    public MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Set<FolderId> folders, Progress progress) {
        MailReader reader = reader(tenant);
        Row row = table.find(tenant, mailbox)
                .filter(Row::inDirectory)
                .or(() -> refresh(tenant, reader).stream()
                        .filter(found -> found.mailbox().equals(mailbox) && found.inDirectory())
                        .findFirst())
                .orElseThrow(() -> new RecoverException(
                        RecoverException.Kind.PERMANENT,
                        "The directory of tenant " + tenant + " does not list mailbox " + mailbox
                                + ". What the vault has of it can be restored to another mailbox."));
        return run(tenant, reader, List.of(row), folders, progress)
                .run(true)
                .mailboxes()
                .getFirst();
    }

    @Override
    public List<MailboxStatus> status(TenantId tenant) {
        Map<MailboxId, MailboxRecord> held =
                vault.mailboxes(tenant).stream().collect(Collectors.toMap(MailboxRecord::id, Function.identity()));
        return table.all(tenant).stream()
                .map(row -> status(tenant, row, Optional.ofNullable(held.get(row.mailbox()))))
                .toList();
    }

    @Override
    public Optional<MailboxStatus> status(TenantId tenant, MailboxId mailbox) {
        return table.find(tenant, mailbox).map(row -> status(tenant, row, vault.mailbox(tenant, mailbox)));
    }

    /// Waits for what runs.
    @Override
    public void close() {
        threads.close();
    }

    private TenantRun run(
            TenantId tenant, MailReader reader, List<Row> rows, Set<FolderId> folders, Progress progress) {
        TenantRun.Resources resources =
                new TenantRun.Resources(mailboxSync, locks, slots, threads, clock, limits.mailboxesAtOnce());
        return new TenantRun(resources, tenant, reader, rows, folders, new SyncProgress(progress, rows.size()));
    }

    private MailReader reader(TenantId tenant) {
        try {
            return connections.reader(tenant);
        } catch (ConnectionException e) {
            throw RecoverException.of("The sync of tenant " + tenant, e);
        }
    }

    /// Brings the list of mailboxes up to the directory's; those that left it stay listed.
    private List<Row> refresh(TenantId tenant, MailReader reader) {
        try {
            return new Directory(vault, table).refresh(tenant, reader.mailboxes());
        } catch (ConnectionException e) {
            throw RecoverException.of("The sync of tenant " + tenant, e);
        } catch (VaultException e) {
            throw RecoverException.of("The sync of tenant " + tenant, e);
        }
    }

    private MailboxStatus status(TenantId tenant, Row row, Optional<MailboxRecord> held) {
        return new MailboxStatus(
                row.mailbox(),
                row.address(),
                row.displayName(),
                row.inDirectory(),
                locks.held(tenant, row.mailbox()),
                row.replicated(),
                held.map(MailboxRecord::messages).orElse(0L),
                row.expected(),
                row.syncedAt(),
                row.activityAt(),
                row.outcome(),
                row.reason(),
                row.missing());
    }
}
