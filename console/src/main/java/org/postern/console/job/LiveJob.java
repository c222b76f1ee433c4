package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Warrant;

/// A job that is queued or running in this process: its latest state, and whether it was asked to stop.
final class LiveJob implements JobWork.Handle {
    private static final Duration SAVE_EVERY = Duration.ofSeconds(2);

    private final Clock clock;
    private final JobTable table;
    private final Warrant warrant;
    private Job job;
    private long revision;
    private Instant savedAt;
    private JobState stopAs = JobState.SUCCEEDED;
    private @Nullable Thread thread;

    LiveJob(Job job, Warrant warrant, JobTable table, Clock clock) {
        this.job = job;
        this.warrant = warrant;
        this.table = table;
        this.clock = clock;
        this.savedAt = clock.instant();
    }

    synchronized Job job() {
        return job;
    }

    @Override
    public String jobId() {
        return job().id();
    }

    @Override
    public Warrant warrant() {
        return warrant;
    }

    /// Lets [#stop] interrupt the calling thread from now on.
    synchronized void attach() {
        thread = Thread.currentThread();
    }

    /// Notes that the work begins; false when it was stopped before.
    synchronized boolean begin() {
        if (cancelled()) {
            return false;
        }
        change(job.running(clock.instant()));
        table.update(job);
        return true;
    }

    @Override
    public synchronized void progress(JobWork.Step step) {
        Instant now = clock.instant();
        change(job.at(progress(step, now)));
        if (Duration.between(savedAt, now).compareTo(SAVE_EVERY) >= 0) {
            savedAt = now;
            table.update(job);
        }
    }

    private JobProgress progress(JobWork.Step step, Instant now) {
        Instant started = job.startedAt() == null ? now : job.startedAt();
        double seconds = Math.max(Duration.between(started, now).toMillis(), 1) / 1000.0;
        boolean known = step.done() > 0 && step.done() <= step.total() && seconds >= 1;
        Long left = known ? Math.round(seconds * (step.total() - step.done()) / step.done()) : null;
        return new JobProgress(
                step.phase(),
                step.done(),
                step.total() < 0 ? null : Long.valueOf(step.total()),
                step.messages(),
                step.bytes(),
                step.current(),
                Math.round(step.messages() / seconds * 10) / 10.0,
                left);
    }

    @Override
    public synchronized boolean cancelled() {
        return stopAs != JobState.SUCCEEDED;
    }

    /// Asks the work to stop, to end as `as`; the first who asks decides.
    synchronized void stop(JobState as) {
        if (cancelled() || job.state().isFinal()) {
            return;
        }
        stopAs = as;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized JobState stopAs() {
        return stopAs;
    }

    /// No interrupt reaches the thread after this.
    synchronized void detach() {
        thread = null;
    }

    synchronized void end(Job ended) {
        table.update(ended);
        change(ended);
    }

    private void change(Job next) {
        job = next;
        revision++;
        notifyAll();
    }

    synchronized long revision() {
        return revision;
    }

    /// Waits until something changed since `seen`, at most `limit`.
    synchronized void awaitChange(long seen, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (revision == seen && !job.state().isFinal()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
