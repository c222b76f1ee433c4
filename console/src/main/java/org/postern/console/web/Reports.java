package org.postern.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postern.connections.Actor;
import org.postern.connections.BlastRadius;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.connections.RollReport;
import org.postern.console.job.Job;
import org.postern.console.job.KeyDesk;
import org.postern.console.tenant.Tenant;

/// Makes reports about keys as pages to keep or to print (no script, nothing from elsewhere), and what proves them.
///
/// A page's hash goes into the tenant's ledger; the proof of that entry, which holds the checkpoint that covers it
/// as the tenant's ledger key signed it, is the page's signature.
public final class Reports {
    private final Pages pages;
    private final Connections connections;
    private final KeyDesk keys;
    private final Clock clock;

    Reports(Pages pages, Connections connections, KeyDesk keys, Clock clock) {
        this.pages = pages;
        this.connections = connections;
        this.keys = keys;
        this.clock = clock;
    }

    /// What a key could reach, and the report of it.
    public record Reach(BlastRadius radius, SignedReport report) {}

    /// With the newest re-verification that covered this span, where there is one.
    public Reach reach(Tenant tenant, ConnectionFunction function, Instant from, Instant until) {
        BlastRadius radius = connections.watch().reach(tenant.id(), function, from, until);
        Map<String, Object> model = new HashMap<>();
        model.put("tenant", tenant);
        model.put("radius", radius);
        model.put("madeAt", clock.instant().toString());
        keys.verified(tenant.id(), from, until).flatMap(Job::outcome).ifPresent(found -> model.put("verified", found));
        Map<String, String> details = new TreeMap<>();
        details.put("from", from.toString());
        details.put("until", until.toString());
        return new Reach(radius, signed(tenant, "reach", Format.lower(function), details, pages.text("reach", model)));
    }

    /// What the newest replacement of a connection's key did.
    public SignedReport roll(Tenant tenant, RollReport roll) {
        String html = pages.text(
                "rollreport",
                Map.of(
                        "tenant",
                        tenant,
                        "report",
                        roll,
                        "picture",
                        RollPicture.of(roll),
                        "madeAt",
                        clock.instant().toString()));
        return signed(tenant, "replacement", roll.function(), Map.of("roll", roll.id()), html);
    }

    private SignedReport signed(Tenant tenant, String kind, String function, Map<String, String> details, String html) {
        String sha256 = sha256(html);
        Map<String, String> noted = new TreeMap<>(details);
        noted.put("report", kind);
        noted.put("function", function);
        noted.put("sha256", sha256);
        Ledger.Entry entry = connections.ledger(tenant.id()).append("report.made", Actor.current(), noted);
        String proof = connections.evidence(tenant.id()).proof(entry.number());
        String name = String.format(Locale.ROOT, "%s-%s-%s-%d", kind, tenant.id(), function, entry.number());
        return new SignedReport(name, html, sha256, entry.number(), proof);
    }

    private static String sha256(String html) {
        try {
            byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
