package org.postern.connections.ews;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Located;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads a page of changes to a folder's messages (SyncFolderItems, MS-OXWSSYNC 3.1.4.2).
final class MessageSync {
    /// As many as Exchange gives in a page.
    private static final int PAGE = 512;

    private final EwsClient client;
    private final Locator locator;
    private final Sizes sizes;

    MessageSync(EwsClient client, Locator locator, Sizes sizes) {
        this.client = client;
        this.locator = locator;
        this.sizes = sizes;
    }

    ChangePage<MessageState, ItemId> page(MailboxId mailbox, FolderId folder, @Nullable String state) {
        if (state != null && !SyncState.usable(state)) {
            return new ChangePage.StateExpired<>();
        }
        Xml body = new Xml()
                .open("m:SyncFolderItems")
                .add(Shapes.marks())
                .open("m:SyncFolderId")
                .with("t:FolderId", "Id", Ids.theirs(folder))
                .close("m:SyncFolderId")
                .add(SyncState.element(state))
                .text("m:MaxChangesReturned", Integer.toString(PAGE))
                .text("m:SyncScope", "NormalItems")
                .close("m:SyncFolderItems");
        Page[] page = new Page[1];
        Status status = client.call(EwsRequest.read("SyncFolderItems", "message.sync", 1, mailbox, body), () -> {
                    Page fresh = new Page(folder, sizes);
                    page[0] = fresh;
                    return fresh;
                })
                .getFirst();
        if (status.stateLost()) {
            return new ChangePage.StateExpired<>();
        }
        if (status.gone()) {
            return new ChangePage.FolderGone<>();
        }
        if (!status.good()) {
            throw EwsFaults.refused("Reading a folder of mailbox " + mailbox, status);
        }
        return page[0].changes(mailbox, locator);
    }

    private static final class Page implements Responses.Payload {
        private final FolderId folder;
        private final Sizes sizes;
        private final Map<ItemId, MessageState> present = new LinkedHashMap<>();
        private final Set<ItemId> partial = new LinkedHashSet<>();
        private final Set<ItemId> removed = new LinkedHashSet<>();
        private String state = "";
        private boolean last;

        Page(FolderId folder, Sizes sizes) {
            this.folder = folder;
            this.sizes = sizes;
        }

        @Override
        public void take(int index, String name, SoapReader xml) throws IOException, InterruptedException {
            switch (name) {
                case "SyncState" -> state = xml.text();
                case "IncludesLastItemInRange" -> last = xml.text().equals("true");
                case "Changes" -> xml.children(change -> change(change, xml));
                default -> {}
            }
        }

        private void change(String change, SoapReader xml) throws IOException, InterruptedException {
            xml.children(element -> {
                if (element.equals("ItemId")) { // Of a Delete, or of a ReadFlagChange, which says no more than that.
                    ItemId id = Ids.item(xml.attribute("Id"));
                    forget(id);
                    (change.equals("Delete") ? removed : partial).add(id);
                } else if (ItemReader.message(element)) {
                    ItemReader item = ItemReader.read(xml, null);
                    ItemId id = item.id();
                    forget(id);
                    item.size().ifPresent(size -> sizes.note(id, size));
                    item.state(folder).ifPresentOrElse(whole -> present.put(id, whole), () -> partial.add(id));
                }
            });
        }

        /// What comes twice in a page: the last word counts.
        private void forget(ItemId id) {
            present.remove(id);
            partial.remove(id);
            removed.remove(id);
        }

        ChangePage<MessageState, ItemId> changes(MailboxId mailbox, Locator locator) {
            List<MessageState> whole = new ArrayList<>(present.values());
            for (Located located : locator.locate(mailbox, List.copyOf(partial))) {
                switch (located) {
                    case Located.Present(var _, MessageState found) -> whole.add(found);
                    case Located.Gone(ItemId id) -> removed.add(id);
                }
            }
            return new ChangePage.Changes<>(List.copyOf(whole), List.copyOf(removed), SyncState.keep(state), last);
        }
    }
}
