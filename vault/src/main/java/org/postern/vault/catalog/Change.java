package org.postern.vault.catalog;

import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.vault.pack.ObjectName;

/// One thing that a commit says of a mailbox.
public sealed interface Change {
    /// The mailbox's address and name.
    record Mailbox(String address, String displayName) implements Change {}

    /// What a list shows of a message's content; stands before the first change that refers to it.
    record Content(ObjectName name, long size, MessageSummary summary) implements Change {}

    record FolderIs(FolderState state) implements Change {}

    record FolderGone(FolderId id) implements Change {}

    record MessageIs(MessageState state, ObjectName content) implements Change {}

    record MessageMissing(MessageState state, String reason) implements Change {}

    record MessageGone(ItemId id) implements Change {}

    /// How far a change feed was read; null forgets it.
    record SyncState(String scope, @Nullable String state) implements Change {}
}
