package org.postern.console.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connections;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxSelection;
import org.postern.recover.ReverifyRequest;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// Starts syncs, restores and exports as jobs, each noted in the tenant's ledger before it begins.
public final class Recoveries {
    private static final String ACTOR = "administrator";

    private final Jobs jobs;
    private final Vault vault;
    private final Connections connections;
    private final RecoveryWork work;
    private final ExportShelf shelf;

    public Recoveries(Jobs jobs, Vault vault, Connections connections, RecoveryWork work, ExportShelf shelf) {
        this.jobs = jobs;
        this.vault = vault;
        this.connections = connections;
        this.work = work;
        this.shelf = shelf;
    }

    /// @param mailboxes empty for all of the tenant
    public Job sync(TenantId tenant, List<MailboxRecord> mailboxes) {
        Set<MailboxId> ids = mailboxes.stream().map(MailboxRecord::id).collect(Collectors.toSet());
        JobScope scope = ids.isEmpty() ? new JobScope.All() : new JobScope.Mailboxes(ids);
        MailboxSelection selection = ids.isEmpty() ? MailboxSelection.ALL : new MailboxSelection.Only(ids);
        String subject = switch (mailboxes.size()) {
            case 0 -> "all mailboxes";
            case 1 -> mailboxes.getFirst().address();
            default -> mailboxes.size() + " mailboxes";
        };
        jobs.requireFree(tenant, JobKind.SYNC, scope);
        String id = jobs.newId();
        note(tenant, "sync.start", Map.of("job", id, "mailboxes", subject));
        return jobs.submit(id, tenant, JobKind.SYNC, subject, scope, work.sync(tenant, selection));
    }

    public Job restore(TenantId tenant, RestoreOrder order) {
        MailboxId target = order.targetMailbox() == null ? order.scope().mailbox() : order.targetMailbox();
        JobScope scope = order.dryRun() ? new JobScope.None() : new JobScope.Mailboxes(Set.of(target));
        jobs.requireFree(tenant, JobKind.RESTORE, scope);
        String id = jobs.newId();
        Map<String, String> details = details(id, order.scope());
        details.put("target", target.value());
        details.put("targetFolder", text(order.targetFolder()));
        details.put("conflict", order.conflict().name().toLowerCase(Locale.ROOT));
        note(tenant, order.dryRun() ? "restore.preview" : "restore.start", details);
        String subject = (order.dryRun() ? "preview for " : "")
                + address(tenant, order.scope().mailbox());
        return jobs.submit(id, tenant, JobKind.RESTORE, subject, scope, work.restore(tenant, order));
    }

    public Job export(TenantId tenant, ExportOrder order) throws IOException {
        jobs.requireFree(tenant, JobKind.EXPORT, new JobScope.None());
        String id = jobs.newId();
        Map<String, String> details = details(id, order.scope());
        details.put("format", order.format().name().toLowerCase(Locale.ROOT));
        note(tenant, "export.start", details);
        Path place = shelf.place(id);
        JobWork export = work.export(tenant, order, place);
        return jobs.submit(
                id,
                tenant,
                JobKind.EXPORT,
                address(tenant, order.scope().mailbox()),
                new JobScope.None(),
                handle -> discardUnlessDone(export, handle));
    }

    /// Compares what was recorded in a span of time with the source; reads only.
    public Job reverify(ReverifyRequest request) {
        TenantId tenant = request.tenant();
        jobs.requireFree(tenant, JobKind.REVERIFY, new JobScope.All());
        String id = jobs.newId();
        Map<String, String> details = new TreeMap<>();
        details.put("job", id);
        details.put("from", request.from().toString());
        details.put("until", request.until().toString());
        details.put("bytes", Boolean.toString(request.bytes()));
        note(tenant, "reverify.start", details);
        String subject = request.mailboxes().isEmpty()
                ? "all mailboxes"
                : request.mailboxes().size() + (request.mailboxes().size() == 1 ? " mailbox" : " mailboxes");
        return jobs.submit(id, tenant, JobKind.REVERIFY, subject, new JobScope.All(), work.reverify(request));
    }

    private JobWork.Ending discardUnlessDone(JobWork export, JobWork.Handle handle) throws Exception {
        boolean done = false;
        try {
            JobWork.Ending ending = export.run(handle);
            done = ending instanceof JobWork.Ending.Succeeded || ending instanceof JobWork.Ending.Warning;
            return ending;
        } finally {
            if (!done) {
                shelf.discard(handle.jobId());
            }
        }
    }

    private void note(TenantId tenant, String kind, Map<String, String> details) {
        connections.ledger(tenant).append(kind, ACTOR, details);
    }

    private String address(TenantId tenant, MailboxId mailbox) {
        return vault.mailbox(tenant, mailbox).map(MailboxRecord::address).orElse(mailbox.value());
    }

    private static Map<String, String> details(String jobId, Scope scope) {
        FolderId folder = scope.folder();
        Map<String, String> details = new TreeMap<>();
        details.put("job", jobId);
        details.put("mailbox", scope.mailbox().value());
        details.put("folder", folder == null ? "" : folder.value());
        details.put(
                "messages",
                scope.items().isEmpty() ? "all" : Integer.toString(scope.items().size()));
        details.put("asAt", scope.asAt() == null ? "now" : scope.asAt().toString());
        return details;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
