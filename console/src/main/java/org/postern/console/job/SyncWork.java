package org.postern.console.job;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.postern.connections.Connections;
import org.postern.console.job.JobWork.Ending;
import org.postern.mail.TenantId;
import org.postern.recover.MailSync;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxResult.Outcome;
import org.postern.recover.MailboxSelection;
import org.postern.recover.SyncReport;
import org.postern.vault.Vault;

/// The work of a sync job.
final class SyncWork implements JobWork {
    /// What a sync did; `failed` are the mailboxes that could not be synced in full.
    record Result(
            int mailboxes,
            long folders,
            long messages,
            long bytes,
            long added,
            long changed,
            long removed,
            long missing,
            long requests,
            double seconds,
            List<Failed> failed) {}

    record Failed(String mailbox, String outcome, String reason) {}

    private final MailSync sync;
    private final Vault vault;
    private final Connections connections;
    private final TenantId tenant;
    private final MailboxSelection selection;

    SyncWork(MailSync sync, Vault vault, Connections connections, TenantId tenant, MailboxSelection selection) {
        this.sync = sync;
        this.vault = vault;
        this.connections = connections;
        this.tenant = tenant;
        this.selection = selection;
    }

    @Override
    public Ending run(Handle handle) {
        long requests = connections.requests(tenant);
        SyncReport report = sync.syncTenant(tenant, selection, new HandleProgress(handle));
        return ending(report, result(report, connections.requests(tenant) - requests), handle.cancelled());
    }

    private static Ending ending(SyncReport report, Result result, boolean cancelled) {
        if (cancelled) {
            return new Ending.Cancelled(result);
        }
        if (result.failed().isEmpty()) {
            return new Ending.Succeeded(result);
        }
        long errors = report.count(Outcome.ERROR);
        if (errors == report.mailboxes().size()) {
            return new Ending.Failed(
                    result,
                    new Job.Fault(
                            "None of the " + errors + " mailboxes could be synced: "
                                    + result.failed().getFirst().reason(),
                            "Check the tenant's sync connection: the check names what is missing."));
        }
        return new Ending.Warning(result);
    }

    private Result result(SyncReport report, long requests) {
        long folders = report.mailboxes().stream()
                .mapToLong(mailbox ->
                        vault.folders(tenant, mailbox.mailbox(), null).size())
                .sum();
        return new Result(
                report.mailboxes().size(),
                folders,
                report.stored(),
                report.bytes(),
                report.stored(),
                sum(report, MailboxResult::updated),
                sum(report, MailboxResult::removed),
                sum(report, MailboxResult::missing),
                requests,
                report.took().toMillis() / 1000.0,
                report.mailboxes().stream()
                        .filter(mailbox -> mailbox.outcome() != Outcome.SUCCESS)
                        .map(mailbox -> new Failed(
                                mailbox.address(), mailbox.outcome().name().toLowerCase(Locale.ROOT), mailbox.reason()))
                        .toList());
    }

    private static long sum(SyncReport report, ToLongFunction<MailboxResult> part) {
        return report.mailboxes().stream().mapToLong(part).sum();
    }
}
