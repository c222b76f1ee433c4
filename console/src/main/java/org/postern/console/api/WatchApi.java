package org.postern.console.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Alarm;
import org.postern.connections.BlastRadius;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Watch;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.web.Reports;
import org.postern.mail.TenantId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether somebody else uses a tenant's keys.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/watch")
public class WatchApi {
    private static final int SETTINGS_MAX = 1_000;

    public record ShownStatus(
            @Nullable Instant polledAt,
            @Nullable Instant newestEntry,
            long attempts,
            List<String> addresses,
            boolean addressesPinned,
            List<String> canaryMailboxes,
            int openAlarms,
            List<String> losses) {}

    public record ShownAlarm(
            String id,
            List<String> kinds,
            String function,
            String clientId,
            String thumbprint,
            String keyId,
            String address,
            Instant firstAt,
            Instant lastAt,
            Instant raisedAt,
            long count,
            List<String> evidence,
            List<String> mailboxes,
            String state,
            String answer,
            String drill) {}

    public record ShownPoll(long read, List<ShownAlarm> raised, List<String> losses) {}

    public record ShownImport(long read, long own, long others, List<ShownAlarm> raised) {}

    public record Reach(
            @Nullable String function,
            @Nullable String from,
            @Nullable String until) {}

    /// @param report a page of HTML that needs nothing else
    /// @param ledgerEntry the number under which the report's hash is in the ledger
    /// @param proof that it is there: a C2SP tlog-proof, signed by the tenant's ledger key
    public record ShownReach(
            boolean listed,
            List<BlastRadius.Mailbox> mailboxes,
            long ownTokens,
            long ownRequests,
            List<ShownAlarm> alarms,
            List<String> unknown,
            String report,
            String sha256,
            long ledgerEntry,
            String proof) {}

    /// @param by who says so
    public record Acknowledgement(
            @Nullable String by, @Nullable String reason) {}

    /// No addresses: they are learned from what is certainly ours.
    public record Settings(
            @Nullable List<String> addresses, @Nullable List<String> canaryMailboxes) {}

    private final Finder finder;
    private final Connections connections;
    private final Reports reports;

    public WatchApi(Finder finder, Connections connections, Reports reports) {
        this.finder = finder;
        this.connections = connections;
        this.reports = reports;
    }

    private TenantId id(String tenant) {
        return finder.tenant(tenant).id();
    }

    @GetMapping
    public ShownStatus status(@PathVariable String tenant) {
        return shown(connections.watch().status(id(tenant)));
    }

    @PutMapping
    public ShownStatus settings(@PathVariable String tenant, @RequestBody Settings body) {
        return shown(connections
                .watch()
                .settings(
                        id(tenant),
                        texts("addresses", body.addresses()),
                        texts("canaryMailboxes", body.canaryMailboxes())));
    }

    private static Set<String> texts(String parameter, @Nullable List<String> given) {
        List<String> texts = given == null ? List.of() : given;
        if (texts.size() > SETTINGS_MAX) {
            throw ProblemException.badRequest(parameter + " are too many.", "Give at most " + SETTINGS_MAX + ".");
        }
        Set<String> all = new TreeSet<>();
        texts.forEach(text -> all.add(Input.required(parameter, text, 320).strip()));
        return all;
    }

    @PostMapping("/poll")
    public ShownPoll poll(@PathVariable String tenant) {
        Watch.Polled polled = connections.watch().poll(id(tenant));
        return new ShownPoll(polled.read(), shown(polled.raised()), polled.losses());
    }

    @GetMapping("/alarms")
    public Listing<ShownAlarm> alarms(@PathVariable String tenant) {
        return Listing.whole(shown(connections.watch().alarms(id(tenant))));
    }

    @PostMapping("/alarms/{alarm}/acknowledgement")
    public ShownAlarm acknowledge(
            @PathVariable String tenant, @PathVariable String alarm, @RequestBody Acknowledgement body) {
        TenantId id = id(tenant);
        if (connections.watch().alarms(id).stream().noneMatch(one -> one.id().equals(alarm))) {
            throw ProblemException.notFound("alarm", "List the tenant's alarms for their ids.");
        }
        String given = Input.required("by", body.by(), 200);
        String by = Actor.current() + (given.equals(Actor.current()) ? "" : " for " + given);
        return shown(connections.watch().acknowledge(id, alarm, by, Input.required("reason", body.reason(), 500)));
    }

    /// The body is the log itself; it is read as it comes, whatever its length.
    @PostMapping("/activity")
    public ShownImport activity(@PathVariable String tenant, HttpServletRequest request) throws IOException {
        TenantId id = id(tenant);
        try (InputStream log = request.getInputStream()) {
            Watch.Imported imported = connections.watch().activity(id, log);
            return new ShownImport(imported.read(), imported.own(), imported.others(), shown(imported.raised()));
        }
    }

    /// The report's bytes are noted in the ledger by their hash, and what proves that comes with it.
    @PostMapping("/reach")
    public ShownReach reach(@PathVariable String tenant, @RequestBody Reach body) {
        TenantId id = id(tenant);
        ConnectionFunction function = Input.function(Input.required("function", body.function(), 20));
        Instant from = instant("from", body.from());
        Instant until = instant("until", body.until());
        if (!from.isBefore(until)) {
            throw ProblemException.badRequest("from is not before until.", "Give a span of time.");
        }
        finder.connection(id, function);
        Reports.Reach reach = reports.reach(finder.tenant(tenant), function, from, until);
        BlastRadius radius = reach.radius();
        return new ShownReach(
                radius.reachable(),
                radius.mailboxes(),
                radius.ownTokens(),
                radius.ownRequests(),
                shown(radius.alarms()),
                radius.unknown(),
                reach.report().html(),
                reach.report().sha256(),
                reach.report().ledgerEntry(),
                reach.report().proof());
    }

    private static Instant instant(String parameter, @Nullable String text) {
        Instant instant = Input.instant(parameter, text);
        if (instant == null) {
            throw ProblemException.badRequest(parameter + " is missing.", "Give it as 2026-11-22T09:30:00Z.");
        }
        return instant;
    }

    private static ShownStatus shown(Watch.Status status) {
        return new ShownStatus(
                status.polledAt(),
                status.newestEntry(),
                status.attempts(),
                status.addresses().stream().sorted().toList(),
                status.addressesPinned(),
                status.canaryMailboxes().stream().sorted().toList(),
                status.open(),
                status.losses());
    }

    private static List<ShownAlarm> shown(List<Alarm> alarms) {
        return alarms.stream().map(WatchApi::shown).toList();
    }

    private static ShownAlarm shown(Alarm alarm) {
        return new ShownAlarm(
                alarm.id(),
                alarm.kinds().stream().map(Input::lower).toList(),
                Input.lower(alarm.function()),
                alarm.clientId(),
                alarm.thumbprint(),
                alarm.keyId(),
                alarm.address(),
                alarm.firstAt(),
                alarm.lastAt(),
                alarm.raisedAt(),
                alarm.count(),
                alarm.evidence(),
                alarm.mailboxes(),
                Input.lower(alarm.state()),
                alarm.answer(),
                alarm.drill());
    }
}
