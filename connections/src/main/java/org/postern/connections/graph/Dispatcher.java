package org.postern.connections.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.flow.Lane;
import org.postern.mail.MailboxId;

/// Gathers what many threads ask at the same time into batches, across mailboxes, and sends as the mailboxes allow.
///
/// A batch that is not full waits for more: the limits' few milliseconds, and while another request is under way half
/// as
/// long as answers take of late, but at most ten times those.
final class Dispatcher implements AutoCloseable {
    /// Takes a load to the service and says of each of its operations what became of it, at most once.
    interface Transport {
        Carrier.Carried carry(List<Pending> load, BiConsumer<Pending, RetryPolicy.Attempt> settle)
                throws InterruptedException;
    }

    private static final int LANES_KEPT = 10_000;
    private static final long BUSY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Transport carrier;
    private final RetryPolicy policy;
    private final int requestsInFlight;
    private final long coalesceNanos;
    private final long origin = System.nanoTime();
    private final AtomicLong successes = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashSet<Pending> queue = new LinkedHashSet<>();
    private final Map<MailboxId, Lane> lanes = new HashMap<>();
    private int inFlight;
    private long pausedUntil;
    private long answerNanos;
    private boolean closed;

    Dispatcher(Transport carrier, RetryPolicy policy, ConnectionLimits limits) {
        this.carrier = carrier;
        this.policy = policy;
        this.requestsInFlight = limits.requestsInFlight();
        this.coalesceNanos = limits.coalesce().toNanos();
        threads.execute(this::run);
    }

    /// An operation to be asked; its outcome goes to `taker`, which must not block.
    Pending prepare(Operation operation, Consumer<Pending.Outcome> taker) {
        return new Pending(operation, taker, now(), successes.get());
    }

    /// Asks for operations together.
    void enqueue(List<Pending> asked) {
        lock.lock();
        try {
            if (closed) {
                throw closing();
            }
            queue.addAll(asked);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                long now = now();
                List<Pending> load = inFlight < requestsInFlight && now >= pausedUntil ? pick(now) : List.of();
                long hold = load.isEmpty() ? sleepNanos(now) : holdNanos(load, now);
                if (hold > 0) {
                    changed.awaitNanos(hold);
                } else {
                    launch(load, now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Closing interrupts; nothing is left to do.
        } finally {
            lock.unlock();
        }
    }

    /// What may go now in one request, oldest first.
    private List<Pending> pick(long now) {
        List<Pending> load = new ArrayList<>(Carrier.BATCH_MOST);
        Map<MailboxId, Integer> counts = new HashMap<>();
        Iterator<Pending> each = queue.iterator();
        while (each.hasNext() && load.size() < Carrier.BATCH_MOST) {
            Pending pending = each.next();
            if (pending.cancelled()) {
                each.remove();
                continue;
            }
            if (pending.readyAt() > now || !admitted(pending, counts, now)) {
                continue;
            }
            if (!pending.travelsAlone()) {
                load.add(pending);
                count(pending, counts);
            } else if (load.isEmpty()) {
                return List.of(pending);
            }
        }
        return load;
    }

    private boolean admitted(Pending pending, Map<MailboxId, Integer> counts, long now) {
        MailboxId mailbox = pending.operation().mailbox();
        return mailbox == null || lane(mailbox).admits(counts.getOrDefault(mailbox, 0), now);
    }

    private static void count(Pending pending, Map<MailboxId, Integer> counts) {
        MailboxId mailbox = pending.operation().mailbox();
        if (mailbox != null) {
            counts.merge(mailbox, 1, Integer::sum);
        }
    }

    private Lane lane(MailboxId mailbox) {
        if (lanes.size() > LANES_KEPT) {
            long now = now();
            lanes.values().removeIf(lane -> lane.idle(now));
        }
        return lanes.computeIfAbsent(mailbox, _ -> new Lane());
    }

    /// How long this load should still wait for more; nothing when it is full.
    private long holdNanos(List<Pending> load, long now) {
        boolean full = load.size() == Carrier.BATCH_MOST || load.getFirst().travelsAlone();
        if (full) {
            return 0;
        }
        if (inFlight == 0) {
            return load.getFirst().readyAt() + coalesceNanos - now;
        }
        // What is left of busy mailboxes' places makes tiny batches: better to wait until they are free.
        if (load.stream().allMatch(this::mailboxBusy)) {
            return BUSY_NANOS; // Their requests' ends wake this thread sooner.
        }
        long usual = Math.clamp(answerNanos / 2, coalesceNanos, coalesceNanos * 10);
        return load.getFirst().readyAt() + usual - now;
    }

    private boolean mailboxBusy(Pending pending) {
        MailboxId mailbox = pending.operation().mailbox();
        return mailbox != null && lane(mailbox).busy();
    }

    /// How long nothing can change by itself: until the next retry or the end of a pause.
    private long sleepNanos(long now) {
        long earliest = Long.MAX_VALUE;
        for (Pending pending : queue) {
            MailboxId mailbox = pending.operation().mailbox();
            long lanePause = mailbox == null ? 0 : lane(mailbox).pausedUntil();
            long ready = Math.max(pending.readyAt(), Math.max(pausedUntil, lanePause));
            if (ready > now) {
                earliest = Math.min(earliest, ready);
            }
        }
        return earliest == Long.MAX_VALUE ? Duration.ofHours(1).toNanos() : earliest - now;
    }

    private void launch(List<Pending> load, long now) {
        Map<MailboxId, Integer> counts = new HashMap<>();
        for (Pending pending : load) {
            queue.remove(pending);
            pending.sent(now);
            count(pending, counts);
        }
        counts.forEach((mailbox, count) -> lane(mailbox).take(count));
        inFlight++;
        try {
            threads.execute(() -> carry(load, counts));
        } catch (RejectedExecutionException e) {
            queue.addAll(load); // Closing; they are told so there.
        }
    }

    private void carry(List<Pending> load, Map<MailboxId, Integer> counts) {
        LinkedHashSet<Pending> open = new LinkedHashSet<>(load);
        Duration pause = null;
        try {
            pause = carrier.carry(load, (pending, attempt) -> {
                        open.remove(pending);
                        settle(pending, attempt);
                    })
                    .pauseAll();
        } catch (ConnectionException e) {
            open.forEach(pending -> fail(pending, e));
        } catch (InterruptedException e) {
            open.forEach(pending -> fail(pending, brokenOff(pending, "the connection was closed", e)));
        } catch (RuntimeException e) {
            // A bug must not leave its callers waiting for ever: it is rethrown where they wait.
            open.forEach(pending -> fail(pending, brokenOff(pending, "the client failed unexpectedly: " + e, e)));
        } finally {
            release(counts, pause, load.getFirst().sentAt());
        }
    }

    private void release(Map<MailboxId, Integer> counts, @Nullable Duration pause, long sentAt) {
        lock.lock();
        try {
            inFlight--;
            answerNanos += (now() - sentAt - answerNanos) / 8;
            counts.forEach((mailbox, count) -> lane(mailbox).release(count));
            if (pause != null) {
                pausedUntil = Math.max(pausedUntil, now() + pause.toNanos());
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void settle(Pending pending, RetryPolicy.Attempt attempt) {
        Duration spent = Duration.ofNanos(now() - pending.askedAt());
        switch (policy.decide(pending.operation(), attempt, pending.tries(), spent)) {
            case RetryPolicy.Decision.Deliver(Reply reply) -> {
                successes.incrementAndGet();
                fared(pending);
                pending.give(new Pending.Outcome.Replied(reply));
            }
            case RetryPolicy.Decision.Again(Duration wait, boolean throttled) -> again(pending, wait, throttled);
            case RetryPolicy.Decision.GiveUp(String reason, boolean uncertain) ->
                fail(
                        pending,
                        new ConnectionException(
                                uncertain ? Kind.UNCERTAIN : Kind.RETRYABLE, givenUp(pending, reason, uncertain)));
        }
    }

    /// Nobody knows how far the service had come.
    private static ConnectionException brokenOff(Pending pending, String reason, Exception cause) {
        boolean uncertain = !pending.operation().repeatable();
        return new ConnectionException(
                uncertain ? Kind.UNCERTAIN : Kind.RETRYABLE, givenUp(pending, reason, uncertain), cause);
    }

    private static String givenUp(Pending pending, String reason, boolean uncertain) {
        String what = "Graph operation " + pending.operation().name() + " got no usable answer in " + pending.tries()
                + (pending.tries() == 1 ? " try: " : " tries: ") + reason + ". ";
        return what
                + (uncertain
                        ? "It may have been carried out or not: look in the mailbox before doing it again."
                        : "It can be asked again later; if this lasts, check the network and the service's health.");
    }

    private void fared(Pending pending) {
        MailboxId mailbox = pending.operation().mailbox();
        if (mailbox != null) {
            lock.lock();
            try {
                lane(mailbox).succeeded();
            } finally {
                lock.unlock();
            }
        }
    }

    private void again(Pending pending, Duration wait, boolean throttled) {
        lock.lock();
        try {
            long now = now();
            MailboxId mailbox = pending.operation().mailbox();
            if (throttled && mailbox != null) {
                lane(mailbox).throttled(pending.sentAt(), now, wait);
            }
            pending.again(now + wait.toNanos());
            if (!closed) {
                queue.add(pending);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        fail(pending, closing());
    }

    private void fail(Pending pending, ConnectionException cause) {
        boolean othersFared = successes.get() > pending.successesBefore();
        pending.give(new Pending.Outcome.Failed(cause, othersFared));
    }

    private static ConnectionException closing() {
        return new ConnectionException(Kind.RETRYABLE, "The connection was closed while it was being used.");
    }

    @Override
    public void close() {
        List<Pending> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(queue);
            queue.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
        threads.shutdownNow();
        left.forEach(pending -> fail(pending, closing()));
    }
}
