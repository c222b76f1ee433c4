package org.postern.connections.watch;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.postern.connections.Alarm.Kind;
import org.postern.connections.watch.OwnCalls.Outcome;

/// Says of one log entry whether it was us.
///
/// Pure but for the claims and addresses that it is given. Every token that we asked for is in the ledger, durably,
/// before the request went out; so an entry that the ledger does not know was not ours, however late it comes. What is
/// never taken for a theft: an entry without proof that the caller held a key, of which anyone can make any number.
final class Reconciler {
    /// Refusals that come after the credential was found good: the caller held the key.
    private static final Set<Integer> KEY_WAS_GOOD =
            Set.of(50057, 50105, 53000, 53003, 53004, 65001, 500011, 530031, 530032, 530035, 7000112);

    private final OwnCalls calls;
    private final Map<String, String> claims;
    private final Set<String> addresses;
    private final boolean pinned;

    /// @param claims which token claimed a request id; added to
    /// @param addresses those that are ours; added to unless they are pinned
    Reconciler(OwnCalls calls, Map<String, String> claims, Set<String> addresses, boolean pinned) {
        this.calls = calls;
        this.claims = claims;
        this.addresses = addresses;
        this.pinned = pinned;
    }

    /// One application's keys that are or were ours.
    ///
    /// @param canary whether nobody, we neither, ever uses it
    record Application(String clientId, Set<String> thumbprints, boolean canary) {}

    sealed interface Finding {
        record Ours() implements Finding {}

        /// Refused, and without proof that the caller held a key.
        record Attempt() implements Finding {}

        record Foreign(Set<Kind> kinds) implements Finding {}
    }

    Finding judge(SignInRecord entry, Application application) {
        if (!entry.succeeded() && !KEY_WAS_GOOD.contains(entry.errorCode())) {
            return isOurs(entry) ? new Finding.Ours() : new Finding.Attempt();
        }
        if (application.canary()) {
            return foreign(entry, EnumSet.of(Kind.CANARY));
        }
        boolean ourKey =
                entry.thumbprint().isEmpty() || application.thumbprints().contains(entry.thumbprint());
        if (!isOurs(entry) || !ourKey) {
            return foreign(entry, EnumSet.of(ourKey ? Kind.FOREIGN_USE : Kind.FOREIGN_KEY));
        }
        if (entry.address().isEmpty() || addresses.contains(entry.address())) {
            return new Finding.Ours();
        }
        if (pinned) {
            return new Finding.Foreign(EnumSet.of(Kind.FOREIGN_ADDRESS));
        }
        addresses.add(entry.address());
        return new Finding.Ours();
    }

    private boolean isOurs(SignInRecord entry) {
        if (!entry.tokenId().isEmpty() && calls.received(entry.tokenId())) {
            return true;
        }
        if (entry.requestId().isEmpty()) {
            return false;
        }
        // One request gets one answer: whoever sends an id of ours again gets another, and it shows.
        boolean open = calls.asked(entry.requestId())
                .filter(asked -> asked.outcome() == Outcome.UNKNOWN
                        || (asked.outcome() == Outcome.REFUSED && !entry.succeeded()))
                .isPresent();
        return open
                && claims.merge(entry.requestId(), claim(entry), (old, _) -> old)
                        .equals(claim(entry));
    }

    private static String claim(SignInRecord entry) {
        return entry.tokenId().isEmpty() ? entry.id() : entry.tokenId();
    }

    private Finding foreign(SignInRecord entry, EnumSet<Kind> kinds) {
        if (!entry.address().isEmpty() && !addresses.isEmpty() && !addresses.contains(entry.address())) {
            kinds.add(Kind.FOREIGN_ADDRESS);
        }
        if (!calls.busy(entry.at())) {
            kinds.add(Kind.OFF_SCHEDULE);
        }
        return new Finding.Foreign(kinds);
    }

    /// A request that carries an id of ours was ours if its token or its address is, too: ids can be read and sent
    /// again.
    Finding judge(ActivityRecord entry, boolean canaryMailbox) {
        if (canaryMailbox) {
            return new Finding.Foreign(EnumSet.of(Kind.CANARY));
        }
        boolean ourToken = calls.received(entry.tokenId());
        boolean ourAddress = entry.address().isEmpty() || addresses.contains(entry.address());
        boolean alike = ourToken || ourAddress || entry.tokenId().isEmpty();
        if ((ourToken && ourAddress) || (alike && calls.sent(entry.requestId(), entry.at()))) {
            return new Finding.Ours();
        }
        EnumSet<Kind> kinds = EnumSet.of(Kind.FOREIGN_USE);
        if (!ourAddress) {
            kinds.add(Kind.FOREIGN_ADDRESS);
        }
        if (!calls.busy(entry.at())) {
            kinds.add(Kind.OFF_SCHEDULE);
        }
        return new Finding.Foreign(kinds);
    }
}
