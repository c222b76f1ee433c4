package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.Actor;
import org.postern.console.job.Job;
import org.postern.console.job.RetentionDesk;
import org.postern.console.job.RetentionSchedule;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.Hold;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// How long a tenant's past is kept, what is held whatever that says, and what was forgotten last.
@Controller
@RequestMapping("/tenants/{tenant}/retention")
public class RetentionPage {
    private static final int REASON_MAX = 1_000;

    /// A hold in words.
    ///
    /// @param what is held
    public record HoldRow(String name, String what, String reason, String by, Instant since) {}

    private final Pages pages;
    private final Finder finder;
    private final Vault vault;
    private final RetentionDesk desk;
    private final RetentionSchedule schedule;

    RetentionPage(Pages pages, Finder finder, Vault vault, RetentionDesk desk, RetentionSchedule schedule) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
        this.desk = desk;
        this.schedule = schedule;
    }

    @GetMapping
    public ResponseEntity<String> show(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        RetentionPolicy policy = desk.policy(found.id(), RetentionPolicy.MESSAGE);
        Map<String, Object> model = new HashMap<>();
        model.put("shell", Shell.of(request, "Retention of " + found.name(), "overview"));
        model.put("tenant", found);
        model.put("policy", policy);
        model.put("next", next(found.id(), policy));
        model.put(
                "holds",
                desk.holds(found.id()).stream()
                        .map(hold -> row(found.id(), hold))
                        .toList());
        model.put("last", desk.lastRun(found.id()).stream().toList());
        return pages.page("retention", model);
    }

    private String next(TenantId tenant, RetentionPolicy policy) {
        if (schedule.hour().isEmpty()) {
            return "only when asked: this server runs no retention by itself";
        }
        Optional<Instant> next = schedule.next(tenant);
        return policy.keepsAll()
                ? "none: everything is kept for ever"
                : next.map(Format::shortWhen).orElse("") + " UTC, then every day";
    }

    private HoldRow row(TenantId tenant, Hold hold) {
        String what = switch (hold.scope()) {
            case HoldScope.OfMailbox(var mailbox) -> "mailbox " + address(tenant, mailbox);
            case HoldScope.OfItem(var mailbox, var _) -> "one message of " + address(tenant, mailbox);
            case HoldScope.OfSearch(var query) -> "what matches: " + query;
        };
        return new HoldRow(hold.name(), what, hold.reason(), hold.by(), hold.since());
    }

    private String address(TenantId tenant, MailboxId mailbox) {
        return vault.mailbox(tenant, mailbox)
                .map(known -> known.address())
                .filter(known -> !known.isEmpty())
                .orElse(mailbox.value());
    }

    @PostMapping("/policy")
    public ResponseEntity<String> policy(
            @PathVariable String tenant, @RequestParam int days, @RequestParam int versions) {
        Tenant found = finder.tenant(tenant);
        return desk.setPolicy(found.id(), checked(() -> new RetentionPolicy(RetentionPolicy.MESSAGE, days, versions)))
                .map(waits -> Pages.redirect("/jobs/" + waits.id()))
                .orElseGet(() -> back(found));
    }

    @PostMapping("/run")
    public ResponseEntity<String> run(
            @PathVariable String tenant, @RequestParam(defaultValue = "false") boolean preview) {
        Tenant found = finder.tenant(tenant);
        Job job = desk.run(found.id(), preview, RetentionDesk.DEAD_SHARE);
        return Pages.redirect("/jobs/" + job.id());
    }

    @PostMapping("/holds")
    public ResponseEntity<String> hold(
            @PathVariable String tenant,
            @RequestParam String name,
            @RequestParam String reason,
            @RequestParam String of,
            @RequestParam String what) {
        Tenant found = finder.tenant(tenant);
        if (reason.isBlank() || reason.length() > REASON_MAX || what.isBlank()) {
            throw ProblemException.badRequest(
                    "A hold needs a reason, and a mailbox or a query.", "Go back and fill in both.");
        }
        HoldScope scope = of.equals("mailbox")
                ? new HoldScope.OfMailbox(
                        finder.mailboxOrAddress(found.id(), what.strip()).id())
                : checked(() -> new HoldScope.OfSearch(what.strip()));
        checked(() -> new Hold(name.strip(), reason, Actor.current(), Instant.EPOCH, scope));
        desk.hold(found.id(), name.strip(), reason.strip(), scope);
        return back(found);
    }

    @PostMapping("/holds/{hold}/release")
    public ResponseEntity<String> release(@PathVariable String tenant, @PathVariable String hold) {
        Tenant found = finder.tenant(tenant);
        return desk.release(found.id(), hold)
                .map(waits -> Pages.redirect("/jobs/" + waits.id()))
                .orElseGet(() -> back(found));
    }

    private static ResponseEntity<String> back(Tenant tenant) {
        return Pages.redirect("/tenants/" + tenant.id() + "/retention");
    }

    private static <T> T checked(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()), "Go back and change it.");
        }
    }
}
