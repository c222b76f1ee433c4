package org.postern.recover;

import java.io.OutputStream;
import java.time.Clock;
import org.postern.connections.Connections;
import org.postern.connections.WriteMandate;
import org.postern.recover.export.MailExport;
import org.postern.recover.restore.MailRestore;
import org.postern.recover.restore.RestoredItems;
import org.postern.recover.sync.TenantSync;
import org.postern.recover.verify.MailReverify;
import org.postern.vault.Vault;

/// Assembles sync, restore and export over one vault and its tenants' connections; all that wiring needs to know.
public final class Recovery implements AutoCloseable {
    private static final String OWNER = "recover";
    private static final String MIGRATIONS = "org/postern/recover/migrations";

    private final OwnThread threads = new OwnThread();
    private final TenantSync sync;
    private final MailRestore mailRestore;
    private final MailExport mailExport;
    private final MailReverify mailReverify;

    private Recovery(Vault vault, Connections connections, Clock clock, SyncLimits limits) {
        sync = new TenantSync(vault, connections, clock, limits);
        mailRestore = new MailRestore(vault, connections, sync, clock);
        mailExport = new MailExport(vault);
        mailReverify = new MailReverify(vault, connections, new RestoredItems(vault.database()));
    }

    /// Brings recover's tables up to date; the vault and the connections stay the caller's to close, after this.
    public static Recovery open(Vault vault, Connections connections, Clock clock, SyncLimits limits) {
        vault.database().migrate(OWNER, MIGRATIONS);
        return new Recovery(vault, connections, clock, limits);
    }

    public MailSync sync() {
        return sync;
    }

    public Restore restore() {
        return new Restore() {
            @Override
            public RestorePlan plan(RestoreRequest request, Progress progress) {
                return threads.run(progress, stoppable -> mailRestore.plan(request, stoppable));
            }

            @Override
            public RestoreReport restore(RestoreRequest request, WriteMandate mandate, Progress progress) {
                return threads.run(progress, stoppable -> mailRestore.restore(request, mandate, stoppable));
            }
        };
    }

    public Reverification reverification() {
        return (request, progress) -> threads.run(progress, stoppable -> mailReverify.run(request, stoppable));
    }

    public Export export() {
        return new Export() {
            @Override
            public ExportReport zip(ExportRequest request, OutputStream out, Progress progress) {
                return threads.run(progress, stoppable -> mailExport.zip(request, out, stoppable));
            }

            @Override
            public ExportReport mbox(ExportRequest request, OutputStream out, Progress progress) {
                return threads.run(progress, stoppable -> mailExport.mbox(request, out, stoppable));
            }
        };
    }

    /// Waits for what runs.
    @Override
    public void close() {
        threads.close();
        mailRestore.close();
        sync.close();
    }
}
