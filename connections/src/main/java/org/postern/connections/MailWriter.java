package org.postern.connections;

import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Changes one tenant's mailboxes through its `remediate` connection: for restore, and later for remediation.
///
/// Calls block and are safe from many threads. No call is repeated by itself after its request may have been carried
/// out, save where doing it twice does it once; then [ConnectionException.Kind#UNCERTAIN] is thrown and the caller
/// looks.
public interface MailWriter {
    /// Makes a folder below `parent` (null: the root), or gives the one of that name which is there.
    FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name);

    /// Creates a message from its bytes and marks it as `like` is marked (read, follow-up, categories, importance).
    Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like);

    /// Whether items can be made from streams that this kind of service exported ([#upload]).
    default boolean uploadsItems() {
        return false;
    }

    /// Creates an item from a stream of [MailReader#exportItems], whole, and marks it as `like` is marked. Ask
    /// [#uploadsItems] before.
    default Created upload(MailboxId mailbox, FolderId folder, byte[] stream, MessageState like) {
        throw new UnsupportedOperationException("This kind of connection does not take exported items.");
    }

    /// Marks an existing message as `like` is marked.
    MessageState mark(MailboxId mailbox, ItemId id, MessageState like);

    /// Moves a message; with immutable ids its id stays.
    MessageState move(MailboxId mailbox, ItemId id, FolderId folder);

    /// Deletes a message for good (Graph `permanentDelete`); one that is gone already is no error.
    void delete(MailboxId mailbox, ItemId id);

    /// What became of a creation.
    sealed interface Created {
        /// @param caveat what the service could not keep, in plain words, or empty; Graph makes a MIME message a draft
        record Done(MessageState state, String caveat) implements Created {}

        /// The service takes no message of this size by this way.
        record TooLarge(long limitBytes) implements Created {}

        record Refused(String code, String reason) implements Created {}
    }
}
