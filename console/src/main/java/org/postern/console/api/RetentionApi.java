package org.postern.console.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.console.job.Job;
import org.postern.console.job.RetentionDesk;
import org.postern.console.job.RetentionSchedule;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.Hold;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// How long a tenant's past is kept, what is held whatever that says, and runs that forget the rest.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
public class RetentionApi {
    private static final int REASON_MAX = 1_000;

    /// 0 days: for ever; 0 versions: all.
    ///
    /// @param nextRun of the schedule; null without one, or when everything is kept for ever
    /// @param lastRun the newest run, by schedule or by hand; null when there was none
    /// @param awaiting the job by which a change waits for a second administrator; null when it was made at once
    public record Policy(
            String type,
            int days,
            int versions,
            @Nullable Instant nextRun,
            @Nullable JobView lastRun,
            @Nullable JobView awaiting) {}

    public record NewPolicy(
            @Nullable Integer days, @Nullable Integer versions) {}

    /// What is to be run; a pack is rewritten when at least `deadShare` of it (0 to 1, 0.3 when not given) is dead.
    public record Run(@Nullable Boolean dryRun, @Nullable Double deadShare) {}

    /// A mailbox, an item of it, or what a query finds.
    public record HoldView(
            String name,
            String reason,
            String by,
            Instant since,
            @Nullable String mailbox,
            @Nullable String item,
            @Nullable String query) {}

    public record NewHold(
            @Nullable String name,
            @Nullable String reason,
            @Nullable String mailbox,
            @Nullable String item,
            @Nullable String query) {}

    private final Finder finder;
    private final RetentionDesk desk;

    private final RetentionSchedule schedule;

    public RetentionApi(Finder finder, RetentionDesk desk, RetentionSchedule schedule) {
        this.finder = finder;
        this.desk = desk;
        this.schedule = schedule;
    }

    @GetMapping("/retention")
    public Policy show(@PathVariable String tenant, @RequestParam(defaultValue = RetentionPolicy.MESSAGE) String type) {
        TenantId id = id(tenant);
        RetentionPolicy policy = Input.parse("type", type, text -> desk.policy(id, text));
        return view(id, policy, null);
    }

    @PutMapping("/retention")
    public Policy set(
            @PathVariable String tenant,
            @RequestParam(defaultValue = RetentionPolicy.MESSAGE) String type,
            @RequestBody NewPolicy body) {
        if (!RetentionPolicy.MESSAGE.equals(type)) {
            throw ProblemException.badRequest(
                    "This version has no policy for that type.", "Choose type " + RetentionPolicy.MESSAGE + ".");
        }
        RetentionPolicy before = desk.policy(id(tenant), type);
        int days = body.days() == null ? before.days() : body.days();
        int versions = body.versions() == null ? before.versions() : body.versions();
        RetentionPolicy policy = Input.parse("policy", days + " days", _ -> new RetentionPolicy(type, days, versions));
        Optional<Job> waits = desk.setPolicy(id(tenant), policy);
        return view(
                id(tenant),
                desk.policy(id(tenant), type),
                waits.map(JobView::of).orElse(null));
    }

    @PostMapping("/retention/run")
    public ResponseEntity<JobView> run(@PathVariable String tenant, @RequestBody Run body) {
        double share = body.deadShare() == null ? RetentionDesk.DEAD_SHARE : body.deadShare();
        if (!(share >= 0 && share <= 1)) {
            throw ProblemException.badRequest("deadShare is " + share + ".", "Give a share from 0 to 1.");
        }
        Job job = desk.run(id(tenant), Boolean.TRUE.equals(body.dryRun()), share);
        return ResponseEntity.accepted().body(JobView.of(job));
    }

    @GetMapping("/holds")
    public Listing<HoldView> holds(@PathVariable String tenant) {
        return Listing.whole(
                desk.holds(id(tenant)).stream().map(RetentionApi::view).toList());
    }

    @PostMapping("/holds")
    public ResponseEntity<HoldView> hold(@PathVariable String tenant, @RequestBody NewHold body) {
        TenantId id = id(tenant);
        String name = Input.required("name", body.name(), 63);
        String reason = Input.required("reason", body.reason(), REASON_MAX);
        HoldScope scope = scope(tenant, body);
        Input.parse("name", name, text -> new Hold(text, reason, Actor.current(), Instant.EPOCH, scope));
        return ResponseEntity.status(HttpStatus.CREATED).body(view(desk.hold(id, name, reason, scope)));
    }

    private HoldScope scope(String tenant, NewHold body) {
        String query = Input.optional("query", body.query(), HoldScope.QUERY_MAX);
        if ((query == null) == (body.mailbox() == null || body.mailbox().isBlank())) {
            throw ProblemException.badRequest(
                    "A hold is on a mailbox, on an item of it, or on a query.",
                    "Give either query, or mailbox, or mailbox and item.");
        }
        if (query != null) {
            return new HoldScope.OfSearch(query);
        }
        MailboxId mailbox = finder.mailboxOrAddress(id(tenant), Input.required("mailbox", body.mailbox(), 320))
                .id();
        String item = Input.optional("item", body.item(), 1_024);
        return item == null
                ? new HoldScope.OfMailbox(mailbox)
                : new HoldScope.OfItem(mailbox, Input.parse("item", item, ItemId::new));
    }

    @DeleteMapping("/holds/{hold}")
    public ResponseEntity<JobView> release(@PathVariable String tenant, @PathVariable String hold) {
        return desk.release(id(tenant), hold)
                .map(waits -> ResponseEntity.accepted().body(JobView.of(waits)))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    private TenantId id(String tenant) {
        return finder.tenant(tenant).id();
    }

    private Policy view(TenantId tenant, RetentionPolicy policy, @Nullable JobView awaiting) {
        return new Policy(
                policy.type(),
                policy.days(),
                policy.versions(),
                schedule.next(tenant).orElse(null),
                desk.lastRun(tenant).map(JobView::of).orElse(null),
                awaiting);
    }

    private static HoldView view(Hold hold) {
        return switch (hold.scope()) {
            case HoldScope.OfMailbox(var mailbox) -> view(hold, mailbox.value(), null, null);
            case HoldScope.OfItem(var mailbox, var item) -> view(hold, mailbox.value(), item.value(), null);
            case HoldScope.OfSearch(var query) -> view(hold, null, null, query);
        };
    }

    private static HoldView view(Hold hold, @Nullable String mailbox, @Nullable String item, @Nullable String query) {
        return new HoldView(hold.name(), hold.reason(), hold.by(), hold.since(), mailbox, item, query);
    }
}
