package org.postern.connections.ews;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.connections.flow.MailboxMemory;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;

/// Asks which of a mailbox's folders are well known, all in one request, and keeps it in memory.
final class Folders {
    private static final String ROOT = "msgfolderroot";
    /// Names that Exchange 2013 knows (MS-OXWSCDATA 2.2.5.10); one that it does not would refuse the whole request.
    private static final List<String> NAMES = List.of(
            ROOT,
            "inbox",
            "drafts",
            "sentitems",
            "deleteditems",
            "junkemail",
            "outbox",
            "conversationhistory",
            "syncissues");

    private final EwsClient client;
    private final MailboxMemory<WellKnown> memory = new MailboxMemory<>();

    Folders(EwsClient client) {
        this.client = client;
    }

    WellKnown of(MailboxId mailbox) {
        return memory.of(mailbox, this::refresh);
    }

    WellKnown refresh(MailboxId mailbox) {
        Xml body = new Xml()
                .open("m:GetFolder")
                .open("m:FolderShape")
                .text("t:BaseShape", "IdOnly")
                .close("m:FolderShape")
                .open("m:FolderIds");
        NAMES.forEach(name -> body.with("t:DistinguishedFolderId", "Id", name));
        body.close("m:FolderIds").close("m:GetFolder");
        Map<Integer, FolderId> ids = new HashMap<>();
        List<Status> statuses = client.call(
                EwsRequest.read("GetFolder", "folder.wellKnown", NAMES.size(), mailbox, body),
                () -> (index, name, xml) -> {
                    if (name.equals("Folders")) {
                        xml.children(_ -> ids.put(index, FolderReader.read(xml).id()));
                    }
                });
        WellKnown known = known(mailbox, statuses, ids);
        memory.keep(mailbox, known);
        return known;
    }

    private static WellKnown known(MailboxId mailbox, List<Status> statuses, Map<Integer, FolderId> ids) {
        FolderId root = ids.get(0);
        if (root == null) {
            throw EwsFaults.refused("Opening mailbox " + mailbox, statuses.getFirst());
        }
        Map<FolderId, String> names = new LinkedHashMap<>();
        List<Status> odd = new ArrayList<>();
        for (int i = 1; i < statuses.size() && i < NAMES.size(); i++) {
            FolderId id = ids.get(i);
            if (id != null) {
                names.putIfAbsent(id, NAMES.get(i));
            } else if (statuses.get(i).passing()) {
                odd.add(statuses.get(i));
            }
        }
        if (!odd.isEmpty()) {
            throw EwsFaults.refused("Reading the folders of mailbox " + mailbox, odd.getFirst());
        }
        names.remove(root);
        return new WellKnown(root, names);
    }
}
