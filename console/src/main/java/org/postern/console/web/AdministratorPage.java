package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.console.access.Administrators;
import org.postern.console.job.AccessDesk;
import org.postern.console.job.AccessDesk.Added;
import org.postern.console.problem.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Who administers this server.
@Controller
@RequestMapping("/administrators")
public class AdministratorPage {
    private final Pages pages;
    private final AccessDesk desk;

    AdministratorPage(Pages pages, AccessDesk desk) {
        this.pages = pages;
        this.desk = desk;
    }

    @GetMapping
    public ResponseEntity<String> show(HttpServletRequest request) {
        return page(request, "", "");
    }

    /// @param token shown once; empty for none
    private ResponseEntity<String> page(HttpServletRequest request, String name, String token) {
        return pages.page(
                "administrators",
                Map.of(
                        "shell",
                        Shell.of(request, "Administrators", "administrators"),
                        "people",
                        desk.list(),
                        "first",
                        Administrators.FIRST,
                        "freshName",
                        name,
                        "freshToken",
                        token));
    }

    @PostMapping
    public ResponseEntity<String> add(
            @RequestParam String name,
            @RequestParam(required = false) @Nullable String fingerprint,
            HttpServletRequest request) {
        String hex = fingerprint == null || fingerprint.isBlank()
                ? null
                : fingerprint.strip().toLowerCase(Locale.ROOT);
        try {
            return switch (desk.add(name.strip().toLowerCase(Locale.ROOT), hex)) {
                case Added.Done _ -> Pages.redirect("/administrators");
                case Added.Invited(var fresh) -> page(request, fresh.person().name(), fresh.token());
                case Added.Waits(var job) -> Pages.redirect("/jobs/" + job.id());
            };
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()), "Go back and change it.");
        }
    }

    /// The session ends with the token that it was begun by.
    @PostMapping("/me/token")
    public ResponseEntity<String> renew(HttpServletRequest request) {
        var fresh = desk.renew();
        return page(request, fresh.person().name(), fresh.token());
    }

    @PostMapping("/{name}/remove")
    public ResponseEntity<String> remove(@PathVariable String name) {
        desk.remove(name);
        return Pages.redirect("/administrators");
    }
}
