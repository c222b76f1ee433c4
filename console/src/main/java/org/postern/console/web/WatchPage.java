package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.connections.Actor;
import org.postern.connections.Alarm;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Watch;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Whether somebody else uses a tenant's keys, as a page.
@RestController
@RequestMapping("/tenants/{tenant}/watch")
public class WatchPage {
    private static final int MAILBOXES_SHOWN = 30;

    /// An alarm in words.
    ///
    /// @param mailboxes the first of them, on one line
    public record AlarmRow(
            String id,
            boolean open,
            String what,
            String span,
            String answer,
            String drill,
            String mailboxes,
            List<String> evidence) {}

    private final Pages pages;
    private final Finder finder;
    private final Connections connections;
    private final Reports reports;

    WatchPage(Pages pages, Finder finder, Connections connections, Reports reports) {
        this.pages = pages;
        this.finder = finder;
        this.connections = connections;
        this.reports = reports;
    }

    @GetMapping
    public ResponseEntity<String> show(@PathVariable String tenant, HttpServletRequest request) {
        Tenant found = finder.tenant(tenant);
        Watch watch = connections.watch();
        return pages.page(
                "watch",
                Map.of(
                        "shell", Shell.of(request, "Use of the keys of " + found.name(), "overview"),
                        "tenant", found,
                        "status", watch.status(found.id()),
                        "functions",
                                connections.list(found.id()).stream()
                                        .map(connection -> Format.lower(connection.function()))
                                        .toList(),
                        "alarms",
                                watch.alarms(found.id()).stream()
                                        .map(WatchPage::row)
                                        .toList()));
    }

    private static AlarmRow row(Alarm alarm) {
        String kinds = alarm.kinds().stream().map(WatchPage::words).collect(Collectors.joining("; "));
        String from = alarm.address().isEmpty() ? "" : " from " + alarm.address();
        boolean once = alarm.count() == 1;
        String span = "With the application of the " + Format.lower(alarm.function()) + " connection" + from + ", "
                + (once
                        ? Format.when(alarm.firstAt(), "")
                        : alarm.count() + " times between " + Format.when(alarm.firstAt(), "") + " and "
                                + Format.when(alarm.lastAt(), ""));
        return new AlarmRow(
                alarm.id(),
                alarm.state() == Alarm.State.OPEN,
                kinds.substring(0, 1).toUpperCase(Locale.ROOT) + kinds.substring(1) + ".",
                span,
                alarm.answer(),
                alarm.drill(),
                alarm.mailboxes().stream().limit(MAILBOXES_SHOWN).collect(Collectors.joining(", ")),
                alarm.evidence());
    }

    private static String words(Alarm.Kind kind) {
        return switch (kind) {
            case FOREIGN_USE -> "our key was used, and not by us";
            case FOREIGN_KEY -> "a key that Postern did not register";
            case FOREIGN_ADDRESS -> "an address that is not Postern's";
            case OFF_SCHEDULE -> "a time at which Postern was not at work";
            case CANARY -> "bait was taken";
        };
    }

    @PostMapping("/poll")
    public ResponseEntity<String> poll(@PathVariable String tenant) {
        Tenant found = finder.tenant(tenant);
        connections.watch().poll(found.id());
        return back(found);
    }

    @PostMapping("/alarms/{alarm}/acknowledge")
    public ResponseEntity<String> acknowledge(
            @PathVariable String tenant, @PathVariable String alarm, @RequestParam String reason) {
        Tenant found = finder.tenant(tenant);
        if (reason.isBlank() || reason.length() > 500) {
            throw ProblemException.badRequest("The reason is missing.", "Say in a sentence why it is no theft.");
        }
        connections.watch().acknowledge(found.id(), alarm, Actor.current(), reason.strip());
        return back(found);
    }

    /// What a key could reach between two instants, as a signed report to keep.
    @PostMapping("/reach")
    public ResponseEntity<byte[]> reach(
            @PathVariable String tenant,
            @RequestParam String function,
            @RequestParam String from,
            @RequestParam String until) {
        Tenant found = finder.tenant(tenant);
        ConnectionFunction of = ConnectionPage.function(function);
        finder.connection(found.id(), of);
        Instant begin = PageInput.instant(from);
        Instant end = PageInput.instant(until);
        if (begin == null || end == null || !begin.isBefore(end)) {
            throw ProblemException.badRequest("The span of time is none.", "Give two instants, the earlier one first.");
        }
        return reports.reach(found, of, begin, end).report().download();
    }

    private static ResponseEntity<String> back(Tenant tenant) {
        return Pages.redirect("/tenants/" + tenant.id() + "/watch");
    }
}
