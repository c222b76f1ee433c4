package org.postern.recover;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Runs restores and exports in a thread of their own, so that interrupting their caller stops them between messages:
/// an interrupt in the middle of a read would close the vault's files under everyone.
final class OwnThread implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    <T> T run(Progress progress, Function<Progress, T> work) {
        Stoppable stoppable = new Stoppable(progress);
        Future<T> running = threads.submit(() -> work.apply(stoppable));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stoppable.stopped = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.close();
    }

    private static final class Stoppable implements Progress {
        private final Progress progress;
        private volatile boolean stopped;

        Stoppable(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void report(Step step) {
            progress.report(step);
        }

        @Override
        public boolean cancelled() {
            return stopped || progress.cancelled();
        }
    }
}
