package org.postern.console.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport;
import org.postern.console.job.DrillOrder;
import org.postern.console.job.Job;
import org.postern.console.job.KeyDesk;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.ProblemException;
import org.postern.console.web.Reports;
import org.postern.console.web.SignedReport;
import org.postern.mail.TenantId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The life of keys: listed, rolled, re-established after a theft, ceased.
@RestController
@RequestMapping("/api/v1")
public class KeyApi {
    private static final int BECAUSE_MAX = 500;
    private static final int TENANTS_MAX = 10_000;
    private static final Duration WAIT_DEFAULT = Duration.ofHours(4);
    private static final Duration EVERY_DEFAULT = Duration.ofSeconds(30);

    public record Reason(@Nullable String because) {}

    /// @param tenants their ids; left out where `all` or `affected` (tenants with an open alarm) is true
    /// @param function left out for every one
    /// @param oldKeyTrusted whether the old key may vouch for the new one; left out: it may
    /// @param again replaces again what was replaced for the same reason before
    public record Reestablishment(
            @Nullable List<String> tenants,
            @Nullable Boolean all,
            @Nullable Boolean affected,
            @Nullable String function,
            @Nullable String because,
            @Nullable Boolean oldKeyTrusted,
            @Nullable Boolean again) {}

    public record Cessation(
            @Nullable String function, @Nullable String because) {}

    /// @param function left out for sync
    /// @param waitSeconds how long the tenant's log is waited for; left out for four hours
    /// @param everySeconds how often it is read; left out for 30
    public record Drill(
            @Nullable String function,
            @Nullable String because,
            @Nullable Long waitSeconds,
            @Nullable Long everySeconds) {}

    /// A page of HTML that needs nothing else, with what proves that it is the one that was made.
    ///
    /// @param ledgerEntry the number under which the report's hash is in the ledger
    /// @param proof that it is there: a C2SP tlog-proof, signed by the tenant's ledger key
    public record ShownReport(String report, String sha256, long ledgerEntry, String proof) {}

    public record Ceased(String tenant, String function, String state) {}

    private final Finder finder;
    private final KeyDesk desk;
    private final Reports reports;

    public KeyApi(Finder finder, KeyDesk desk, Reports reports) {
        this.finder = finder;
        this.desk = desk;
        this.reports = reports;
    }

    @GetMapping("/tenants/{tenant}/connections/{function}/keys")
    public Listing<ConnectionApi.ShownKey> keys(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        return Listing.whole(
                connection.keys().stream().map(ConnectionApi::shown).toList());
    }

    /// The newest replacement of this connection's key.
    @GetMapping("/tenants/{tenant}/connections/{function}/roll")
    public RollReport report(@PathVariable String tenant, @PathVariable String function) {
        Connection connection = connection(tenant, function);
        return desk.report(connection.tenant(), connection.function())
                .orElseThrow(() -> ProblemException.notFound(
                        "replacement of this connection's key", "Its key was never replaced."));
    }

    /// The same as a signed report.
    @PostMapping("/tenants/{tenant}/connections/{function}/roll/report")
    public ShownReport signedReport(@PathVariable String tenant, @PathVariable String function) {
        SignedReport made = reports.roll(finder.tenant(tenant), report(tenant, function));
        return new ShownReport(made.html(), made.sha256(), made.ledgerEntry(), made.proof());
    }

    @PostMapping("/tenants/{tenant}/connections/{function}/roll")
    public ResponseEntity<JobView> roll(
            @PathVariable String tenant, @PathVariable String function, @RequestBody Reason body) {
        Connection connection = connection(tenant, function);
        return started(desk.roll(connection.tenant(), connection.function(), RollOrder.asked(because(body.because()))));
    }

    @PostMapping("/reestablishments")
    public ResponseEntity<JobView> reestablish(@RequestBody Reestablishment body) {
        RollOrder order = Input.parse(
                "because",
                because(body.because()),
                text -> RollOrder.reestablish(text, !Boolean.FALSE.equals(body.oldKeyTrusted())));
        ConnectionFunction function = body.function() == null ? null : Input.function(body.function());
        return started(desk.reestablish(chosen(body), function, isTrue(body.again()) ? order.forced() : order));
    }

    private @Nullable List<TenantId> chosen(Reestablishment body) {
        int ways = (body.tenants() == null ? 0 : 1) + (isTrue(body.all()) ? 1 : 0) + (isTrue(body.affected()) ? 1 : 0);
        if (ways != 1) {
            throw ProblemException.badRequest(
                    "Which tenants is not clear.", "Give one of: tenants with their ids, all, or affected.");
        }
        if (isTrue(body.all())) {
            return null;
        }
        List<String> named = body.tenants();
        if (named == null) {
            return affected();
        }
        if (named.isEmpty() || named.size() > TENANTS_MAX) {
            throw ProblemException.badRequest(
                    "tenants names " + named.size() + ".", "Name 1 to " + TENANTS_MAX + ", or give all.");
        }
        return named.stream().distinct().map(one -> finder.tenant(one).id()).toList();
    }

    private List<TenantId> affected() {
        List<TenantId> affected = desk.affected();
        if (affected.isEmpty()) {
            throw ProblemException.conflict(
                    "No tenant has an open alarm.", "Name the tenants, or give all to renew every one's keys.");
        }
        return affected;
    }

    /// Rehearses a theft, or goes on with a rehearsal that was cut off.
    @PostMapping("/tenants/{tenant}/drills")
    public ResponseEntity<JobView> drill(@PathVariable String tenant, @RequestBody Drill body) {
        ConnectionFunction function =
                body.function() == null ? ConnectionFunction.SYNC : Input.function(body.function());
        Connection connection = finder.connection(finder.tenant(tenant).id(), function);
        DrillOrder order = Input.parse(
                "the drill",
                because(body.because()),
                because -> new DrillOrder(
                        function,
                        because,
                        seconds(body.waitSeconds(), WAIT_DEFAULT),
                        seconds(body.everySeconds(), EVERY_DEFAULT)));
        return started(desk.drill(connection.tenant(), order));
    }

    private static Duration seconds(@Nullable Long given, Duration otherwise) {
        return given == null ? otherwise : Duration.ofSeconds(Math.clamp(given, -1, Integer.MAX_VALUE));
    }

    @PostMapping("/tenants/{tenant}/cessation")
    public Listing<Ceased> cease(@PathVariable String tenant, @RequestBody Cessation body) {
        TenantId id = finder.tenant(tenant).id();
        ConnectionFunction function = body.function() == null
                ? null
                : finder.connection(id, Input.function(body.function())).function();
        return Listing.whole(desk.cease(id, function, because(body.because())).stream()
                .map(ceased -> new Ceased(
                        ceased.tenant().value(), Input.lower(ceased.function()), Input.lower(ceased.state())))
                .toList());
    }

    private Connection connection(String tenant, String function) {
        return finder.connection(finder.tenant(tenant).id(), Input.function(function));
    }

    private static String because(@Nullable String text) {
        String given = Input.optional("because", text, BECAUSE_MAX);
        return given == null ? "" : given.replaceAll("\\p{Cntrl}", " ");
    }

    private static boolean isTrue(@Nullable Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    private static ResponseEntity<JobView> started(Job job) {
        return ResponseEntity.accepted().body(JobView.of(job));
    }
}
