package org.postern.cli.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads that take tasks from a queue of bounded length: one more than there are processors, so that one may wait for
/// the disk.
///
/// The first failure that is no task's own ends them all, and is thrown to who hands out the tasks.
final class Crew<T> implements AutoCloseable {
    private static final int QUEUE = 500;
    private final BlockingQueue<Optional<T>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Supplier<Hand<T>> hands;

    /// What one thread of the crew works with.
    @FunctionalInterface
    interface Hand<T> extends AutoCloseable {
        void work(T task);

        /// There are no more tasks, and all went well.
        default void end() {}

        @Override
        default void close() {}
    }

    Crew(String name, Supplier<Hand<T>> hands) {
        this.hands = hands;
        int count = Runtime.getRuntime().availableProcessors() + 1;
        for (int i = 1; i <= count; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).daemon().unstarted(this::run));
        }
        threads.forEach(Thread::start);
    }

    void take(T task) throws InterruptedException {
        offer(Optional.of(task));
    }

    private void offer(Optional<T> task) throws InterruptedException {
        do {
            rethrow();
        } while (!queue.offer(task, 100, TimeUnit.MILLISECONDS));
    }

    /// Returns when all that was handed out is done.
    void finish() throws InterruptedException {
        offer(Optional.empty());
        for (Thread thread : threads) {
            thread.join();
        }
        rethrow();
    }

    private void rethrow() {
        Throwable cause = failure.get();
        if (cause instanceof RuntimeException known) {
            throw known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
    }

    private void run() {
        try (Hand<T> hand = hands.get()) {
            Optional<T> task = queue.take();
            while (task.isPresent() && failure.get() == null) {
                hand.work(task.get());
                task = queue.take();
            }
            queue.put(Optional.empty()); // For the next one.
            hand.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /// Ends the threads, whatever they are at, and returns when they have ended.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
