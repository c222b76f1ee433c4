package org.postern.console.job;

import java.nio.file.Path;
import java.time.Clock;
import org.postern.connections.Connections;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxSelection;
import org.postern.recover.Recovery;
import org.postern.recover.ReverifyRequest;
import org.postern.vault.Vault;

/// Makes the work of jobs out of what `recover` can do.
public final class RecoveryWork {
    private final Recovery recovery;
    private final Vault vault;
    private final Connections connections;
    private final Clock clock;

    public RecoveryWork(Recovery recovery, Vault vault, Connections connections, Clock clock) {
        this.recovery = recovery;
        this.vault = vault;
        this.connections = connections;
        this.clock = clock;
    }

    JobWork sync(TenantId tenant, MailboxSelection selection) {
        return new SyncWork(recovery.sync(), vault, connections, tenant, selection);
    }

    JobWork restore(TenantId tenant, RestoreOrder order) {
        return new RestoreWork(recovery.restore(), vault, connections, tenant, order);
    }

    JobWork reverify(ReverifyRequest request) {
        return new ReverifyWork(recovery.reverification(), request, clock);
    }

    /// Work that leaves one file in `place`.
    JobWork export(TenantId tenant, ExportOrder order, Path place) {
        return new ExportWork(recovery.export(), vault, tenant, order, place, clock);
    }
}
