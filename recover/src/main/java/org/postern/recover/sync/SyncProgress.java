package org.postern.recover.sync;

import java.util.concurrent.atomic.AtomicLong;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;

/// Adds up what the mailboxes of one sync do, tells the caller, and passes on the caller's wish to stop.
///
/// Threads that write to the vault are never interrupted (an interrupt would close the vault's files under others), so
/// stopping is a flag that they look at between messages.
final class SyncProgress {
    private final Progress progress;
    private final long mailboxes;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean stopped;

    SyncProgress(Progress progress, long mailboxes) {
        this.progress = progress;
        this.mailboxes = mailboxes;
    }

    void stop() {
        stopped = true;
    }

    boolean stopping() {
        if (!stopped && progress.cancelled()) {
            stopped = true;
        }
        return stopped;
    }

    /// @throws RecoverException of kind `CANCELLED` when the work is to stop
    void check() {
        if (stopping()) {
            throw new RecoverException(
                    RecoverException.Kind.CANCELLED, "The sync was stopped; the next one goes on from there.");
        }
    }

    void stored(String mailbox, long size) {
        messages.incrementAndGet();
        bytes.addAndGet(size);
        report(mailbox);
    }

    void finished(String mailbox) {
        done.incrementAndGet();
        report(mailbox);
    }

    void report(String mailbox) {
        progress.report(
                new Progress.Step(Progress.Phase.SYNCING, done.get(), mailboxes, messages.get(), bytes.get(), mailbox));
    }
}
