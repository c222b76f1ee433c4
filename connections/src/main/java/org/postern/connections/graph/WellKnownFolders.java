package org.postern.connections.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.connections.flow.MailboxMemory;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;

/// Which of a mailbox's folders are its inbox, sent items and so on.
///
/// Graph v1.0 does not say so of a folder, but answers to the names; all are asked in one batch and kept in memory.
final class WellKnownFolders {
    private static final String ROOT = "msgfolderroot";
    private static final List<String> NAMES = List.of(
            ROOT,
            "inbox",
            "drafts",
            "sentitems",
            "deleteditems",
            "junkemail",
            "outbox",
            "archive",
            "conversationhistory",
            "syncissues");
    private final GraphClient client;
    private final MailboxMemory<Known> memory = new MailboxMemory<>();

    WellKnownFolders(GraphClient client) {
        this.client = client;
    }

    /// @param names by id, the root not among them
    record Known(FolderId root, Map<FolderId, String> names) {}

    Known of(MailboxId mailbox) {
        return memory.of(mailbox, this::refresh);
    }

    Known refresh(MailboxId mailbox) {
        List<Operation> operations = NAMES.stream()
                .map(name -> Operation.get(
                        "folder.wellKnown", mailbox, Operation.user(mailbox) + "/mailFolders/" + name + "?$select=id"))
                .toList();
        List<Reply> replies = client.callAll(operations);
        Map<FolderId, String> names = new HashMap<>();
        for (int i = 0; i < replies.size(); i++) {
            Reply reply = replies.get(i);
            if (reply.succeeded()) {
                names.putIfAbsent(Resources.folderId(reply.body()), NAMES.get(i));
            } else if (!Faults.gone(reply) && reply.status() != 400) {
                throw Faults.refused("Reading the folders of mailbox " + mailbox, reply);
            }
        }
        Known known = new Known(root(mailbox, names, replies.getFirst()), Map.copyOf(names));
        memory.keep(mailbox, known);
        return known;
    }

    private static FolderId root(MailboxId mailbox, Map<FolderId, String> names, Reply reply) {
        if (!reply.succeeded()) {
            throw Faults.refused("Reading the root folder of mailbox " + mailbox, reply);
        }
        FolderId root = Resources.folderId(reply.body());
        names.remove(root);
        return root;
    }
}
