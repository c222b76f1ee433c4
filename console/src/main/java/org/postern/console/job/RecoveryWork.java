package org.postern.console.job;

import java.nio.file.Path;
import org.postern.mail.TenantId;

/// Makes the work of restores and exports.
public interface RecoveryWork {
    JobWork restore(TenantId tenant, RestoreOrder order);

    /// Work that leaves one file in `place`.
    JobWork export(TenantId tenant, ExportOrder order, Path place);
}
