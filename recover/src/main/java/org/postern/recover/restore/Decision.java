package org.postern.recover.restore;

import java.util.Optional;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.recover.RestoreRequest.Conflict;
import org.postern.vault.MessageVersion;

/// What to do with one message, given what the target has of it. Pure, so that every policy is a row of a test.
sealed interface Decision {
    record Create() implements Decision {}

    /// Create, then delete this one.
    record Replace(ItemId other) implements Decision {}

    /// Move this one to the target folder, and set its marks.
    record MoveBack(ItemId there, boolean marksDiffer) implements Decision {}

    record Mark(ItemId there) implements Decision {}

    record LeaveThere(ItemId there) implements Decision {}

    record LeaveElsewhere(ItemId there) implements Decision {}

    /// What the target has of a message.
    ///
    /// @param here the message that stands for it in the target folder
    /// @param elsewhere the message that stands for it in another folder
    /// @param deleted whether `elsewhere` is in Deleted Items, and the target folder is not
    /// @param sameBytes whether the one found has the bytes wanted
    /// @param copied whether an earlier restore made a copy that is still in the target
    /// @param unfinished whether the one found was created by a run that broke off, perhaps before it was marked
    record Found(
            Optional<MessageVersion> here,
            Optional<MessageVersion> elsewhere,
            boolean deleted,
            boolean sameBytes,
            boolean copied,
            boolean unfinished) {}

    static Decision decide(MessageState wanted, Found found, Conflict conflict) {
        if (found.here().isPresent()) {
            MessageState here = found.here().get().state();
            return here(wanted, here, found, conflict);
        }
        if (found.elsewhere().isPresent()) {
            return elsewhere(wanted, found.elsewhere().get().state(), found, conflict);
        }
        return new Create();
    }

    private static Decision here(MessageState wanted, MessageState here, Found found, Conflict conflict) {
        boolean marked = sameMarks(wanted, here);
        return switch (conflict) {
            case COPY -> found.copied() ? leave(here, marked, found) : new Create();
            case SKIP -> leave(here, marked, found);
            case REPLACE -> {
                if (!found.sameBytes()) {
                    yield new Replace(here.id());
                }
                yield marked ? new LeaveThere(here.id()) : new Mark(here.id());
            }
        };
    }

    private static Decision leave(MessageState here, boolean marked, Found found) {
        return found.unfinished() && !marked ? new Mark(here.id()) : new LeaveThere(here.id());
    }

    private static Decision elsewhere(MessageState wanted, MessageState there, Found found, Conflict conflict) {
        Decision moveBack = new MoveBack(there.id(), !sameMarks(wanted, there));
        return switch (conflict) {
            case COPY -> found.copied() ? new LeaveElsewhere(there.id()) : new Create();
            case SKIP -> found.deleted() ? moveBack : new LeaveElsewhere(there.id());
            case REPLACE -> found.sameBytes() ? moveBack : new Replace(there.id());
        };
    }

    /// Marks are what can be set back; whether it is a draft cannot.
    static boolean sameMarks(MessageState one, MessageState other) {
        return one.read() == other.read()
                && one.followUp() == other.followUp()
                && one.importance() == other.importance()
                && one.categories().equals(other.categories());
    }
}
