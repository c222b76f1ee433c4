package org.postern.console.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.console.mailbox.Finder;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.mail.TenantId;
import org.postern.vault.IndexStatus;
import org.postern.vault.Vault;
import org.postern.vault.VaultStats;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The tenants of this server.
@RestController
@RequestMapping("/api/v1/tenants")
public class TenantApi {
    /// A tenant in a list.
    public record Entry(String id, String name, Instant createdAt) {}

    /// A tenant with what is held of it and how far search is; `requests` counts HTTP requests to its mail service
    /// since the server started; `ledger` is null where none was begun.
    public record Details(
            String id,
            String name,
            Instant createdAt,
            long mailboxes,
            long messages,
            VaultStats stats,
            IndexStatus index,
            long requests,
            LedgerApi.@Nullable Standing ledger) {}

    public record NewTenant(@Nullable String id, @Nullable String name) {}

    private final TenantDirectory tenants;
    private final Finder finder;
    private final Vault vault;
    private final Connections connections;

    public TenantApi(TenantDirectory tenants, Finder finder, Vault vault, Connections connections) {
        this.tenants = tenants;
        this.finder = finder;
        this.vault = vault;
        this.connections = connections;
    }

    @GetMapping
    public Listing<Entry> list() {
        List<Entry> all = tenants.list().stream().map(TenantApi::entry).toList();
        return Listing.whole(all);
    }

    @PostMapping
    public ResponseEntity<Entry> add(@RequestBody NewTenant body) {
        TenantId id = Input.parse("id", Input.required("id", body.id(), 63), TenantId::new);
        String name = body.name() == null || body.name().isBlank() ? id.value() : body.name();
        String usable = Input.parse("name", name.strip(), text -> new Tenant(id, text, Instant.EPOCH).name());
        return ResponseEntity.status(HttpStatus.CREATED).body(entry(tenants.add(id, usable)));
    }

    @GetMapping("/{tenant}")
    public Details show(@PathVariable String tenant) {
        Tenant found = finder.tenant(tenant);
        VaultStats stats = vault.stats(found.id());
        return new Details(
                found.id().value(),
                found.name(),
                found.createdAt(),
                stats.mailboxes(),
                stats.messages(),
                stats,
                vault.indexStatus(found.id()),
                connections.requests(found.id()),
                ledger(found.id()));
    }

    /// What is wrong with one tenant's ledger hides nothing else of it.
    private LedgerApi.@Nullable Standing ledger(TenantId tenant) {
        try {
            return LedgerApi.Standing.of(connections.evidence(tenant));
        } catch (ConnectionException e) {
            return null;
        }
    }

    private static Entry entry(Tenant tenant) {
        return new Entry(tenant.id().value(), tenant.name(), tenant.createdAt());
    }
}
