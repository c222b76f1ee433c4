package org.postern.connections.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads one tenant's mail through IMAP. A mailbox's id is its address.
final class ImapMailReader implements MailReader {
    private final Sessions sessions;
    private final List<String> mailboxes;
    private final ImapFetch fetch;

    ImapMailReader(Sessions sessions, ImapServer server, List<String> mailboxes) {
        this.sessions = sessions;
        this.mailboxes = mailboxes;
        this.fetch = new ImapFetch(
                sessions,
                new ByteBudget(server.limits().bytesInFlight()),
                server.limits().maxMessageBytes());
    }

    @Override
    public List<RemoteMailbox> mailboxes() {
        return mailboxes.stream()
                .map(address -> new RemoteMailbox(new MailboxId(address), address, address))
                .toList();
    }

    @Override
    public ChangePage<FolderState, FolderId> folderChanges(MailboxId mailbox, @Nullable String state) {
        return sessions.with(
                mailbox, "Listing the folders of mailbox " + mailbox, session -> ImapFolders.changes(session, state));
    }

    @Override
    public ChangePage<MessageState, ItemId> messageChanges(MailboxId mailbox, FolderId folder, @Nullable String state) {
        try {
            return sessions.with(
                    mailbox,
                    "Reading a folder of mailbox " + mailbox,
                    session -> new ImapMessages(session, folder).changes(state));
        } catch (ConnectionException e) {
            if (state != null && e.getCause() instanceof TooMuchException) {
                return new ChangePage.StateExpired<>(); // An enumeration goes in pages.
            }
            throw e;
        }
    }

    @Override
    public void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        fetch.fetch(mailbox, ids, sink);
    }

    @Override
    public List<Located> locate(MailboxId mailbox, List<ItemId> ids) {
        Map<FolderId, List<MessageRef>> byFolder = new LinkedHashMap<>();
        ids.forEach(id -> MessageRef.of(id)
                .ifPresent(ref -> byFolder.computeIfAbsent(ref.folder(), _ -> new ArrayList<>())
                        .add(ref)));
        Map<ItemId, MessageState> found = new HashMap<>();
        byFolder.forEach((folder, refs) -> found.putAll(sessions.with(
                mailbox, "Looking for messages in mailbox " + mailbox, session -> located(session, folder, refs))));
        List<Located> located = new ArrayList<>();
        for (ItemId id : ids) {
            MessageState state = found.get(id);
            located.add(state == null ? new Located.Gone(id) : new Located.Present(id, state));
        }
        return located;
    }

    static Map<ItemId, MessageState> located(ImapSession session, FolderId folder, List<MessageRef> refs)
            throws java.io.IOException, Refusal {
        Optional<MailboxInfo> there = session.find(folder);
        if (there.isEmpty()) {
            return Map.of();
        }
        MailboxInfo info = there.get();
        List<Long> uids = refs.stream()
                .filter(ref -> ref.validity() == info.uidvalidity)
                .map(MessageRef::uid)
                .toList();
        Map<ItemId, MessageState> found = new HashMap<>();
        new ImapMessages(session, folder)
                .states(uids, info.uidvalidity)
                .values()
                .forEach(state -> found.put(state.id(), state));
        return found;
    }
}
