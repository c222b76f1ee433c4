package org.postern.cli.client;

import java.time.Duration;
import java.util.function.Consumer;

/// Follows jobs on the server to their end.
public final class Jobs {
    private static final Duration POLL_FIRST = Duration.ofMillis(40);
    private static final Duration POLL_SLOWEST = Duration.ofMillis(400);

    private final Api api;

    public Jobs(Api api) {
        this.api = api;
    }

    public Job get(String id) {
        return Job.of(api.get(ApiPath.of("jobs", id)));
    }

    /// Asks for the job, slower and slower, until it has ended; `each` sees every state on the way and the last.
    ///
    /// Asking is used and not the event stream, because it outlives a restart of the server.
    public Job await(Job job, Consumer<Job> each) {
        Duration pause = POLL_FIRST;
        Job now = job;
        each.accept(now);
        while (!now.state().isFinal()) {
            sleep(pause);
            pause = pause.multipliedBy(5).dividedBy(4);
            pause = pause.compareTo(POLL_SLOWEST) > 0 ? POLL_SLOWEST : pause;
            now = get(now.id());
            each.accept(now);
        }
        return now;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(
                    ExitCode.FAILED,
                    "Interrupted while the job went on.",
                    "It goes on at the server: \"postern job list\" shows it.",
                    e);
        }
    }
}
