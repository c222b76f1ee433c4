package org.postern.vault.key;

import javax.crypto.spec.SecretKeySpec;
import org.postern.mail.TenantId;

/// The two keys of one tenant: objects are sealed under keys derived from `data`, and named under `naming`.
///
/// No record, so that no `toString` shows a key.
public final class TenantKeys {
    private final TenantId tenant;
    private final SecretKeySpec data;
    private final SecretKeySpec naming;

    public TenantKeys(TenantId tenant, byte[] data, byte[] naming) {
        this.tenant = tenant;
        this.data = new SecretKeySpec(data, "HmacSHA256");
        this.naming = new SecretKeySpec(naming, "HmacSHA256");
    }

    public TenantId tenant() {
        return tenant;
    }

    public SecretKeySpec data() {
        return data;
    }

    public SecretKeySpec naming() {
        return naming;
    }
}
