package org.postern.lab.ews;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.world.Change;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore.DeltaPage;
import org.postern.lab.world.Seed;

/// SyncFolderHierarchy and SyncFolderItems (MS-OXWSSYNC).
final class Sync {
    private static final int PAGE_MAX = 512; // MS-OXWSSYNC 2.2.3.9: MaxSyncChangesReturnedType
    private static final int FOLDERS_MAX = 10_000;

    private final Seed seed;

    Sync(Seed seed) {
        this.seed = seed;
    }

    // ---- folders ----

    void hierarchy(EwsCall call, Responses responses) {
        responses.add(
                xml -> hierarchy(call, xml),
                xml -> xml.leaf("m:SyncState", "").leaf("m:IncludesLastFolderInRange", true));
    }

    private void hierarchy(EwsCall call, Xml xml) {
        FolderView root = root(call);
        SyncState first = SyncState.first(call.user().id().toString(), "folders", root.number(), 1);
        SyncState state = state(call, first);
        FolderXml folders = new FolderXml(call, Shape.of(call.operation().needs("FolderShape")));
        FolderTree tree = call.folders();
        DeltaPage page = call.mailbox()
                .hierarchyChanges(
                        state.position(),
                        FOLDERS_MAX,
                        change -> change instanceof Change.Gone || tree.isInside(change.number(), root));
        xml.leaf("m:SyncState", state.at(page.reached(), page.more()).write(seed));
        xml.leaf("m:IncludesLastFolderInRange", !page.more()).open("m:Changes");
        for (Change change : page.changes()) {
            Optional<FolderView> folder = tree.folder(change.number());
            if (change instanceof Change.Present && folder.isPresent()) {
                xml.open(change.entered() > state.position() ? "t:Create" : "t:Update");
                folders.write(xml, folder.get());
                xml.close();
            } else {
                xml.open("t:Delete");
                call.writeFolderId(xml, "t:FolderId", change.number());
                xml.close();
            }
        }
        xml.close();
    }

    private static FolderView root(EwsCall call) {
        Optional<Element> named = call.operation().child("SyncFolderId");
        try {
            return named.map(id -> call.folder(id.only()))
                    .orElseGet(
                            () -> call.folders().distinguished("msgfolderroot").orElseThrow());
        } catch (EwsFailure failure) {
            throw syncFolderNotFound(failure);
        }
    }

    private static EwsFailure syncFolderNotFound(EwsFailure failure) {
        return failure.code().equals("ErrorFolderNotFound")
                ? EwsFailure.of("ErrorSyncFolderNotFound", "The folder to be synchronized could not be found.")
                : failure;
    }

    // ---- items ----

    void items(EwsCall call, Responses responses) {
        responses.add(
                xml -> items(call, xml), xml -> xml.leaf("m:SyncState", "").leaf("m:IncludesLastItemInRange", true));
    }

    private void items(EwsCall call, Xml xml) {
        FolderView folder = syncFolder(call);
        SyncState first =
                SyncState.first(call.user().id().toString(), "items", folder.number(), folder.syncGeneration());
        SyncState state = state(call, first);
        if (state.paging() && call.strike(FaultKind.FOLDER_RECREATED).isPresent()) {
            call.mailbox().recreateFolder(folder.number());
            throw syncFolderNotFound(EwsFailure.folderNotFound());
        }
        ItemXml items = new ItemXml(call, Shape.of(call.operation().needs("ItemShape")), false);
        DeltaPage page = call.strike(FaultKind.EMPTY_PAGE).isPresent()
                ? new DeltaPage(List.of(), state.position(), true)
                : call.mailbox()
                        .changes(folder.number(), state.position(), pageSize(call), visible(call))
                        .orElseThrow(() -> syncFolderNotFound(EwsFailure.folderNotFound()));
        xml.leaf("m:SyncState", state.at(page.reached(), page.more()).write(seed));
        xml.leaf("m:IncludesLastItemInRange", !page.more()).open("m:Changes");
        page.changes().forEach(change -> change(call, xml, items, state, change));
        xml.close();
    }

    private static FolderView syncFolder(EwsCall call) {
        try {
            FolderView folder =
                    call.folder(call.operation().needs("SyncFolderId").only());
            if (folder.number() <= FolderTree.ROOT) {
                throw EwsFailure.folderNotFound(); // The roots above the mailbox's own keep no items.
            }
            return folder;
        } catch (EwsFailure failure) {
            throw syncFolderNotFound(failure);
        }
    }

    private static int pageSize(EwsCall call) {
        String asked = call.operation().textOf("MaxChangesReturned");
        try {
            int size = Integer.parseInt(asked);
            if (size < 1 || size > PAGE_MAX) {
                throw EwsFailure.schema("MaxChangesReturned must be 1 to 512, not " + size + ".");
            }
            return size;
        } catch (NumberFormatException _) {
            throw EwsFailure.schema("MaxChangesReturned must be a number, not '" + asked + "'.");
        }
    }

    private static Predicate<Change> visible(EwsCall call) {
        Set<String> ignored = call.operation().child("Ignore").stream()
                .flatMap(ignore -> ignore.children("ItemId"))
                .map(id -> id.needsAttribute("Id"))
                .collect(Collectors.toSet());
        return change -> switch (change) {
            case Change.Present present ->
                call.mailbox()
                        .item(present.number())
                        .filter(item -> ignored.isEmpty() || !ignored.contains(call.id(item)))
                        .isPresent();
            case Change.Gone gone -> !ignored.contains(call.itemId(gone.number(), gone.moves()));
        };
    }

    private static void change(EwsCall call, Xml xml, ItemXml items, SyncState state, Change change) {
        Optional<Item> item = call.mailbox().item(change.number());
        if (!(change instanceof Change.Present present) || item.isEmpty()) {
            int moves = change instanceof Change.Gone gone ? gone.moves() : 0;
            xml.open("t:Delete")
                    .empty("t:ItemId", "Id", call.itemId(change.number(), moves))
                    .close();
            return;
        }
        boolean known = present.entered() <= state.position();
        if (known && present.altered() <= state.position()) {
            xml.open("t:ReadFlagChange");
            call.writeItemId(xml, "t:ItemId", item.get());
            xml.leaf("t:IsRead", item.get().attributes().isRead()).close();
            return;
        }
        xml.open(known ? "t:Update" : "t:Create");
        items.write(xml, item.get());
        xml.close();
    }

    // ---- states ----

    private SyncState state(EwsCall call, SyncState first) {
        String sent = call.operation().textOf("SyncState");
        if (sent.isEmpty()) {
            return first;
        }
        SyncState state = SyncState.read(seed, sent)
                .filter(read -> read.isFor(first) && read.generation() == first.generation())
                .orElseThrow(Sync::invalidState);
        String when = state.paging() ? "nextLink" : "deltaLink";
        Optional<Fault> expired = call.faults()
                .strike(
                        FaultKind.SYNC_STATE_NOT_FOUND,
                        call.target(),
                        fault -> fault.when().equals("any") || fault.when().equals(when));
        if (expired.isPresent()) {
            throw invalidState();
        }
        return state;
    }

    private static EwsFailure invalidState() {
        return EwsFailure.of(
                "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.");
    }
}
