package org.postern.connections.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// One log's key and the request ids that come from it, opened when first needed and then kept.
///
/// Kept, unlike a connection's key, because opening is dear on purpose, and the ledgers of a thousand tenants are
/// signed
/// every few minutes.
final class LogSecrets {
    private final Path ledger;
    private final TenantId tenant;
    private final LogKeys keys;
    private final Clock clock;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable LogKey key;
    private volatile @Nullable RequestIds ids;

    LogSecrets(Path ledger, TenantId tenant, LogKeys keys, Clock clock) {
        this.ledger = ledger;
        this.tenant = tenant;
        this.keys = keys;
        this.clock = clock;
    }

    boolean isOpen() {
        return key != null;
    }

    LogKey key() {
        LogKey open = key;
        return open != null ? open : openKey();
    }

    private LogKey openKey() {
        opening.lock();
        try {
            LogKey open = key;
            if (open == null) {
                open = keys.open(ledger, tenant, clock);
                key = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    RequestIds requestIds() {
        RequestIds open = ids;
        return open != null ? open : openIds();
    }

    private RequestIds openIds() {
        opening.lock();
        try {
            RequestIds open = ids;
            if (open == null) {
                open = RequestIds.open(openKey(), LedgerTree.beside(ledger, ".requests"), clock);
                ids = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }
}
