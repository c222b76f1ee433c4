package org.postern.lab.ews;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.lab.ews.Subscriptions.Subscription;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.world.Change;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;

/// What happened in a subscription's folders, as the events of one notification.
record Events(EwsCall call, Instant now, Subscription subscription) {
    private static final int EVENTS_MAX = 1000;

    /// One event.
    ///
    /// @param item null in none; for a deletion the id that ended
    /// @param oldItem, oldFolder where a moved item was; empty for all other events
    record Event(String name, String item, long folder, String oldItem, long oldFolder) {}

    /// What happened beyond a position, up to and with another.
    List<Event> since(long position, long latest) {
        List<Event> events = new ArrayList<>();
        Set<Long> moved = new HashSet<>();
        List<FolderView> folders =
                call.mailbox().folders().stream().filter(subscription::covers).toList();
        folders.forEach(
                folder -> changes(folder, position, latest).forEach(change -> gone(folder, change, events, moved)));
        folders.forEach(folder ->
                changes(folder, position, latest).forEach(change -> present(folder, change, position, events, moved)));
        return events.stream()
                .filter(event -> subscription.events().contains(event.name()))
                .toList();
    }

    private List<Change> changes(FolderView folder, long position, long latest) {
        return call.mailbox()
                .changes(folder.number(), position, EVENTS_MAX, change -> change.sequence() <= latest)
                .map(MailboxStore.DeltaPage::changes)
                .orElse(List.of());
    }

    private void gone(FolderView folder, Change change, List<Event> events, Set<Long> moved) {
        if (!(change instanceof Change.Gone gone)) {
            return;
        }
        String old = call.itemId(gone.number(), gone.moves());
        Optional<Item> elsewhere = call.mailbox().item(gone.number());
        if (elsewhere.isEmpty()) {
            events.add(new Event("DeletedEvent", old, folder.number(), "", 0));
        } else if (!isLost(elsewhere.get())) {
            moved.add(gone.number());
            events.add(new Event(
                    "MovedEvent", call.id(elsewhere.get()), elsewhere.get().folder(), old, folder.number()));
        }
    }

    private void present(FolderView folder, Change change, long position, List<Event> events, Set<Long> moved) {
        Optional<Item> item = call.mailbox().item(change.number());
        if (!(change instanceof Change.Present) || item.isEmpty() || moved.contains(change.number())) {
            return;
        }
        if (isLost(item.get())) {
            return;
        }
        String id = call.id(item.get());
        if (change.entered() <= position) {
            events.add(new Event("ModifiedEvent", id, folder.number(), "", 0));
            return;
        }
        events.add(new Event("CreatedEvent", id, folder.number(), "", 0));
        boolean isInbox = folder.wellKnown().filter(WellKnown.INBOX::equals).isPresent();
        if (isInbox && !item.get().attributes().isDraft() && item.get().moves() == 0) {
            events.add(new Event("NewMailEvent", id, folder.number(), "", 0));
        }
    }

    private boolean isLost(Item item) {
        return call.strike(FaultKind.STREAMING_GAP, item).isPresent();
    }

    /// One notification: the events, or a sign of life when there are none.
    void write(Xml xml, List<Event> events) {
        xml.open("m:Notifications").open("m:Notification").leaf("t:SubscriptionId", subscription.id());
        if (events.isEmpty()) {
            xml.empty("t:StatusEvent");
        }
        events.forEach(event -> write(xml, event));
        xml.close().close();
    }

    private void write(Xml xml, Event event) {
        xml.open("t:" + event.name()).leaf("t:TimeStamp", Times.text(now));
        xml.empty("t:ItemId", "Id", event.item());
        call.writeFolderId(xml, "t:ParentFolderId", event.folder());
        if (!event.oldItem().isEmpty()) {
            xml.empty("t:OldItemId", "Id", event.oldItem());
            call.writeFolderId(xml, "t:OldParentFolderId", event.oldFolder());
        }
        xml.close();
    }
}
