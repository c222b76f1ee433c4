package org.postern.console.tenant;

import java.time.Instant;
import org.postern.mail.TenantId;

/// A customer organisation as people know it.
public record Tenant(TenantId id, String name, Instant createdAt) {
    /// Stands for no tenant but for all: the jobs that work on several are listed under it.
    public static final TenantId SEVERAL = new TenantId("several-tenants");

    public Tenant {
        if (id.equals(SEVERAL)) {
            throw new IllegalArgumentException("The tenant id " + SEVERAL + " is taken: choose another.");
        }
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A tenant's name has 1 to 200 printable characters.");
        }
    }
}
