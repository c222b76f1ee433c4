package org.postern.recover.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads the change feed of one folder's messages page by page, and starts it anew when the service has lost its place.
///
/// While it enumerates a folder of which the vault has messages already, it remembers what the service listed, so that
/// the rest can be asked after. Used by one thread at a time.
final class MessageFeed {
    private static final int RESTARTS_MAX = 3;

    private final FolderId folder;
    private @Nullable String position;
    private @Nullable IdSet listed;
    private int restarts;
    private boolean changed;

    private MessageFeed(FolderId folder, @Nullable String position, @Nullable IdSet listed) {
        this.folder = folder;
        this.position = position;
        this.listed = listed;
    }

    /// Goes on from a state, or enumerates a folder of which nothing is known when the state is null.
    static MessageFeed from(FolderId folder, @Nullable String state) {
        return new MessageFeed(folder, state, null);
    }

    /// Enumerates the folder and remembers what is listed.
    static MessageFeed reconciling(FolderId folder) {
        return new MessageFeed(folder, null, new IdSet());
    }

    static String scope(FolderId folder) {
        return "messages:" + folder.value();
    }

    FolderId folder() {
        return folder;
    }

    /// What the service listed; empty unless this enumeration is to be reconciled.
    Optional<IdSet> listed() {
        return Optional.ofNullable(listed);
    }

    /// Whether any page said anything.
    boolean changed() {
        return changed;
    }

    PageRead read(MailReader reader, MailboxId mailbox) {
        try {
            while (restarts <= RESTARTS_MAX) {
                switch (reader.messageChanges(mailbox, folder, position)) {
                    case ChangePage.Changes<MessageState, ItemId> page -> {
                        return advance(page);
                    }
                    case ChangePage.StateExpired<MessageState, ItemId> _ -> restart();
                    case ChangePage.FolderGone<MessageState, ItemId> _ -> {
                        return new PageRead.Gone(this);
                    }
                }
            }
            return new PageRead.Failed(this, "the service forgot its place " + restarts + " times in a row", true);
        } catch (ConnectionException e) {
            return new PageRead.Failed(this, e.getMessage() + "", e.kind() != ConnectionException.Kind.PERMANENT);
        }
    }

    private void restart() {
        restarts++;
        position = null;
        listed = new IdSet();
    }

    private PageRead advance(ChangePage.Changes<MessageState, ItemId> page) {
        if (!page.last() && page.nextState().equals(position)) {
            return new PageRead.Failed(this, "the service gives the same page again and again", true);
        }
        position = page.nextState();
        changed |= !page.present().isEmpty() || !page.removed().isEmpty();
        IdSet remembered = listed;
        if (remembered != null) {
            page.present().forEach(state -> remembered.add(state.id()));
        }
        return new PageRead.Page(this, page.present(), page.removed(), page.nextState(), page.last());
    }

    /// What came of reading one page.
    sealed interface PageRead {
        MessageFeed feed();

        record Page(MessageFeed feed, List<MessageState> present, List<ItemId> removed, String nextState, boolean last)
                implements PageRead {}

        record Gone(MessageFeed feed) implements PageRead {}

        record Failed(MessageFeed feed, String reason, boolean retryable) implements PageRead {}
    }
}
