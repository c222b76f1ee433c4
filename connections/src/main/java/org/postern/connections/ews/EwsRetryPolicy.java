package org.postern.connections.ews;

import java.time.Duration;
import java.util.Optional;
import org.postern.connections.flow.BackOff;

/// Decides whether a request is sent again after an attempt, and when.
///
/// Exchange throttles in three guises (exchange.md §3): HTTP 503; HTTP 500 with a fault `ErrorServerBusy` and
/// `BackOffMilliseconds`; and HTTP 200 with that inside. Pure but for the jitter.
record EwsRetryPolicy(BackOff backOff, Duration patience) {
    private static final int TRIES = 6;

    sealed interface Decision {
        /// The attempt is what the caller gets, good or bad.
        record Deliver() implements Decision {}

        /// @param throttled whether the mailbox should be given fewer requests at once
        record Again(Duration delay, boolean throttled) implements Decision {}

        record GiveUp(String reason, boolean uncertain) implements Decision {}
    }

    /// @param repeatable whether doing it twice does it once
    /// @param tries how many attempts were made, this one included
    /// @param spent since it was asked for
    Decision decide(boolean repeatable, Attempt attempt, int tries, Duration spent) {
        return switch (attempt) {
            case Attempt.Answered(var statuses) -> {
                boolean noneDone = !statuses.isEmpty() && statuses.stream().allMatch(Status::passing);
                yield noneDone ? said(repeatable, statuses.getFirst(), tries, spent) : new Decision.Deliver();
            }
            case Attempt.Fault(int http, Status status) -> fault(repeatable, http, status, tries, spent);
            case Attempt.Refused refused -> refused(repeatable, refused, tries, spent);
            case Attempt.Unsent(String cause) -> passing(cause, tries, spent);
            case Attempt.Lost(String cause) ->
                repeatable ? passing(cause, tries, spent) : new Decision.GiveUp(cause, true);
        };
    }

    private Decision fault(boolean repeatable, int http, Status status, int tries, Duration spent) {
        boolean unnamed = status.code().isEmpty() && http >= 500;
        return status.passing() || unnamed ? said(repeatable, status, tries, spent) : new Decision.Deliver();
    }

    private Decision said(boolean repeatable, Status status, int tries, Duration spent) {
        if (status.busy()) {
            return throttled(status.asked(), status.summary(), tries, spent);
        }
        return repeatable ? passing(status.summary(), tries, spent) : new Decision.GiveUp(status.summary(), true);
    }

    private Decision refused(boolean repeatable, Attempt.Refused refused, int tries, Duration spent) {
        int status = refused.httpStatus();
        String summary = "HTTP " + status;
        if (status == 429 || status == 503) {
            return throttled(refused.asked(), summary, tries, spent);
        }
        if (status < 500 && status != 408) {
            return new Decision.Deliver();
        }
        return repeatable ? passing(summary, tries, spent) : new Decision.GiveUp(summary, true);
    }

    private Decision throttled(Optional<Duration> asked, String summary, int tries, Duration spent) {
        // "Back off for 0 ms" is said by overloaded servers too (exchange.md §6.8): it counts as saying nothing.
        Duration wait = asked.filter(Duration::isPositive).orElseGet(() -> backOff.after(tries));
        return spent.plus(wait).compareTo(patience) > 0
                ? new Decision.GiveUp(
                        "the server is throttling (" + summary + ") and asks to wait another " + wait.toSeconds()
                                + " s",
                        false)
                : new Decision.Again(wait, true);
    }

    private Decision passing(String cause, int tries, Duration spent) {
        Duration wait = backOff.after(tries);
        return tries >= TRIES || spent.plus(wait).compareTo(patience) > 0
                ? new Decision.GiveUp(cause, false)
                : new Decision.Again(wait, false);
    }
}
