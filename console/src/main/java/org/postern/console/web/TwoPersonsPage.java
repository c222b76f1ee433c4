package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.postern.console.access.Person;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.console.job.AccessDesk;
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

/// When a tenant's orders need a second administrator.
@Controller
@RequestMapping("/tenants/{tenant}/two-persons")
public class TwoPersonsPage {
    private final Pages pages;
    private final Finder finder;
    private final AccessDesk desk;

    TwoPersonsPage(Pages pages, Finder finder, AccessDesk desk) {
        this.pages = pages;
        this.finder = finder;
        this.desk = desk;
    }

    @GetMapping
    public ResponseEntity<String> show(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        return pages.page(
                "twopersons",
                Map.of(
                        "shell", Shell.of(request, "Two persons for " + found.name(), "overview"),
                        "tenant", found,
                        "policy", desk.policy(found.id()),
                        "deciding",
                                desk.list().stream()
                                        .filter(Person::decides)
                                        .map(Person::name)
                                        .toList()));
    }

    @PostMapping
    public ResponseEntity<String> set(
            @PathVariable String tenant, @RequestParam String level, @RequestParam int bulkOver) {
        Tenant found = finder.tenant(tenant);
        try {
            TwoPersonPolicy policy = new TwoPersonPolicy(TwoPersonPolicy.Level.valueOf(level), bulkOver);
            return desk.setPolicy(found.id(), policy)
                    .map(waits -> Pages.redirect("/jobs/" + waits.id()))
                    .orElseGet(() -> Pages.redirect("/tenants/" + found.id() + "/two-persons"));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()), "Go back and change it.");
        }
    }
}
