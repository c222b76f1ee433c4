package org.postern.lab.graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Outlook's limits per application and mailbox: requests and upload in a window, and requests at one time.
public final class Throttle {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration UPLOAD_WINDOW = Duration.ofMinutes(5);
    private static final int CONCURRENCY_RETRY_SECONDS = 1;

    /// The limits; a limit of 0 is switched off.
    public record Limits(int requestsPerTenMinutes, int concurrentPerMailbox, long uploadBytesPerFiveMinutes) {
        /// As documented: 10,000 requests in 10 minutes, 4 at one time, 150 MB upload in 5 minutes.
        public static final Limits DOCUMENTED = new Limits(10_000, 4, 150L * 1024 * 1024);

        public static final Limits OFF = new Limits(0, 0, 0);
    }

    private record Key(UUID app, UUID mailbox) {}

    private static final class Use {
        private Instant windowEnds = Instant.MIN;
        private int requests;
        private Instant uploadEnds = Instant.MIN;
        private long uploaded;
        private int running;
    }

    private final Clock clock;
    private final Map<Key, Use> uses = new HashMap<>();
    private Limits limits;

    public Throttle(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    public synchronized void limits(Limits to) {
        limits = to;
    }

    public synchronized Limits limits() {
        return limits;
    }

    /// Takes up to `wanted` of the places for requests at one time; returns how many.
    synchronized int occupy(UUID app, UUID mailbox, int wanted) {
        Use use = use(app, mailbox);
        int max = limits.concurrentPerMailbox();
        int taken = max == 0 ? wanted : Math.clamp(max - use.running, 0, Math.min(max, wanted));
        use.running += taken;
        return taken;
    }

    synchronized void release(UUID app, UUID mailbox, int places) {
        use(app, mailbox).running -= places;
    }

    static GraphFailure overConcurrency() {
        return GraphFailure.of(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
                .with("Retry-After", Integer.toString(CONCURRENCY_RETRY_SECONDS));
    }

    /// Counts one request; refuses it when the window is used up.
    synchronized void count(UUID app, UUID mailbox) {
        Use use = use(app, mailbox);
        Instant now = clock.instant();
        if (now.isAfter(use.windowEnds)) {
            use.windowEnds = now.plus(WINDOW);
            use.requests = 0;
        }
        if (limits.requestsPerTenMinutes() > 0 && use.requests >= limits.requestsPerTenMinutes()) {
            throw over("RequestCount", now, use.windowEnds);
        }
        use.requests++;
    }

    /// Counts bytes sent to a mailbox; refuses them when the window is used up.
    synchronized void upload(UUID app, UUID mailbox, long bytes) {
        Use use = use(app, mailbox);
        Instant now = clock.instant();
        if (now.isAfter(use.uploadEnds)) {
            use.uploadEnds = now.plus(UPLOAD_WINDOW);
            use.uploaded = 0;
        }
        long max = limits.uploadBytesPerFiveMinutes();
        if (max > 0 && use.uploaded + bytes > max) {
            throw over("Upload", now, use.uploadEnds);
        }
        use.uploaded += bytes;
    }

    private static GraphFailure over(String what, Instant now, Instant until) {
        long seconds = Math.max(1, Duration.between(now, until).toSeconds());
        return GraphFailure.of(429, "ApplicationThrottled", "Application is over its " + what + " limit.")
                .with("Retry-After", Long.toString(seconds));
    }

    private Use use(UUID app, UUID mailbox) {
        return uses.computeIfAbsent(new Key(app, mailbox), _ -> new Use());
    }
}
