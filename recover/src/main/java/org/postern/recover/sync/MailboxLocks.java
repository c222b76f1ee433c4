package org.postern.recover.sync;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// Lets one sync at a time work on a mailbox; grows with the number of mailboxes, a few dozen bytes each.
final class MailboxLocks {
    private final ConcurrentHashMap<Key, Semaphore> locks = new ConcurrentHashMap<>();

    private record Key(TenantId tenant, MailboxId mailbox) {}

    boolean tryAcquire(TenantId tenant, MailboxId mailbox) {
        return lock(tenant, mailbox).tryAcquire();
    }

    void acquire(TenantId tenant, MailboxId mailbox) {
        lock(tenant, mailbox).acquireUninterruptibly();
    }

    void release(TenantId tenant, MailboxId mailbox) {
        lock(tenant, mailbox).release();
    }

    boolean held(TenantId tenant, MailboxId mailbox) {
        return lock(tenant, mailbox).availablePermits() == 0;
    }

    private Semaphore lock(TenantId tenant, MailboxId mailbox) {
        return locks.computeIfAbsent(new Key(tenant, mailbox), _ -> new Semaphore(1));
    }
}
