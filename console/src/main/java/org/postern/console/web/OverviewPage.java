package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.postern.connections.Connections;
import org.postern.console.job.Approvals;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.mailbox.MailboxList.SyncState;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.TenantId;
import org.postern.vault.Vault;
import org.postern.vault.VaultStats;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The first page: every tenant at a glance.
@Controller
public class OverviewPage {
    /// @param worst the state of the mailboxes that needs a person most; empty when none does
    public record TenantCard(
            Tenant tenant, VaultStats stats, List<ConnectionCard> connections, String worst, String worstTone) {}

    private final Pages pages;
    private final TenantDirectory tenants;
    private final Vault vault;
    private final Connections connections;
    private final MailboxList mailboxes;
    private final Approvals approvals;
    private final Clock clock;

    OverviewPage(
            Pages pages,
            TenantDirectory tenants,
            Vault vault,
            Connections connections,
            MailboxList mailboxes,
            Approvals approvals,
            Clock clock) {
        this.pages = pages;
        this.tenants = tenants;
        this.vault = vault;
        this.connections = connections;
        this.mailboxes = mailboxes;
        this.approvals = approvals;
        this.clock = clock;
    }

    @GetMapping("/")
    public ResponseEntity<String> show(HttpServletRequest request) {
        List<TenantCard> cards = tenants.list().stream().map(this::card).toList();
        return pages.page(
                "overview",
                Map.of(
                        "shell", Shell.of(request, "Tenants", "overview"),
                        "tenants", cards,
                        "waiting", approvals.waiting()));
    }

    @PostMapping("/tenants")
    public ResponseEntity<String> add(@RequestParam String id, @RequestParam(defaultValue = "") String name) {
        try {
            TenantId tenant = new TenantId(id.strip());
            tenants.add(tenant, name.isBlank() ? tenant.value() : name.strip());
            return Pages.redirect("/tenants/" + tenant + "/connections");
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()), "Go back and change it.");
        }
    }

    private TenantCard card(Tenant tenant) {
        List<ConnectionCard> shown = connections.list(tenant.id()).stream()
                .map(connection -> ConnectionCard.of(connection, clock.instant()))
                .toList();
        int alarms =
                shown.isEmpty() ? 0 : connections.watch().status(tenant.id()).open();
        if (alarms > 0) {
            String words = alarms == 1 ? "a key is used by others" : alarms + " alarms: keys are used by others";
            return new TenantCard(tenant, vault.stats(tenant.id()), shown, words, "bad");
        }
        List<MailboxList.Entry> all = mailboxes.of(tenant.id());
        for (SyncState state : List.of(SyncState.ERROR, SyncState.RUNNING, SyncState.WARNING)) {
            long count =
                    all.stream().filter(mailbox -> mailbox.state() == state).count();
            if (count > 0) {
                return new TenantCard(
                        tenant, vault.stats(tenant.id()), shown, count + " " + Format.words(state), Format.tone(state));
            }
        }
        boolean fine = all.stream().anyMatch(mailbox -> mailbox.state() == SyncState.OK);
        return new TenantCard(
                tenant, vault.stats(tenant.id()), shown, fine ? Format.words(SyncState.OK) : "", fine ? "good" : "");
    }
}
