package org.postern.connections;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a key's replacement did, step by step, and what is left to do; keeps nothing secret.
///
/// @param id of this replacement
/// @param step how far it is, in a word of the module's own
/// @param oldKey SHA-256 of its certificate, upper-case hex; so is `newKey`, null while there is none
/// @param waitingFor what keeps it from going on, in plain words; null when nothing does
/// @param wayOut who must do what; null when nothing
/// @param until when it goes on by itself; null when it does not
/// @param script what the customer's administrator runs; null when nothing is left to him
/// @param removed keys taken from the application
/// @param left keys on the application that are not ours, or could not be removed
/// @param keysListed whether the application's keys could be read at its end
/// @param mailFlow how every function of the tenant worked meanwhile
/// @param signIns what the tenant's log tells of the old key; null where it was not to be read, or not yet
/// @param requests HTTP requests that it took, probes included
public record RollReport(
        String id,
        String tenant,
        String function,
        Outcome outcome,
        String reason,
        String because,
        String step,
        Instant begunAt,
        @Nullable Instant endedAt,
        String oldKey,
        @Nullable String newKey,
        @Nullable String waitingFor,
        @Nullable String wayOut,
        @Nullable Instant until,
        @Nullable CustomerScript script,
        List<Event> events,
        List<RemoteKey> removed,
        List<RemoteKey> left,
        boolean keysListed,
        List<Flow> mailFlow,
        @Nullable SignInCheck signIns,
        long requests) {
    public enum Outcome {
        DONE,
        /// Had been done for the same reason before.
        DONE_BEFORE,
        /// Done, but keys that are not ours may be on the application still.
        DONE_WITH_LEFTOVERS,
        /// Goes on by itself, or when it is run again.
        WAITING,
        /// A person must do something first; run it again then.
        STOPPED
    }

    public record Event(Instant at, String step, String text) {}

    /// Replaces all keys of the application by the new certificate.
    public record CustomerScript(String powerShell, String azureCli) {}

    /// One look at one function: did it have a token, did a request work.
    public record Sample(Instant at, String function, boolean token, boolean request, String detail) {}

    /// A time in which a function was not seen to work: from the last good look to the next.
    public record Gap(Instant from, @Nullable Instant until, long milliseconds, String detail) {}

    /// How one function worked during the replacement.
    ///
    /// @param longestGapMilliseconds 0 when every look was good
    /// @param longestBetweenLooksMilliseconds a shorter gap could have gone unseen
    public record Flow(
            String function,
            int looks,
            int failures,
            long longestGapMilliseconds,
            long longestBetweenLooksMilliseconds,
            List<Gap> gaps,
            List<Sample> samples) {}

    public boolean done() {
        return switch (outcome) {
            case DONE, DONE_BEFORE, DONE_WITH_LEFTOVERS -> true;
            case WAITING, STOPPED -> false;
        };
    }
}
