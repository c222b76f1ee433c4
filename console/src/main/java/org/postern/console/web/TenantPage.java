package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.postern.console.job.Job;
import org.postern.console.job.Jobs;
import org.postern.console.job.Recoveries;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.Tenant;
import org.postern.vault.Vault;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// One tenant: its mailboxes with the state of their sync.
@Controller
public class TenantPage {
    private final Pages pages;
    private final Finder finder;
    private final Vault vault;
    private final MailboxList mailboxes;
    private final Jobs jobs;
    private final Recoveries recoveries;

    TenantPage(Pages pages, Finder finder, Vault vault, MailboxList mailboxes, Jobs jobs, Recoveries recoveries) {
        this.pages = pages;
        this.finder = finder;
        this.vault = vault;
        this.mailboxes = mailboxes;
        this.jobs = jobs;
        this.recoveries = recoveries;
    }

    @GetMapping("/tenants/{tenant}")
    public ResponseEntity<String> show(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        List<Job> running = jobs.list(found.id(), null, 20).stream()
                .filter(job -> !job.state().isFinal())
                .toList();
        return pages.page(
                "tenant",
                Map.of(
                        "shell", Shell.of(request, found.name(), "overview"),
                        "tenant", found,
                        "stats", vault.stats(found.id()),
                        "mailboxes", mailboxes.of(found.id()),
                        "running", running));
    }

    /// The table of mailboxes alone; the page asks for it again and again while a sync runs.
    @GetMapping("/tenants/{tenant}/mailboxes")
    public ResponseEntity<String> rows(@PathVariable String tenant) {
        Tenant found = finder.tenant(tenant);
        return pages.page("mailboxrows", Map.of("tenant", found, "mailboxes", mailboxes.of(found.id())));
    }

    @PostMapping("/tenants/{tenant}/sync")
    public ResponseEntity<String> sync(@PathVariable String tenant) {
        Tenant found = finder.tenant(tenant);
        recoveries.sync(found.id(), List.of());
        return Pages.redirect("/tenants/" + found.id());
    }
}
