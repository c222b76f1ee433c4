package org.postern.connections.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import tools.jackson.databind.JsonNode;

/// Reads one tenant's mail through Graph.
final class GraphMailReader implements MailReader {
    private final GraphClient client;
    private final States states;
    private final WellKnownFolders wellKnown;
    private final Directory directory;
    private final MessageFetch fetch;

    GraphMailReader(GraphClient client, Cloud cloud) {
        this.client = client;
        this.states = new States(cloud);
        this.wellKnown = new WellKnownFolders(client);
        this.directory = new Directory(client, states);
        this.fetch = new MessageFetch(client);
    }

    @Override
    public List<RemoteMailbox> mailboxes() {
        return understood("The directory", directory::mailboxes);
    }

    @Override
    public ChangePage<FolderState, FolderId> folderChanges(MailboxId mailbox, @Nullable String state) {
        return understood("The folder tree of mailbox " + mailbox, () -> folders(mailbox, state));
    }

    private ChangePage<FolderState, FolderId> folders(MailboxId mailbox, @Nullable String state) {
        if (state != null && !states.usable(state)) {
            return new ChangePage.StateExpired<>();
        }
        String first = Operation.user(mailbox) + "/mailFolders/delta?$select=" + Resources.FOLDER_FIELDS;
        Reply reply = client.call(Operation.get("folder.delta", mailbox, state == null ? first : state));
        if (Faults.stateLost(reply)) {
            return new ChangePage.StateExpired<>();
        }
        if (!reply.succeeded()) {
            throw Faults.refused("Reading the folder tree of mailbox " + mailbox, reply);
        }
        WellKnownFolders.Known known = state == null ? wellKnown.refresh(mailbox) : wellKnown.of(mailbox);
        Map<FolderId, FolderState> present = new LinkedHashMap<>();
        List<FolderId> removed = new ArrayList<>();
        for (JsonNode node : reply.body().path("value")) {
            FolderId id = Resources.folderId(node);
            present.remove(id); // An item may come twice in a page: the last word counts.
            removed.remove(id);
            if (Resources.removed(node)) {
                removed.add(id);
            } else if (!id.equals(known.root()) && !search(node)) {
                present.put(id, Resources.folder(node, known.root(), known.names()));
            }
        }
        return page(reply.body(), List.copyOf(present.values()), removed);
    }

    /// A search folder holds no messages of its own.
    private static boolean search(JsonNode node) {
        return node.path("@odata.type").asString("").endsWith("mailSearchFolder");
    }

    @Override
    public ChangePage<MessageState, ItemId> messageChanges(MailboxId mailbox, FolderId folder, @Nullable String state) {
        return understood("A folder of mailbox " + mailbox, () -> messages(mailbox, folder, state));
    }

    private ChangePage<MessageState, ItemId> messages(MailboxId mailbox, FolderId folder, @Nullable String state) {
        if (state != null && !states.usable(state)) {
            return new ChangePage.StateExpired<>();
        }
        String first = Operation.user(mailbox) + "/mailFolders/" + Operation.segment(folder.value())
                + "/messages/delta?$select=" + Resources.MESSAGE_FIELDS;
        Reply reply = client.call(Operation.get("message.delta", mailbox, state == null ? first : state));
        if (Faults.stateLost(reply)) {
            return new ChangePage.StateExpired<>();
        }
        if (Faults.gone(reply)) {
            return new ChangePage.FolderGone<>();
        }
        if (!reply.succeeded()) {
            throw Faults.refused("Reading a folder of mailbox " + mailbox, reply);
        }
        return changes(mailbox, folder, reply.body());
    }

    private ChangePage<MessageState, ItemId> changes(MailboxId mailbox, FolderId folder, JsonNode body) {
        Map<ItemId, Optional<MessageState>> present = new LinkedHashMap<>();
        List<ItemId> removed = new ArrayList<>();
        for (JsonNode node : body.path("value")) {
            ItemId id = Resources.itemId(node);
            present.remove(id);
            removed.remove(id);
            if (Resources.removed(node)) {
                removed.add(id);
            } else {
                present.put(id, Resources.message(node, folder));
            }
        }
        return page(body, complete(mailbox, present, removed), removed);
    }

    /// A delta may give only what changed of a message (OData 4.0 part 1 §11.3); the rest is then asked for.
    private List<MessageState> complete(
            MailboxId mailbox, Map<ItemId, Optional<MessageState>> present, List<ItemId> removed) {
        List<ItemId> partial = present.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Map<ItemId, MessageState> completed = new HashMap<>();
        for (Located located : partial.isEmpty() ? List.<Located>of() : locate(mailbox, partial)) {
            switch (located) {
                case Located.Present(ItemId id, MessageState state) -> completed.put(id, state);
                case Located.Gone(ItemId id) -> removed.add(id);
            }
        }
        List<MessageState> whole = new ArrayList<>();
        present.forEach((id, state) ->
                state.or(() -> Optional.ofNullable(completed.get(id))).ifPresent(whole::add));
        return whole;
    }

    private <S, I> ChangePage<S, I> page(JsonNode body, List<S> present, List<I> removed) {
        String next = body.path("@odata.nextLink").asString("");
        String delta = body.path("@odata.deltaLink").asString("");
        if (next.isEmpty() && delta.isEmpty()) {
            throw new MalformedReplyException("a page of changes has neither nextLink nor deltaLink");
        }
        String state = states.keep(next.isEmpty() ? delta : next);
        return new ChangePage.Changes<>(present, List.copyOf(removed), state, next.isEmpty());
    }

    @Override
    public void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        fetch.fetch(mailbox, ids, sink);
    }

    @Override
    public List<Located> locate(MailboxId mailbox, List<ItemId> ids) {
        return understood("Messages of mailbox " + mailbox, () -> located(mailbox, ids));
    }

    private List<Located> located(MailboxId mailbox, List<ItemId> ids) {
        List<Located> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += 100) {
            List<ItemId> some = ids.subList(from, Math.min(ids.size(), from + 100));
            List<Reply> replies = client.callAll(some.stream()
                    .map(id -> Operation.get(
                            "message.state",
                            mailbox,
                            Operation.user(mailbox) + "/messages/" + Operation.segment(id.value()) + "?$select="
                                    + Resources.MESSAGE_FIELDS))
                    .toList());
            for (int i = 0; i < replies.size(); i++) {
                found.add(located(mailbox, some.get(i), replies.get(i)));
            }
        }
        return found;
    }

    private static Located located(MailboxId mailbox, ItemId id, Reply reply) {
        if (Faults.gone(reply)) {
            return new Located.Gone(id);
        }
        if (!reply.succeeded()) {
            throw Faults.refused("Looking for a message in mailbox " + mailbox, reply);
        }
        FolderId nowhere = new FolderId(reply.body().path("parentFolderId").asString("unknown"));
        return new Located.Present(
                id,
                Resources.message(reply.body(), nowhere)
                        .orElseThrow(() -> new MalformedReplyException("a message came without its state")));
    }

    static <T> T understood(String what, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (MalformedReplyException | IllegalArgumentException e) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    what + " was answered with something that could not be read: " + e.getMessage()
                            + ". It can be asked again later; report this if it lasts.",
                    e);
        }
    }
}
