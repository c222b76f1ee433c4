package org.postern.console.api;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.ExportOrder;
import org.postern.console.job.Job;
import org.postern.console.job.Recoveries;
import org.postern.console.job.RestoreOrder;
import org.postern.console.job.Scope;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.ReverifyRequest;
import org.postern.vault.MailboxRecord;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Starts long work: sync, restore, export.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
public class RecoveryApi {
    /// `mailboxes`: ids or addresses; none or an empty list for all.
    public record SyncRequest(@Nullable List<String> mailboxes) {}

    public record RestoreRequest(
            @Nullable String mailbox,
            @Nullable String folder,
            @Nullable Boolean includeSubfolders,
            @Nullable List<String> items,
            @Nullable String asAt,
            @Nullable Target target,
            @Nullable String conflict,
            @Nullable Boolean dryRun) {}

    /// `mailbox`: id or address, none for the same; `folder`: a path such as `Inbox/Restored`, none for where it
    /// was.
    public record Target(@Nullable String mailbox, @Nullable String folder) {}

    public record ExportRequest(
            @Nullable String mailbox,
            @Nullable String folder,
            @Nullable Boolean includeSubfolders,
            @Nullable List<String> items,
            @Nullable String asAt,
            @Nullable String format) {}

    /// @param mailboxes ids or addresses; left out for all
    /// @param bytes whether to fetch each message and compare its bytes; left out: change keys are compared
    public record Reverification(
            @Nullable String from,
            @Nullable String until,
            @Nullable List<String> mailboxes,
            @Nullable Boolean bytes) {}

    private static final int MAILBOXES_MAX = 10_000;
    private static final int PATH_MAX = 2_000;

    private final Finder finder;
    private final Recoveries recoveries;

    public RecoveryApi(Finder finder, Recoveries recoveries) {
        this.finder = finder;
        this.recoveries = recoveries;
    }

    @PostMapping("/sync")
    public ResponseEntity<JobView> sync(
            @PathVariable String tenant, @RequestBody(required = false) @Nullable SyncRequest body) {
        TenantId id = finder.tenant(tenant).id();
        List<String> wanted = body == null ? List.of() : listed("mailboxes", body.mailboxes(), MAILBOXES_MAX);
        List<MailboxRecord> mailboxes =
                wanted.stream().map(box -> finder.mailboxOrAddress(id, box)).toList();
        return accepted(recoveries.sync(id, mailboxes));
    }

    @PostMapping("/restores")
    public ResponseEntity<JobView> restore(@PathVariable String tenant, @RequestBody RestoreRequest body) {
        TenantId id = finder.tenant(tenant).id();
        String asAt = Input.required("asAt", body.asAt(), 60);
        Scope scope = scope(id, body.mailbox(), body.folder(), body.includeSubfolders(), body.items(), asAt);
        Target target = body.target() == null ? new Target(null, null) : body.target();
        String targetMailbox = Input.optional("target.mailbox", target.mailbox(), 500);
        MailboxId to = targetMailbox == null
                ? null
                : finder.mailboxOrAddress(id, targetMailbox).id();
        RestoreOrder order = new RestoreOrder(
                scope,
                to,
                Input.optional("target.folder", target.folder(), PATH_MAX),
                Input.choice(
                        RestoreOrder.Conflict.class, "conflict", Objects.requireNonNullElse(body.conflict(), "skip")),
                Boolean.TRUE.equals(body.dryRun()));
        return accepted(recoveries.restore(id, order));
    }

    @PostMapping("/exports")
    public ResponseEntity<JobView> export(@PathVariable String tenant, @RequestBody ExportRequest body)
            throws IOException {
        TenantId id = finder.tenant(tenant).id();
        Scope scope = scope(id, body.mailbox(), body.folder(), body.includeSubfolders(), body.items(), body.asAt());
        ExportOrder.Format format = Input.choice(ExportOrder.Format.class, "format", body.format());
        return accepted(recoveries.export(id, new ExportOrder(scope, format)));
    }

    /// Compares what the vault recorded in a span of time with the source as it is now.
    @PostMapping("/reverifications")
    public ResponseEntity<JobView> reverify(@PathVariable String tenant, @RequestBody Reverification body) {
        TenantId id = finder.tenant(tenant).id();
        Instant from = Input.instant("from", Input.required("from", body.from(), 60));
        Instant until = Input.instant("until", Input.required("until", body.until(), 60));
        if (from == null || until == null || !from.isBefore(until)) {
            throw ProblemException.badRequest("from is not before until.", "Give a span of time.");
        }
        List<MailboxId> mailboxes = listed("mailboxes", body.mailboxes(), MAILBOXES_MAX).stream()
                .map(box -> finder.mailboxOrAddress(id, box).id())
                .toList();
        boolean bytes = Boolean.TRUE.equals(body.bytes());
        return accepted(recoveries.reverify(new ReverifyRequest(id, mailboxes, from, until, bytes)));
    }

    private Scope scope(
            TenantId tenant,
            @Nullable String mailbox,
            @Nullable String folder,
            @Nullable Boolean includeSubfolders,
            @Nullable List<String> items,
            @Nullable String asAt) {
        MailboxId box = finder.mailboxOrAddress(tenant, Input.required("mailbox", mailbox, 500))
                .id();
        Instant instant = Input.instant("asAt", asAt);
        FolderId where = folder == null || folder.isBlank()
                ? null
                : finder.folder(tenant, box, folder, instant).state().id();
        List<ItemId> ids = listed("items", items, Scope.ITEMS_MAX).stream()
                .map(finder::itemId)
                .toList();
        return new Scope(box, where, !Boolean.FALSE.equals(includeSubfolders), ids, instant);
    }

    private static List<String> listed(String field, @Nullable List<String> values, int max) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > max || values.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.badRequest(
                    field + " has " + values.size() + " entries, or an empty one.", "Give at most " + max + ".");
        }
        return values;
    }

    private static ResponseEntity<JobView> accepted(Job job) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/jobs/" + job.id()))
                .body(JobView.of(job));
    }
}
