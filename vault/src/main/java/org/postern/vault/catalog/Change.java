package org.postern.vault.catalog;

import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
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

    /// What is done about the tenant's past, not its mail. A record of these alone belongs to no mailbox.
    sealed interface Upkeep extends Change {}

    /// From now on versions of this type are kept so long.
    record RetentionIs(RetentionPolicy policy, String by) implements Upkeep {}

    /// A hold, from the record's instant on.
    record HoldIs(String name, String reason, String by, HoldScope scope) implements Upkeep {}

    record HoldReleased(String name, String by) implements Upkeep {}

    /// This very version, from `from` until `until` (microseconds since 1970), is gone for good. Takes effect after
    /// all else in its record.
    record VersionForgotten(ItemId item, long from, long until) implements Upkeep {}

    /// The record has been written anew, without what was forgotten, and stands in place of the one of that name.
    record InsteadOf(ObjectName original) implements Upkeep {}

    /// How far a change feed was read; null forgets it.
    record SyncState(String scope, @Nullable String state) implements Change {}
}
