package org.postern.lab.ews;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;

/// GetFolder, FindFolder, CreateFolder, UpdateFolder, MoveFolder, DeleteFolder and EmptyFolder (MS-OXWSFOLD).
final class FolderOperations {
    private FolderOperations() {}

    static void get(EwsCall call, Responses responses) {
        FolderXml folders = new FolderXml(call, Shape.of(call.operation().needs("FolderShape")));
        for (Element id : call.operation().needs("FolderIds").children()) {
            responses.add(xml -> {
                FolderView folder = call.folder(id);
                xml.open("m:Folders");
                folders.write(xml, folder);
                xml.close();
            });
        }
    }

    static void find(EwsCall call, Responses responses) {
        FolderXml folders = new FolderXml(call, Shape.of(call.operation().needs("FolderShape")));
        boolean deep = call.operation().needsAttribute("Traversal").equals("Deep");
        Predicate<FolderView> wanted = call.operation()
                .child("Restriction")
                .map(restriction -> new Restriction().folders(restriction.only()))
                .orElse(_ -> true);
        for (Element id : call.operation().needs("ParentFolderIds").children()) {
            responses.add(xml -> {
                FolderView parent = call.folder(id);
                FolderTree tree = call.folders();
                List<FolderView> found = (deep ? tree.inside(parent) : tree.children(parent))
                        .stream().filter(wanted).toList();
                Page page = Page.of(call.operation(), "IndexedPageFolderView", found.size());
                page.open(xml);
                xml.open("t:Folders");
                found.subList(page.from(), page.to()).forEach(folder -> folders.write(xml, folder));
                xml.close().close();
            });
        }
    }

    static void create(EwsCall call, Responses responses) {
        Element parentId = call.operation().needs("ParentFolderId").only();
        for (Element folder : call.operation().needs("Folders").children()) {
            responses.add(xml -> {
                FolderView parent = call.target(parentId, "ErrorParentFolderNotFound");
                String name = folder.needs("DisplayName").text();
                checkName(name);
                FolderView made = call.mailbox()
                        .createFolder(parent.number(), name)
                        .orElseThrow(() ->
                                EwsFailure.of("ErrorFolderExists", "A folder with the specified name already exists."));
                writeId(call, xml, made);
            });
        }
    }

    private static void checkName(String name) {
        if (name.isBlank()) {
            throw EwsFailure.of("ErrorFolderSavePropertyError", "A folder's DisplayName must not be empty.");
        }
    }

    private static void writeId(EwsCall call, Xml xml, FolderView folder) {
        xml.open("m:Folders");
        new FolderXml(call, Shape.ID_ONLY).write(xml, folder);
        xml.close();
    }

    /// Renames; a folder has nothing else that clients can set here.
    static void update(EwsCall call, Responses responses) {
        for (Element change : call.operation().needs("FolderChanges").children()) {
            responses.add(xml -> {
                FolderView folder = changeable(call, change.children().getFirst());
                for (Element update : change.needs("Updates").children()) {
                    rename(call, folder, update);
                }
                writeId(call, xml, folder);
            });
        }
    }

    private static void rename(EwsCall call, FolderView folder, Element update) {
        String field = update.child("FieldURI")
                .flatMap(uri -> uri.attribute("FieldURI"))
                .orElse("");
        if (!update.name().equals("SetFolderField") || !field.equals("folder:DisplayName")) {
            throw EwsFailure.of("ErrorInvalidPropertySet", "This lab changes a folder's DisplayName only.");
        }
        String name = update.needs("Folder").needs("DisplayName").text();
        checkName(name);
        boolean taken = call.mailbox().childFolders(folder.parent()).stream()
                .anyMatch(other ->
                        other.number() != folder.number() && other.name().equalsIgnoreCase(name));
        if (taken) {
            throw EwsFailure.of("ErrorFolderExists", "A folder with the specified name already exists.");
        }
        call.mailbox().renameFolder(folder.number(), name);
    }

    private static FolderView changeable(EwsCall call, Element id) {
        FolderView folder = call.folder(id);
        if (FolderTree.isDistinguished(folder)) {
            throw EwsFailure.of(
                    "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be renamed, moved or deleted.");
        }
        return folder;
    }

    static void move(EwsCall call, Responses responses) {
        Element targetId = call.operation().needs("ToFolderId").only();
        for (Element id : call.operation().needs("FolderIds").children()) {
            responses.add(xml -> {
                FolderView target = call.target(targetId, "ErrorToFolderNotFound");
                FolderView folder = changeable(call, id);
                if (target.number() == folder.number() || call.folders().isInside(target.number(), folder)) {
                    throw EwsFailure.of("ErrorMoveCopyFailed", "A folder cannot be moved into itself.");
                }
                writeId(call, xml, call.mailbox().moveFolder(folder.number(), target.number()));
            });
        }
    }

    static void delete(EwsCall call, Responses responses) {
        DeleteType type = DeleteType.of(call.operation());
        for (Element id : call.operation().needs("FolderIds").children()) {
            responses.add(_ -> delete(call, changeable(call, id), type));
        }
    }

    private static void delete(EwsCall call, FolderView folder, DeleteType type) {
        MailboxStore mailbox = call.mailbox();
        switch (type) {
            case HARD -> mailbox.purgeFolder(folder.number());
            case TO_DELETED_ITEMS ->
                mailbox.moveFolder(
                        folder.number(), mailbox.folder(WellKnown.DELETEDITEMS).number());
            case SOFT -> {
                soften(call, folder);
                call.folders().inside(folder).forEach(inner -> soften(call, inner));
                mailbox.purgeFolder(folder.number());
            }
        }
    }

    /// Moves a folder's items to Recoverable Items.
    private static void soften(EwsCall call, FolderView folder) {
        for (Item item : call.folders().items(folder)) {
            DeleteType.SOFT.delete(call.mailbox(), item);
        }
    }

    static void empty(EwsCall call, Responses responses) {
        DeleteType type = DeleteType.of(call.operation());
        boolean subfolders = call.operation()
                .needsAttribute("DeleteSubFolders")
                .toLowerCase(Locale.ROOT)
                .equals("true");
        for (Element id : call.operation().needs("FolderIds").children()) {
            responses.add(_ -> {
                FolderView folder = call.folder(id);
                call.folders().items(folder).forEach(item -> type.delete(call.mailbox(), item));
                if (subfolders) {
                    call.folders().children(folder).forEach(child -> delete(call, child, type));
                }
            });
        }
    }
}
