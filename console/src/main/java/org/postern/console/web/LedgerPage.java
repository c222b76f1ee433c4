package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.connections.LedgerEvidence;
import org.postern.connections.MailAnchor;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One tenant's ledger: its entries, how it stands with it, and where its checkpoints go.
///
/// Shows what is known, and reads a page of entries; the whole is walked in the background alone.
@Controller
@RequestMapping("/tenants/{tenant}/ledger")
public class LedgerPage {
    private static final int ENTRIES = 200;

    private final Pages pages;
    private final Finder finder;
    private final Connections connections;

    LedgerPage(Pages pages, Finder finder, Connections connections) {
        this.pages = pages;
        this.finder = finder;
        this.connections = connections;
    }

    @GetMapping
    public ResponseEntity<String> show(
            @PathVariable String tenant, @RequestParam(defaultValue = "0") long after, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        List<Ledger.Entry> entries = connections.ledger(found.id()).read(Math.max(after, 0), ENTRIES);
        LedgerEvidence evidence = connections.evidence(found.id());
        return pages.page(
                "ledger",
                Map.of(
                        "shell",
                        Shell.of(request, "Ledger of " + found.name(), "overview"),
                        "tenant",
                        found,
                        "entries",
                        entries,
                        "standing",
                        evidence.standing(),
                        "mailTo",
                        evidence.mailedTo().map(MailAnchor::to).orElse(""),
                        "mailFrom",
                        evidence.mailedTo().map(MailAnchor::from).orElse(""),
                        "next",
                        entries.size() == ENTRIES
                                ? Long.toString(entries.getLast().number())
                                : ""));
    }

    @PostMapping("/verification")
    public ResponseEntity<String> verify(@PathVariable String tenant) {
        Tenant found = finder.tenant(tenant);
        connections.evidence(found.id()).beginVerification();
        return back(found);
    }

    /// Without an address, mail goes nowhere any more.
    @PostMapping("/mail")
    public ResponseEntity<String> mail(
            @PathVariable String tenant,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String from) {
        Tenant found = finder.tenant(tenant);
        LedgerEvidence evidence = connections.evidence(found.id());
        try {
            evidence.mailTo(to.isBlank() ? null : new MailAnchor(to.strip(), from.strip()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("Checkpoints cannot be mailed so.", e.getMessage() + ".");
        }
        return back(found);
    }

    private static ResponseEntity<String> back(Tenant tenant) {
        return Pages.redirect("/tenants/" + tenant.id() + "/ledger");
    }
}
