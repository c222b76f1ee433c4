package org.postern.vault;

import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

/// One atomic set of changes to one mailbox as observed at one instant.
///
/// Nothing is visible before [#commit] returns; then all of it is durable: content first, then versions, then the sync
/// states. Closing without a commit drops the changes (content already written is found again by its name). Used by
/// one thread; several writers of one mailbox may be open at once.
public interface MailboxWriter extends AutoCloseable {
    /// A message is there with these bytes: begins a version, ending the item's current one if it differs.
    ContentName put(MessageState state, byte[] mime);

    /// A message is there whose bytes are those of its current version, or, when it has none, of its last one.
    ///
    /// @return false when the vault knows no bytes for it; then nothing is noted and the bytes must be [#put]
    boolean update(MessageState state);

    /// A message is there whose bytes the service cannot give: noted with the reason, so that it is shown and retried.
    void putMissing(MessageState state, String reason);

    /// The message is gone: ends its current version.
    void remove(ItemId id);

    void putFolder(FolderState state);

    /// The folder is gone: ends it and the versions of the messages still in it.
    void removeFolder(FolderId id);

    /// Remembers how far the change feed `scope` was read; null forgets it. Takes effect with the commit, last of all.
    void syncState(String scope, @Nullable String state);

    void commit();

    @Override
    void close();
}
