package org.postern.recover;

import java.time.Clock;
import org.postern.connections.Connections;
import org.postern.recover.sync.TenantSync;
import org.postern.vault.Vault;

/// Assembles sync, restore and export over one vault and its tenants' connections; all that wiring needs to know.
public final class Recovery implements AutoCloseable {
    private static final String OWNER = "recover";
    private static final String MIGRATIONS = "org/postern/recover/migrations";

    private final TenantSync sync;

    private Recovery(TenantSync sync) {
        this.sync = sync;
    }

    /// Brings recover's tables up to date; the vault and the connections stay the caller's to close, after this.
    public static Recovery open(Vault vault, Connections connections, Clock clock, SyncLimits limits) {
        vault.database().migrate(OWNER, MIGRATIONS);
        return new Recovery(new TenantSync(vault, connections, clock, limits));
    }

    public MailSync sync() {
        return sync;
    }

    /// Waits for what runs.
    @Override
    public void close() {
        sync.close();
    }
}
