package org.postern.console.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.connections.Warrant;
import org.postern.connections.Warrant.Consent;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxSelection;
import org.postern.recover.ReverifyRequest;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;

/// Starts syncs, restores and exports as jobs, each noted in the tenant's ledger before it begins.
public final class Recoveries {
    private final Jobs jobs;
    private final Vault vault;
    private final Connections connections;
    private final RecoveryWork work;
    private final ExportShelf shelf;
    private final Approvals approvals;
    private final Clock clock;

    public Recoveries(
            Jobs jobs,
            Vault vault,
            Connections connections,
            RecoveryWork work,
            ExportShelf shelf,
            Approvals approvals,
            Clock clock) {
        this.jobs = jobs;
        this.vault = vault;
        this.connections = connections;
        this.work = work;
        this.shelf = shelf;
        this.approvals = approvals;
        this.clock = clock;
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

    /// Restores, or lets the order wait; a preview is made at once.
    public Job restore(TenantId tenant, RestoreOrder order) {
        if (order.dryRun()) {
            return begin(tenant, order, new Warrant(jobs.newId(), Actor.current(), new Consent.NotAsked("none")));
        }
        Order.PutBack putBack = new Order.PutBack(order);
        jobs.requireFree(tenant, putBack.kind(), putBack.scope());
        Extent extent = new Extent(vault, tenant, order.scope());
        Request request = Request.of(
                tenant,
                putBack,
                extent.address(order.scope().mailbox()),
                extent.messages(),
                "Put back " + extent.words() + ".",
                "Into " + (order.targetMailbox() == null ? "the same mailbox" : extent.address(putBack.target()))
                        + (order.targetFolder() == null
                                ? ", where they were."
                                : ", folder \"" + order.targetFolder() + "\"."),
                switch (order.conflict()) {
                    case SKIP -> "A message that is there already is left as it is.";
                    case COPY -> "A message that is there already gets a copy beside it.";
                    case REPLACE -> "A message that is there already is REPLACED: as it is now it is deleted for good.";
                });
        return approvals.order(request, warrant -> begin(tenant, order, warrant));
    }

    Job begin(TenantId tenant, RestoreOrder order, Warrant warrant) {
        Order.PutBack putBack = new Order.PutBack(order);
        JobScope scope = order.dryRun() ? new JobScope.None() : putBack.scope();
        jobs.requireFree(tenant, JobKind.RESTORE, scope);
        Map<String, String> details = details(warrant.job(), order.scope());
        details.put("target", putBack.target().value());
        details.put("targetFolder", text(order.targetFolder()));
        details.put("conflict", order.conflict().name().toLowerCase(Locale.ROOT));
        note(tenant, order.dryRun() ? "restore.preview" : "restore.start", details);
        Extent extent = new Extent(vault, tenant, order.scope());
        String subject = (order.dryRun() ? "preview for " : "")
                + extent.address(order.scope().mailbox());
        long items = order.dryRun() ? 0 : extent.messages();
        return jobs.submit(
                new Jobs.Entry(warrant, tenant, JobKind.RESTORE, subject, scope, items), work.restore(tenant, order));
    }

    /// Exports, or lets the order wait.
    public Job export(TenantId tenant, ExportOrder order) throws IOException {
        Scope scope = order.scope();
        ExportOrder fixed = new ExportOrder(
                new Scope(
                        scope.mailbox(),
                        scope.folder(),
                        scope.includeSubfolders(),
                        scope.items(),
                        scope.asAt() == null ? clock.instant() : scope.asAt()),
                order.format()); // What is approved later is what was there when it was ordered.
        Extent extent = new Extent(vault, tenant, fixed.scope());
        Request request = Request.of(
                tenant,
                new Order.GiveOut(fixed),
                extent.address(scope.mailbox()),
                extent.messages(),
                "Give out " + extent.words() + ", as one "
                        + fixed.format().name().toLowerCase(Locale.ROOT) + " file.",
                "Every administrator can download the file for " + ExportShelf.LIFE.toHours() + " hours.");
        return approvals.order(request, warrant -> begin(tenant, order, warrant));
    }

    Job begin(TenantId tenant, ExportOrder order, Warrant warrant) throws IOException {
        jobs.requireFree(tenant, JobKind.EXPORT, new JobScope.None());
        Map<String, String> details = details(warrant.job(), order.scope());
        details.put("format", order.format().name().toLowerCase(Locale.ROOT));
        note(tenant, "export.start", details);
        Path place = shelf.place(warrant.job());
        JobWork export = work.export(tenant, order, place);
        Extent extent = new Extent(vault, tenant, order.scope());
        String subject = extent.address(order.scope().mailbox());
        return jobs.submit(
                new Jobs.Entry(warrant, tenant, JobKind.EXPORT, subject, new JobScope.None(), extent.messages()),
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
        connections.ledger(tenant).append(kind, Actor.current(), details);
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
