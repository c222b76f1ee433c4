package org.postern.connections.ews;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Located;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Asks where items are and how they are marked (GetItem without content, MS-OXWSCORE 3.1.4.4).
final class Locator {
    private static final int AT_ONCE = 100;
    private static final int ROUNDS = 4;
    private static final FolderId NOWHERE = new FolderId("unknown");

    private final EwsClient client;

    Locator(EwsClient client) {
        this.client = client;
    }

    /// In the order of the ids.
    List<Located> locate(MailboxId mailbox, List<ItemId> ids) {
        List<Located> located = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            located.addAll(some(mailbox, ids.subList(from, Math.min(ids.size(), from + AT_ONCE))));
        }
        return located;
    }

    private List<Located> some(MailboxId mailbox, List<ItemId> ids) {
        Map<ItemId, Located> found = new HashMap<>();
        List<ItemId> open = ids;
        Status last = new Status("", "the server left items out of its answer", null);
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            List<ItemId> asked = open;
            Map<Integer, Optional<MessageState>> states = new HashMap<>();
            List<Status> statuses = ask(mailbox, asked, states);
            List<ItemId> left = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                Status status = i < statuses.size() ? statuses.get(i) : last;
                Optional<Located> one =
                        located(mailbox, asked.get(i), status, states.getOrDefault(i, Optional.empty()));
                one.ifPresent(here -> found.put(here.id(), here));
                if (one.isEmpty()) {
                    left.add(asked.get(i));
                    last = status;
                }
            }
            open = left;
        }
        if (!open.isEmpty()) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    open.size() + " messages of mailbox " + mailbox + " could not be looked for: " + last.summary()
                            + ". It can be asked again later.");
        }
        return ids.stream().map(found::get).toList();
    }

    private List<Status> ask(MailboxId mailbox, List<ItemId> ids, Map<Integer, Optional<MessageState>> states) {
        return client.call(
                EwsRequest.read("GetItem", "message.state", ids.size(), mailbox, Shapes.getItem(Shapes.marks(), ids)),
                () -> {
                    states.clear();
                    return (index, name, xml) -> {
                        if (name.equals("Items")) {
                            xml.children(_ ->
                                    states.put(index, ItemReader.read(xml, null).state(NOWHERE)));
                        }
                    };
                });
    }

    /// Empty when it must be asked again.
    private static Optional<Located> located(
            MailboxId mailbox, ItemId id, Status status, Optional<MessageState> state) {
        if (status.gone()) {
            return Optional.of(new Located.Gone(id));
        }
        if (status.good() && state.isPresent()) {
            return Optional.of(new Located.Present(id, state.get()));
        }
        if (!status.good() && !status.passing() && !status.code().isEmpty()) {
            throw EwsFaults.refused("Looking for a message in mailbox " + mailbox, status);
        }
        return Optional.empty();
    }
}
