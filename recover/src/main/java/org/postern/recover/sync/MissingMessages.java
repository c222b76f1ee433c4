package org.postern.recover.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.recover.sync.MissingTable.Retry;
import org.postern.vault.MessageVersion;

/// Decides which messages that could not be had are asked for again in a round: each after a wait that grows from ten
/// minutes to a day, one that failed for good only when it has changed.
final class MissingMessages {
    static final int LIMIT = 10_000;
    private static final Duration WAIT_MIN = Duration.ofMinutes(10);
    private static final Duration WAIT_MAX = Duration.ofDays(1);
    private static final int WAIT_FACTOR = 3;
    private static final int EXPORTS_TRIED = 2;

    private final RoundContext round;
    private final MissingTable table;
    private final Map<ItemId, Retry> before;
    private final Map<ItemId, Retry> failed = new HashMap<>();
    private final Set<ItemId> had = new HashSet<>();

    MissingMessages(RoundContext round, MissingTable table) {
        this.round = round;
        this.table = table;
        this.before = table.read(round.tenant(), round.mailbox());
    }

    void failed(MessageState state, boolean permanent) {
        Retry earlier = before.get(state.id());
        int attempts = earlier != null && earlier.changeKey().equals(state.changeKey()) ? earlier.attempts() + 1 : 1;
        Instant dueAt = round.at().plus(wait(attempts));
        failed.put(state.id(), new Retry(state.id(), state.changeKey(), permanent, attempts, dueAt));
    }

    /// Whether it could not be had in an earlier round either, as it is now.
    boolean failedBefore(MessageState state) {
        Retry earlier = before.get(state.id());
        return earlier != null && earlier.changeKey().equals(state.changeKey());
    }

    /// The bytes are there, or the message is gone.
    void had(ItemId item) {
        failed.remove(item);
        if (before.containsKey(item)) {
            had.add(item);
        }
    }

    /// Those to ask for now.
    List<MessageState> due() {
        return now().stream().map(MessageVersion::state).filter(this::isDue).toList();
    }

    /// The messages that are missing in the vault at this moment.
    List<MessageVersion> now() {
        return round.vault().missing(round.tenant(), round.mailbox(), LIMIT);
    }

    void save() {
        if (!failed.isEmpty() || !had.isEmpty()) {
            table.write(round.tenant(), round.mailbox(), failed.values(), had);
        }
    }

    static Duration wait(int attempts) {
        Duration wait = WAIT_MIN;
        for (int i = 1; i < attempts && wait.compareTo(WAIT_MAX) < 0; i++) {
            wait = wait.multipliedBy(WAIT_FACTOR);
        }
        return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
    }

    private boolean isDue(MessageState state) {
        @Nullable Retry retry = before.get(state.id());
        if (failed.containsKey(state.id())) {
            return false;
        }
        if (retry == null || !retry.changeKey().equals(state.changeKey())) {
            return true;
        }
        // What failed for good may still be exported whole; that is tried twice.
        boolean hope = !retry.permanent() || (round.reader().exportsItems() && retry.attempts() <= EXPORTS_TRIED);
        return hope && !retry.dueAt().isAfter(round.at());
    }
}
