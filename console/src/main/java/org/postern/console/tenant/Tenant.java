package org.postern.console.tenant;

import java.time.Instant;
import org.postern.mail.TenantId;

/// A customer organisation as people know it.
public record Tenant(TenantId id, String name, Instant createdAt) {
    public Tenant {
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A tenant's name has 1 to 200 printable characters.");
        }
    }
}
