package org.postern.connections.graph;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postern.connections.flow.BackOff;

/// Decides whether an operation is tried again after an answer or a fault, and when.
///
/// Pure but for the jitter: the caller owns clock and queue.
final class RetryPolicy {
    /// What became of one attempt.
    sealed interface Attempt {
        record Answered(Reply reply) implements Attempt {}

        /// A whole batch was answered in place of each of its operations.
        record BatchAnswered(Reply reply) implements Attempt {}

        /// No connection came about, so nothing was carried out.
        record Unsent(String cause) implements Attempt {}

        /// The request went out and its answer did not come, or not whole.
        record Lost(String cause) implements Attempt {}
    }

    /// What to do next.
    sealed interface Decision {
        /// The reply is for the caller, good or bad.
        record Deliver(Reply reply) implements Decision {}

        /// @param throttled whether the mailbox should be given fewer operations at once
        record Again(Duration delay, boolean throttled) implements Decision {}

        record GiveUp(String reason, boolean uncertain) implements Decision {}
    }

    /// 500s that stay as long as the item does (exchange.md §6.1, §6.2).
    private static final Set<String> ITEM_FAULTS = Set.of(
            "errormimecontentconversionfailed",
            "errorcorruptdata",
            "errorcontentconversionfailed",
            "errormimecontentinvalid",
            "errormimecontentinvalidbase64string",
            "erroritemcorrupt",
            "erroriteminvalid",
            "errormessagesizeexceeded",
            "erroritemnotfound");
    /// Throttling that some servers dress as another status.
    private static final Set<String> BUSY = Set.of(
            "applicationthrottled",
            "toomanyrequests",
            "errorserverbusy",
            "errortoomanyobjectsopened",
            "errorexceededconnectioncount",
            "mailboxconcurrency",
            "activitylimitreached");

    private static final int TRIES = 6;

    private final Duration patience;
    private final BackOff backOff;

    RetryPolicy(Duration base, Duration patience, RandomGenerator random) {
        this.patience = patience;
        this.backOff = new BackOff(base, random);
    }

    /// @param tries how many attempts were made, this one included
    /// @param spent since the operation was asked for
    Decision decide(Operation operation, Attempt attempt, int tries, Duration spent) {
        return switch (attempt) {
            case Attempt.Answered(Reply reply) -> answered(operation, reply, tries, spent);
            case Attempt.BatchAnswered(Reply reply) -> wholeBatch(answered(operation, reply, tries, spent));
            case Attempt.Unsent(String cause) -> passing(cause, tries, spent);
            case Attempt.Lost(String cause) ->
                operation.repeatable() ? passing(cause, tries, spent) : new Decision.GiveUp(cause, true);
        };
    }

    private Decision answered(Operation operation, Reply reply, int tries, Duration spent) {
        String code = reply.code().toLowerCase(java.util.Locale.ROOT);
        if (operation.wantsBytes() && reply.succeeded() && reply.bytes() == null) {
            return passing("Graph answered without the message's bytes", tries, spent);
        }
        if (reply.status() < 400 || ITEM_FAULTS.contains(code)) {
            return new Decision.Deliver(reply);
        }
        // A wait that the service names, or a 429, says that the request was turned away and not carried out.
        boolean turnedAway = reply.status() == 429
                || BUSY.contains(code)
                || (reply.status() == 503 && reply.waitAsked().isPresent());
        if (turnedAway) {
            return throttled(reply, tries, spent);
        }
        boolean passing = reply.status() >= 500 || reply.status() == 408 || reply.status() == 424;
        if (!passing) {
            return new Decision.Deliver(reply);
        }
        return operation.repeatable()
                ? passing(reply.summary(), tries, spent)
                : new Decision.GiveUp(reply.summary(), true);
    }

    /// The whole connection waits then, and this mailbox is given no fewer operations than others.
    private static Decision wholeBatch(Decision decision) {
        return decision instanceof Decision.Again again ? new Decision.Again(again.delay(), false) : decision;
    }

    private Decision throttled(Reply reply, int tries, Duration spent) {
        // A wait of 0 is asked by overloaded servers too (exchange.md §6.8): it counts as none.
        Duration wait = reply.waitAsked().filter(Duration::isPositive).orElseGet(() -> backOff.after(tries));
        return spent.plus(wait).compareTo(patience) > 0
                ? new Decision.GiveUp(
                        "the service is throttling (" + reply.summary() + ") and asks to wait another "
                                + wait.toSeconds() + " s",
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
