package org.postern.connections.ews;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.MailboxId;

/// Reads a page of changes to a mailbox's folder tree (SyncFolderHierarchy, MS-OXWSSYNC 3.1.4.1).
final class FolderSync {
    private final EwsClient client;
    private final Folders folders;

    FolderSync(EwsClient client, Folders folders) {
        this.client = client;
        this.folders = folders;
    }

    ChangePage<FolderState, FolderId> page(MailboxId mailbox, @Nullable String state) {
        if (state != null && !SyncState.usable(state)) {
            return new ChangePage.StateExpired<>();
        }
        // Asked first, so that a mailbox that cannot be opened says so in its own words.
        WellKnown known = state == null ? folders.refresh(mailbox) : folders.of(mailbox);
        Xml body = new Xml()
                .open("m:SyncFolderHierarchy")
                .add(Shapes.folder("m:FolderShape"))
                .open("m:SyncFolderId")
                .with("t:DistinguishedFolderId", "Id", "msgfolderroot")
                .close("m:SyncFolderId")
                .add(SyncState.element(state))
                .close("m:SyncFolderHierarchy");
        Page[] page = new Page[1];
        Status status = client.call(EwsRequest.read("SyncFolderHierarchy", "folder.sync", 1, mailbox, body), () -> {
                    Page fresh = new Page(known);
                    page[0] = fresh;
                    return fresh;
                })
                .getFirst();
        if (status.stateLost()) {
            return new ChangePage.StateExpired<>();
        }
        if (!status.good()) {
            throw EwsFaults.refused("Reading the folder tree of mailbox " + mailbox, status);
        }
        Page read = page[0];
        return new ChangePage.Changes<>(
                List.copyOf(read.present.values()), List.copyOf(read.removed), SyncState.keep(read.state), read.last);
    }

    private static final class Page implements Responses.Payload {
        private final WellKnown known;
        private final Map<FolderId, FolderState> present = new LinkedHashMap<>();
        private final List<FolderId> removed = new ArrayList<>();
        private String state = "";
        private boolean last;

        Page(WellKnown known) {
            this.known = known;
        }

        @Override
        public void take(int index, String name, SoapReader xml) throws IOException, InterruptedException {
            switch (name) {
                case "SyncState" -> state = xml.text();
                case "IncludesLastFolderInRange" -> last = xml.text().equals("true");
                case "Changes" -> xml.children(change -> change(change, xml));
                default -> {}
            }
        }

        /// What comes twice in a page: the last word counts.
        private void change(String change, SoapReader xml) throws IOException, InterruptedException {
            xml.children(element -> {
                if (change.equals("Delete")) {
                    if (element.equals("FolderId")) {
                        FolderId id = Ids.folder(xml.attribute("Id"));
                        present.remove(id);
                        removed.add(id);
                    }
                    return;
                }
                FolderReader folder = FolderReader.read(xml);
                FolderId id = folder.id();
                present.remove(id);
                removed.remove(id);
                if (folder.forMail(element) && !id.equals(known.root())) {
                    present.put(id, folder.state(known));
                }
            });
        }
    }
}
