package org.postern.lab.ews;

import java.util.Optional;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.fault.Target;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.ItemIds;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;

/// One operation on one mailbox by a caller who may.
///
/// @param user whose mailbox it is: the impersonated one
/// @param operation the request's element, such as `GetItem`
/// @param inner when present, the error of every response message: throttling in its third guise
record EwsCall(Tenant tenant, User user, Element operation, Faults faults, Optional<EwsFailure> inner) {
    /// The endpoint's path with the operation, for faults to be narrowed to it.
    static String path(String operation) {
        return "/EWS/Exchange.asmx/" + operation;
    }

    MailboxStore mailbox() {
        return user.mailbox();
    }

    FolderTree folders() {
        return new FolderTree(mailbox());
    }

    Target target() {
        return new Target(Optional.of(tenant), Optional.of(user), Optional.empty(), path(operation.name()));
    }

    Optional<Fault> strike(FaultKind kind) {
        return faults.strike(kind, target());
    }

    Optional<Fault> strike(FaultKind kind, Item item) {
        Target target = new Target(Optional.of(tenant), Optional.of(user), Optional.of(item), path(operation.name()));
        return faults.strike(kind, target);
    }

    /// The folder that a `FolderId` or `DistinguishedFolderId` names.
    FolderView folder(Element id) {
        return switch (id.name()) {
            case "FolderId" -> folderById(id.needsAttribute("Id"));
            case "DistinguishedFolderId" -> {
                checkMailbox(id);
                yield folders().distinguished(id.needsAttribute("Id")).orElseThrow(EwsFailure::folderNotFound);
            }
            default ->
                throw EwsFailure.schema(
                        "A folder is named by FolderId or DistinguishedFolderId, not by '" + id.name() + "'.");
        };
    }

    /// The folder that something is to be put into; `missing` is the code when it is not there.
    FolderView target(Element id, String missing) {
        FolderView folder;
        try {
            folder = folder(id);
        } catch (EwsFailure failure) {
            throw failure.code().equals("ErrorFolderNotFound")
                    ? EwsFailure.of(missing, "The specified target folder could not be found in the store.")
                    : failure;
        }
        if (folder.number() <= FolderTree.ROOT) {
            throw EwsFailure.of("ErrorAccessDenied", "Nothing can be put into '" + folder.name() + "'.");
        }
        return folder;
    }

    private void checkMailbox(Element id) {
        Optional<String> address = id.child("Mailbox").map(mailbox -> mailbox.textOf("EmailAddress"));
        if (address.filter(other -> !other.equalsIgnoreCase(user.address())).isPresent()) {
            throw EwsFailure.of(
                    "ErrorAccessDenied", "Access is denied. Check credentials and try again. Impersonate the mailbox.");
        }
    }

    private FolderView folderById(String id) {
        ItemIds.Reference reference = reference(id);
        if (reference.kind() != ItemIds.Kind.FOLDER) {
            throw EwsFailure.of("ErrorCannotUseItemIdForFolderId", "The item ID cannot be used as a folder ID.");
        }
        return folders().folder(reference.number()).orElseThrow(EwsFailure::folderNotFound);
    }

    /// The item that an `ItemId` names, as clients can see it.
    Item item(Element id) {
        ItemIds.Reference reference = reference(id.needsAttribute("Id"));
        if (reference.kind() == ItemIds.Kind.FOLDER) {
            throw EwsFailure.of("ErrorCannotUseFolderIdForItemId", "The folder ID cannot be used as an item ID.");
        }
        return mailbox()
                .item(reference.number())
                .filter(item -> reference.kind() == ItemIds.Kind.IMMUTABLE || item.moves() == reference.moves())
                .filter(item -> strike(FaultKind.GHOST_ITEM, item).isEmpty())
                .orElseThrow(EwsFailure::itemNotFound);
    }

    /// The item, when no fault makes it unreadable.
    Item readable(Element id) {
        Item item = item(id);
        if (strike(FaultKind.CORRUPT_DATA, item).isPresent()) {
            throw EwsFailure.corrupt();
        }
        return item;
    }

    /// Fails when the id carries a change key that is no longer the item's.
    void checkChangeKey(Element id, Item item) {
        if (id.attribute("ChangeKey")
                .filter(key -> !key.equals(changeKey(item)))
                .isPresent()) {
            throw EwsFailure.of(
                    "ErrorIrresolvableConflict",
                    "The send or update operation could not be performed because the change key passed in the request "
                            + "does not match the current change key for the item.");
        }
    }

    ItemIds.Reference reference(String id) {
        if (id.indexOf('-') >= 0 || id.indexOf('_') >= 0) {
            throw EwsFailure.malformedId(); // Graph's form of an id, which EWS does not take.
        }
        return mailbox().ids().read(id.replace('+', '-').replace('/', '_')).orElseThrow(EwsFailure::malformedId);
    }

    String changeKey(Item item) {
        return mailbox().ids().changeKey(item.changeNumber());
    }

    /// The item's id, which ends when it moves.
    String id(Item item) {
        return itemId(item.number(), item.moves());
    }

    String itemId(long number, int moves) {
        return standard(mailbox().ids().mutable(number, moves));
    }

    String folderId(long number) {
        return standard(mailbox().ids().folder(number));
    }

    private static String standard(String base64url) {
        return base64url.replace('-', '+').replace('_', '/');
    }

    void writeItemId(Xml xml, String element, Item item) {
        xml.empty(element, "Id", id(item), "ChangeKey", changeKey(item));
    }

    void writeFolderId(Xml xml, String element, long number) {
        xml.empty(element, "Id", folderId(number), "ChangeKey", mailbox().ids().changeKey(number));
    }
}
