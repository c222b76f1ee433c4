package org.postern.connections;

import java.util.Set;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;

/// Hears of changes in mailboxes as they happen, from a service that can tell (EWS streaming notifications).
///
/// A notice is a hint and no more: services lose some, and tell nothing of the time before they were listened to. What
/// is true is what the change feeds of [MailReader] say.
public interface ChangeNotices {
    /// Listens to a mailbox for as long as the service keeps one connection open, half an hour perhaps; blocks.
    ///
    /// @return how it ended; never throws for what the service does
    Ended listen(MailboxId mailbox, Listener listener) throws InterruptedException;

    /// Is told on the thread that listens, and so must not be slow.
    interface Listener {
        /// From now on changes are told; whoever listened before may have missed some in between.
        void begun();

        /// Something changed in these folders, in their messages or below them.
        void changed(Set<FolderId> folders);
    }

    /// How listening ended.
    sealed interface Ended {
        /// Its time was over, as agreed: go on at once.
        record TimeOver() implements Ended {}

        /// The connection broke, or the service forgot who listens: go on soon. Changes may have been missed.
        record Lost(String reason) implements Ended {}

        /// The service does not let this mailbox be listened to now: try again much later.
        record Refused(String reason) implements Ended {}
    }
}
