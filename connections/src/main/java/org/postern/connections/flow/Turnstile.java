package org.postern.connections.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// Lets so many requests of a connection through at once, and of each mailbox what its [Lane] admits; who comes when
/// there is no place waits.
public final class Turnstile {
    private static final int LANES_KEPT = 10_000;

    private final int most;
    private final long origin = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Map<MailboxId, Lane> lanes = new HashMap<>();
    private int taken;

    /// @param most requests at once
    public Turnstile(int most) {
        this.most = most;
    }

    /// A place, given back once.
    public final class Place implements AutoCloseable {
        private final @Nullable MailboxId mailbox;
        private final long since;
        private boolean open = true;

        private Place(@Nullable MailboxId mailbox, long since) {
            this.mailbox = mailbox;
            this.since = since;
        }

        /// The mailbox took it well.
        public void succeeded() {
            with(Lane::succeeded);
        }

        /// The mailbox wants fewer at once, and to be left alone for a while.
        public void throttled(Duration wait) {
            with(lane -> lane.throttled(since, now(), wait));
        }

        private void with(java.util.function.Consumer<Lane> act) {
            lock.lock();
            try {
                if (mailbox != null) {
                    act.accept(lane(mailbox));
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (open) {
                    open = false;
                    taken--;
                    if (mailbox != null) {
                        lane(mailbox).release(1);
                    }
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits for a place.
    ///
    /// @param mailbox whose lane it counts against; null for none
    public Place enter(@Nullable MailboxId mailbox) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!admits(mailbox)) {
                long pause = mailbox == null ? 0 : lane(mailbox).pausedUntil() - now();
                changed.awaitNanos(pause > 0 ? pause : Duration.ofMinutes(1).toNanos());
            }
            taken++;
            if (mailbox != null) {
                lane(mailbox).take(1);
            }
            return new Place(mailbox, now());
        } finally {
            lock.unlock();
        }
    }

    private boolean admits(@Nullable MailboxId mailbox) {
        return taken < most && (mailbox == null || lane(mailbox).admits(0, now()));
    }

    private Lane lane(MailboxId mailbox) {
        if (lanes.size() > LANES_KEPT) {
            long now = now();
            lanes.values().removeIf(lane -> lane.idle(now));
        }
        return lanes.computeIfAbsent(mailbox, _ -> new Lane());
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
