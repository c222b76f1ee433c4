package org.postern.recover;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ChangeNotices.Ended;
import org.postern.connections.ChangeNotices.Listener;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// Listens to one mailbox, and syncs those of its folders that notices name: one thread for each.
///
/// The one that listens may be interrupted; the one that syncs looks at a flag, as all who write to the vault do.
final class Ear implements Listener {
    private static final System.Logger LOG = System.getLogger(Ear.class.getName());
    /// A connection that ends sooner was none.
    private static final Duration LIFE_LEAST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 20;

    /// One connection's life of listening.
    interface Listening {
        Ended listen(Listener listener) throws InterruptedException;
    }

    private final MailSync sync;
    private final TenantId tenant;
    private final MailboxId mailbox;
    private final Listening listening;
    private final LiveLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<FolderId> folders = new HashSet<>();
    private boolean all;
    private boolean begunBefore;
    private int failures;
    private @Nullable Future<?> listener;
    private volatile boolean stopped;
    private volatile boolean hearing;
    private volatile String trouble = "";

    Ear(MailSync sync, TenantId tenant, MailboxId mailbox, Listening listening, LiveLimits limits) {
        this.sync = sync;
        this.tenant = tenant;
        this.mailbox = mailbox;
        this.listening = listening;
        this.limits = limits;
    }

    void start(ExecutorService threads) {
        listener = threads.submit(this::listen);
        var _ = threads.submit(this::follow);
    }

    boolean hearing() {
        return hearing;
    }

    /// Why it hears nothing; empty when it does, or has not tried yet.
    String trouble() {
        return trouble;
    }

    void stop() {
        stopped = true;
        Future<?> running = listener;
        if (running != null) {
            running.cancel(true);
        }
        signal(() -> {});
    }

    private void listen() {
        try {
            while (!stopped) {
                long start = System.nanoTime();
                Ended ended = listening.listen(this);
                hearing = false;
                Thread.sleep(pause(ended, Duration.ofNanos(System.nanoTime() - start)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            trouble = "a fault in Postern (" + bug.getClass().getSimpleName() + "); see the log";
            LOG.log(System.Logger.Level.ERROR, "Listening to mailbox " + mailbox + " failed", bug);
        } finally {
            hearing = false;
        }
    }

    /// How long to wait before listening again.
    private Duration pause(Ended ended, Duration lived) {
        failures = lived.compareTo(LIFE_LEAST) >= 0 ? 1 : failures + 1;
        return switch (ended) {
            case Ended.TimeOver() -> failures == 1 ? Duration.ZERO : doubled(limits.retry());
            case Ended.Lost(String reason) -> {
                trouble = reason;
                yield doubled(limits.retry());
            }
            case Ended.Refused(String reason) -> {
                trouble = reason;
                yield doubled(limits.later());
            }
        };
    }

    private Duration doubled(Duration first) {
        Duration wait = first;
        for (int i = 1; i < Math.min(failures, DOUBLINGS) && wait.compareTo(limits.retryMost()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(limits.retryMost()) < 0 ? wait : limits.retryMost();
    }

    /// Who listens again syncs all once: nothing tells what happened in between. What happened before the first time
    /// the schedule sees to.
    @Override
    public void begun() {
        hearing = true;
        trouble = "";
        signal(() -> {
            all |= begunBefore;
            begunBefore = true;
        });
    }

    @Override
    public void changed(Set<FolderId> where) {
        signal(() -> folders.addAll(where));
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        try {
            while (awaitChange()) {
                waitOut(limits.gather());
                Set<FolderId> named = take();
                if (!stopped) {
                    sync(named);
                    waitOut(limits.pause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped && !all && folders.isEmpty()) {
                changed.await();
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void waitOut(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What to sync; empty for all folders.
    private Set<FolderId> take() {
        lock.lock();
        try {
            Set<FolderId> named = all ? Set.of() : Set.copyOf(folders);
            all = false;
            folders.clear();
            return named;
        } finally {
            lock.unlock();
        }
    }

    /// What goes wrong is noted with the mailbox, and the schedule tries again.
    private void sync(Set<FolderId> named) {
        try {
            sync.syncMailbox(tenant, mailbox, named, new UntilStopped());
        } catch (RecoverException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "The sync of mailbox " + mailbox + " after a notice failed", bug);
        }
    }

    private final class UntilStopped implements Progress {
        @Override
        public void report(Step step) {}

        @Override
        public boolean cancelled() {
            return stopped;
        }
    }
}
