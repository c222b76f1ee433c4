package org.postern.recover.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.connections.MailReader.Exported;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.recover.stream.Carrier;

/// Keeps messages that their service cannot give as MIME as its own streams, where it exports those.
///
/// Only what failed for good, or more than once: the bytes of a message are better than a stream.
final class Unreadable {
    /// A stream is no smaller than the message.
    private static final Set<String> TOO_LARGE = Set.of("PosternMessageTooLarge", "ErrorMessageSizeExceeded");

    private final RoundContext round;
    private final MissingMessages missing;
    private final Intake intake;
    private final Map<ItemId, Message> waiting = new LinkedHashMap<>();

    Unreadable(RoundContext round, MissingMessages missing, Intake intake) {
        this.round = round;
        this.missing = missing;
        this.intake = intake;
    }

    private record Message(MessageState state, Fetched.Failed failed) {}

    /// @return whether it is asked for as a stream with the rest of its chunk
    boolean takes(MessageState state, Fetched.Failed failed) {
        boolean taken = round.reader().exportsItems()
                && !TOO_LARGE.contains(failed.code())
                && (failed.permanent() || missing.failedBefore(state));
        if (taken) {
            waiting.put(state.id(), new Message(state, failed));
        }
        return taken;
    }

    /// Exports those that wait; what cannot be exported either is missing for the reason it had before.
    void takeRest() {
        if (waiting.isEmpty()) {
            return;
        }
        round.reader().exportItems(round.mailbox(), List.copyOf(waiting.keySet()), exported -> {
            round.progress().check();
            Message message = waiting.remove(exported.id());
            if (message != null) {
                take(message, exported);
            }
        });
        List.copyOf(waiting.values()).forEach(left -> intake.miss(left.state(), left.failed()));
        waiting.clear();
    }

    private void take(Message message, Exported exported) {
        switch (exported) {
            case Exported.Stream(var _, var gist, var stream) ->
                intake.store(
                        Carrier.noted(message.state()), Carrier.write(gist, Intake.reason(message.failed()), stream));
            case Exported.Gone(var id) -> intake.remove(id);
            case Exported.Failed _ -> intake.miss(message.state(), message.failed());
        }
    }
}
