package org.postern.connections.flow;

import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// Keeps what was learned of the mailboxes that were used last, for any number of threads.
public final class MailboxMemory<T> {
    private static final int KEPT = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<MailboxId, T> kept = new LinkedHashMap<>(64, 0.75f, true);

    /// What is kept of a mailbox, learned first where nothing is; two threads may learn the same at once.
    public T of(MailboxId mailbox, Function<MailboxId, T> learn) {
        T held = held(mailbox);
        return held == null ? learn.apply(mailbox) : held;
    }

    private @Nullable T held(MailboxId mailbox) {
        lock.lock();
        try {
            return kept.get(mailbox);
        } finally {
            lock.unlock();
        }
    }

    public void keep(MailboxId mailbox, T learned) {
        lock.lock();
        try {
            kept.put(mailbox, learned);
            if (kept.size() > KEPT) {
                kept.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }
}
