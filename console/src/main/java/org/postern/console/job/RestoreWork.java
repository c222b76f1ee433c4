package org.postern.console.job;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.postern.connections.Connections;
import org.postern.connections.WriteMandate;
import org.postern.console.job.JobWork.Ending;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.ItemOutcome;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.Restore;
import org.postern.recover.RestorePlan;
import org.postern.recover.RestoreReport;
import org.postern.recover.RestoreRequest;
import org.postern.vault.Vault;

/// The work of a restore job, or of its preview.
final class RestoreWork implements JobWork {
    /// What a restore did, or would do. `restored` is what is in its place now and was not before; `items` are the
    /// first of the messages of which people must know something, in a preview the first of all.
    record Result(
            long restored,
            long created,
            long movedBack,
            long replaced,
            long marked,
            long skipped,
            long failed,
            long bytes,
            List<String> newFolders,
            List<Item> items) {}

    record Item(String id, String subject, String folder, String outcome, String detail) {}

    private final Restore restore;
    private final Vault vault;
    private final Connections connections;
    private final TenantId tenant;
    private final RestoreOrder order;

    RestoreWork(Restore restore, Vault vault, Connections connections, TenantId tenant, RestoreOrder order) {
        this.restore = restore;
        this.vault = vault;
        this.connections = connections;
        this.tenant = tenant;
        this.order = order;
    }

    @Override
    public Ending run(Handle handle) {
        HandleProgress progress = new HandleProgress(handle);
        TargetFolder folder = new TargetFolder(vault, tenant, target());
        if (order.dryRun()) {
            RestorePlan plan = restore.plan(request(folder.planned(order.targetFolder())), progress);
            return new Ending.Succeeded(result(plan::count, plan.bytes(), plan.newFolders(), plan.items()));
        }
        try (WriteMandate mandate = connections.mandate(tenant, handle.warrant())) {
            return restored(mandate, folder, progress);
        }
    }

    private Ending restored(WriteMandate mandate, TargetFolder folder, HandleProgress progress) {
        RestoreRequest request = request(folder.made(order.targetFolder(), mandate.writer()));
        RestoreReport report = restore.restore(request, mandate, progress);
        Result result = result(report::count, report.bytes(), report.newFolders(), report.notable());
        return switch (report.ending()) {
            case COMPLETE -> result.failed() == 0 ? new Ending.Succeeded(result) : new Ending.Warning(result);
            case CANCELLED -> new Ending.Cancelled(result);
            case STOPPED ->
                new Ending.Failed(
                        result,
                        new Job.Fault(
                                report.reason(), "Run it again: it goes on where it stopped, and nothing is doubled."));
        };
    }

    private MailboxId target() {
        MailboxId given = order.targetMailbox();
        return given == null ? order.scope().mailbox() : given;
    }

    private RestoreRequest request(RestoreRequest.Place place) {
        Scope scope = order.scope();
        if (scope.asAt() == null) {
            throw new IllegalStateException("a restore without its instant");
        }
        return new RestoreRequest(
                tenant,
                scope.mailbox(),
                part(scope),
                scope.asAt(),
                target(),
                place,
                switch (order.conflict()) {
                    case SKIP -> RestoreRequest.Conflict.SKIP;
                    case COPY -> RestoreRequest.Conflict.COPY;
                    case REPLACE -> RestoreRequest.Conflict.REPLACE;
                });
    }

    private static RestoreRequest.Scope part(Scope scope) {
        FolderId folder = scope.folder();
        if (!scope.items().isEmpty()) {
            return new RestoreRequest.Scope.Items(Set.copyOf(scope.items()));
        }
        return folder == null
                ? new RestoreRequest.Scope.WholeMailbox()
                : new RestoreRequest.Scope.OneFolder(folder, scope.includeSubfolders());
    }

    private static Result result(
            ToLongFunction<Kind> count, long bytes, List<String> newFolders, List<ItemOutcome> items) {
        long created = count.applyAsLong(Kind.CREATED);
        long movedBack = count.applyAsLong(Kind.MOVED_BACK);
        long replaced = count.applyAsLong(Kind.REPLACED);
        long marked = count.applyAsLong(Kind.MARKED);
        long skipped = count.applyAsLong(Kind.ALREADY_THERE) + count.applyAsLong(Kind.ELSEWHERE);
        long failed = 0;
        for (Kind kind :
                List.of(Kind.NOT_FOUND, Kind.NO_CONTENT, Kind.TOO_LARGE, Kind.REFUSED, Kind.FAILED, Kind.UNCERTAIN)) {
            failed += count.applyAsLong(kind);
        }
        return new Result(
                created + movedBack + replaced + marked,
                created,
                movedBack,
                replaced,
                marked,
                skipped,
                failed,
                bytes,
                newFolders,
                items.stream().map(RestoreWork::item).toList());
    }

    private static Item item(ItemOutcome outcome) {
        return new Item(
                outcome.item().value(),
                outcome.subject(),
                outcome.folder(),
                outcome.kind().name().toLowerCase(Locale.ROOT),
                outcome.detail());
    }
}
