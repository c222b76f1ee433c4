package org.postern.console.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.console.mailbox.Finder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A tenant's ledger, to read and to verify.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/ledger")
public class LedgerApi {
    public record Entry(
            long number,
            Instant at,
            String kind,
            String actor,
            Map<String, String> details,
            String previous,
            String hash) {}

    /// `entries` when the chain is whole; else the first `number` that is wrong, and why.
    public record Verification(
            boolean whole,
            @Nullable Long entries,
            @Nullable Long number,
            @Nullable String reason) {}

    private final Finder finder;
    private final Connections connections;

    public LedgerApi(Finder finder, Connections connections) {
        this.finder = finder;
        this.connections = connections;
    }

    @GetMapping
    public Listing<Entry> read(
            @PathVariable String tenant,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = Input.LIMIT_DEFAULT) int limit) {
        Ledger ledger = connections.ledger(finder.tenant(tenant).id());
        List<Entry> entries = ledger.read(Math.max(after, 0), Input.limit(limit)).stream()
                .map(LedgerApi::entry)
                .toList();
        boolean full = entries.size() == limit;
        return new Listing<>(entries, full ? Long.toString(entries.getLast().number()) : null);
    }

    @GetMapping("/verification")
    public Verification verify(@PathVariable String tenant) {
        return switch (connections.ledger(finder.tenant(tenant).id()).verify()) {
            case Ledger.Verification.Whole(long entries) -> new Verification(true, entries, null, null);
            case Ledger.Verification.Broken(long number, String reason) ->
                new Verification(false, null, number, reason);
        };
    }

    private static Entry entry(Ledger.Entry entry) {
        return new Entry(
                entry.number(),
                entry.at(),
                entry.kind(),
                entry.actor(),
                entry.details(),
                entry.previous(),
                entry.hash());
    }
}
