package org.postern.recover;

import org.postern.mail.ItemId;

/// What a restore did with one message, or would do.
///
/// @param item its id in the source mailbox
/// @param folder the path of the target folder
/// @param detail what people must know of it, with advice; empty when nothing
public record ItemOutcome(ItemId item, String subject, String folder, Kind kind, String detail) {
    /// What was done.
    public enum Kind {
        CREATED,
        REPLACED,
        /// Moved back from Deleted Items or, under `REPLACE`, from another folder.
        MOVED_BACK,
        /// Was there; its marks were set back.
        MARKED,
        /// Was there and was left.
        ALREADY_THERE,
        /// Is in another folder of the target, where it was left.
        ELSEWHERE,
        /// Was not in the source mailbox at that instant.
        NOT_FOUND,
        /// The vault has no bytes for it, or cannot read them.
        NO_CONTENT,
        /// The mail service takes no message of this size; export it as EML.
        TOO_LARGE,
        /// The mail service refused it.
        REFUSED,
        /// Trouble on the way; running the restore again tries anew.
        FAILED,
        /// May have been done; running the restore again looks first.
        UNCERTAIN
    }
}
