package org.postern.recover.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxResult.Outcome;
import org.postern.recover.RecoverException;
import org.postern.recover.SyncReport;
import org.postern.recover.sync.MailboxTable.Row;
import org.postern.vault.VaultException;

/// One run over some mailboxes of a tenant: each in a thread of its own, as many at once as there are slots.
///
/// A mailbox that fails stops no other, until so many fail in a row that the service itself must be down. A vault that
/// cannot write stops all.
final class TenantRun {
    private final Resources shared;
    private final TenantId tenant;
    private final MailReader reader;
    private final List<Row> rows;
    private final Set<FolderId> folders;
    private final SyncProgress progress;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    /// @param folders to read of those that are known; all when none is named
    TenantRun(
            Resources shared,
            TenantId tenant,
            MailReader reader,
            List<Row> rows,
            Set<FolderId> folders,
            SyncProgress progress) {
        this.shared = shared;
        this.tenant = tenant;
        this.reader = reader;
        this.rows = rows;
        this.folders = folders;
        this.progress = progress;
    }

    /// What all runs share.
    record Resources(
            MailboxSync sync,
            MailboxLocks locks,
            Semaphore slots,
            ExecutorService threads,
            Clock clock,
            int mailboxesAtOnce) {}

    /// @param wait whether to wait for a mailbox that is being synced, or else leave it out
    SyncReport run(boolean wait) {
        Instant startedAt = shared.clock().instant();
        List<Future<MailboxResult>> running = new ArrayList<>();
        for (Row row : rows) {
            running.add(shared.threads().submit(() -> oneAtATime(row, wait)));
        }
        List<MailboxResult> results = collect(running);
        return new SyncReport(
                tenant, startedAt, Duration.between(startedAt, shared.clock().instant()), results);
    }

    private MailboxResult oneAtATime(Row row, boolean wait) {
        if (wait) {
            shared.locks().acquire(tenant, row.mailbox());
        } else if (!shared.locks().tryAcquire(tenant, row.mailbox())) {
            return nothing(row, Outcome.BUSY, "Another sync of this mailbox is running.");
        }
        try {
            shared.slots().acquireUninterruptibly();
            try {
                return one(row);
            } finally {
                shared.slots().release();
            }
        } finally {
            shared.locks().release(tenant, row.mailbox());
            progress.finished(row.address());
        }
    }

    private MailboxResult one(Row row) {
        if (progress.stopping()) {
            return nothing(row, Outcome.CANCELLED, "The sync was stopped before this mailbox.");
        }
        if (failuresInARow.get() >= 2 * shared.mailboxesAtOnce()) {
            return nothing(
                    row, Outcome.ERROR, "Not tried, because the service did not answer for the mailboxes before it.");
        }
        try {
            MailboxSync.Done done = shared.sync().run(tenant, row, reader, folders, progress);
            failuresInARow.updateAndGet(before -> done.outage() ? before + 1 : 0);
            return done.result();
        } catch (VaultException e) {
            progress.stop();
            throw e;
        }
    }

    private static MailboxResult nothing(Row row, Outcome outcome, String reason) {
        Instant at = row.roundAt() == null ? Instant.EPOCH : row.roundAt();
        return new MailboxResult(row.mailbox(), row.address(), at, outcome, reason, 0, 0, 0, row.missing(), 0, 0);
    }

    private List<MailboxResult> collect(List<Future<MailboxResult>> running) {
        List<MailboxResult> results = new ArrayList<>();
        RuntimeException fatal = null;
        for (Future<MailboxResult> future : running) {
            try {
                results.add(await(future));
            } catch (ExecutionException e) {
                RuntimeException failure = failure(e);
                if (fatal == null) {
                    fatal = failure;
                } else {
                    fatal.addSuppressed(failure);
                }
            }
        }
        if (fatal != null) {
            throw fatal;
        }
        return results;
    }

    /// Waits for the end even when interrupted: the threads write, so they are asked to stop and left to finish.
    private MailboxResult await(Future<MailboxResult> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    progress.stop();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case VaultException vault -> RecoverException.of("The sync of tenant " + tenant, vault);
            case RuntimeException bug -> bug;
            case null, default -> new IllegalStateException(e);
        };
    }
}
