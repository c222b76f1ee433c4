package org.postern.connections.ews;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ChangeNotices;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads one tenant's mail through EWS. A mailbox's id is its SMTP address; an item's id changes when it is moved.
final class EwsMailReader implements MailReader {
    private final Directory directory;
    private final FolderSync folders;
    private final MessageSync messages;
    private final MessageFetch fetch;
    private final Locator locator;
    private final ItemExport export;
    private final EwsNotices notices;

    EwsMailReader(EwsClient client, Folders wellKnown, Directory directory) {
        Sizes sizes = new Sizes();
        this.directory = directory;
        this.folders = new FolderSync(client, wellKnown);
        this.locator = new Locator(client);
        this.messages = new MessageSync(client, locator, sizes);
        this.fetch = new MessageFetch(client, sizes);
        this.export = new ItemExport(client);
        this.notices = new EwsNotices(client);
    }

    @Override
    public List<RemoteMailbox> mailboxes() {
        return understood("The directory", directory::mailboxes);
    }

    @Override
    public ChangePage<FolderState, FolderId> folderChanges(MailboxId mailbox, @Nullable String state) {
        return understood("The folder tree of mailbox " + mailbox, () -> folders.page(mailbox, state));
    }

    @Override
    public ChangePage<MessageState, ItemId> messageChanges(MailboxId mailbox, FolderId folder, @Nullable String state) {
        return understood("A folder of mailbox " + mailbox, () -> messages.page(mailbox, folder, state));
    }

    @Override
    public void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        fetch.fetch(mailbox, ids, sink);
    }

    @Override
    public List<Located> locate(MailboxId mailbox, List<ItemId> ids) {
        return understood("Messages of mailbox " + mailbox, () -> locator.locate(mailbox, ids));
    }

    @Override
    public boolean exportsItems() {
        return true;
    }

    @Override
    public void exportItems(MailboxId mailbox, List<ItemId> ids, Consumer<Exported> sink) {
        export.export(mailbox, ids, sink);
    }

    @Override
    public Optional<ChangeNotices> notices() {
        return Optional.of(notices);
    }

    /// Ids that are none of ours refuse to be made (blank, too long): then the server said something odd.
    static <T> T understood(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException e) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    what + " was answered with something that could not be read: " + e.getMessage()
                            + ". It can be asked again later; report this if it lasts.",
                    e);
        }
    }
}
