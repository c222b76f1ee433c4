package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads one tenant's mail service through its `sync` connection.
///
/// Calls block, are safe from any number of virtual threads at once, and wait out throttling by themselves; calls made
/// at the same time share batches. Faults of the environment come as [ConnectionException].
public interface MailReader {
    /// Every mailbox of the tenant that the connection may see.
    List<RemoteMailbox> mailboxes();

    /// The next page of changes to the folder tree; `state` is null for the first page ever.
    ChangePage<FolderState, FolderId> folderChanges(MailboxId mailbox, @Nullable String state);

    /// The next page of changes to one folder's messages; `state` is null for the first page ever.
    ChangePage<MessageState, ItemId> messageChanges(MailboxId mailbox, FolderId folder, @Nullable String state);

    /// Fetches the bytes of messages and gives each to `sink` as it arrives, in any order, on the calling thread.
    ///
    /// A message that cannot be had is an outcome, not an exception: one bad item stops no other.
    void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink);

    /// Where the given items are now; an id that is gone is answered as [Located.Gone].
    List<Located> locate(MailboxId mailbox, List<ItemId> ids);

    /// Whether items can be had as the service's own streams, too ([#exportItems]).
    default boolean exportsItems() {
        return false;
    }

    /// Fetches items as streams that hold all that the service keeps of them, also where their MIME cannot be made, and
    /// gives each to `sink` as it arrives, on the calling thread. Ask [#exportsItems] before.
    default void exportItems(MailboxId mailbox, List<ItemId> ids, Consumer<Exported> sink) {
        throw new UnsupportedOperationException("This kind of connection does not export items.");
    }

    /// What tells of changes as they happen; empty where the service cannot, or Postern cannot hear it.
    default Optional<ChangeNotices> notices() {
        return Optional.empty();
    }

    /// A mailbox in the tenant's directory.
    record RemoteMailbox(MailboxId id, String address, String displayName) {}

    /// What one page of a change feed says.
    sealed interface ChangePage<S, I> {
        /// @param nextState what to pass next time; keep it only once this page is durable
        /// @param last whether the feed is at its end for now
        record Changes<S, I>(List<S> present, List<I> removed, String nextState, boolean last)
                implements ChangePage<S, I> {}

        /// The state is no longer known to the service: begin anew with null and reconcile.
        record StateExpired<S, I>() implements ChangePage<S, I> {}

        /// The folder itself is gone.
        record FolderGone<S, I>() implements ChangePage<S, I> {}
    }

    /// The outcome of fetching one message.
    sealed interface Fetched {
        ItemId id();

        @SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared; a copy would double the heap.
        record Bytes(ItemId id, byte[] mime) implements Fetched {}

        record Gone(ItemId id) implements Fetched {}

        /// @param permanent whether asking again later is pointless until the item changes
        record Failed(ItemId id, String code, String reason, boolean permanent) implements Fetched {}
    }

    /// The outcome of exporting one item.
    sealed interface Exported {
        ItemId id();

        /// @param stream opaque; [MailWriter#upload] of the same kind of service takes it
        @SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared.
        record Stream(ItemId id, Gist gist, byte[] stream) implements Exported {}

        record Gone(ItemId id) implements Exported {}

        /// @param permanent whether asking again later is pointless until the item changes
        record Failed(ItemId id, String code, String reason, boolean permanent) implements Exported {}
    }

    /// What people know an item by; text is empty where the service did not say.
    ///
    /// @param itemClass such as `IPM.Note.SMIME`
    /// @param from an address, or a name where there is none
    record Gist(
            String itemClass,
            String subject,
            String from,
            List<String> to,
            @Nullable Instant sentAt,
            String messageId) {
        public static final Gist NONE = new Gist("", "", "", List.of(), null, "");

        public Gist {
            to = List.copyOf(to);
        }

        public Optional<Instant> sent() {
            return Optional.ofNullable(sentAt);
        }
    }

    /// Where one item is.
    sealed interface Located {
        ItemId id();

        record Present(ItemId id, MessageState state) implements Located {}

        record Gone(ItemId id) implements Located {}
    }
}
