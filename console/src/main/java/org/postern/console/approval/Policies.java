package org.postern.console.approval;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.postern.console.access.OwnedFile;
import org.postern.mail.TenantId;
import tools.jackson.databind.json.JsonMapper;

/// Every tenant's policy on two persons; off where none was set.
public final class Policies {
    record Kept(Map<String, TwoPersonPolicy> tenants) {}

    private final OwnedFile file;
    private final JsonMapper json = JsonMapper.shared();
    private Map<String, TwoPersonPolicy> tenants;

    public Policies(Path file) {
        this.file = new OwnedFile(file);
        this.tenants = this.file
                .read()
                .map(bytes -> json.readValue(bytes, Kept.class).tenants())
                .orElseGet(Map::of);
    }

    public synchronized TwoPersonPolicy of(TenantId tenant) {
        return tenants.getOrDefault(tenant.value(), TwoPersonPolicy.OFF);
    }

    /// Whether any tenant's asks for a second person.
    public synchronized boolean any() {
        return tenants.values().stream().anyMatch(TwoPersonPolicy::asks);
    }

    public synchronized void set(TenantId tenant, TwoPersonPolicy policy) {
        Map<String, TwoPersonPolicy> next = new TreeMap<>(tenants);
        next.put(tenant.value(), policy);
        file.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Kept(next)));
        tenants = next;
    }
}
