package org.postern.lab.ews;

import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;

/// How something is deleted (MS-OXWSCDATA DisposalType).
enum DeleteType {
    HARD,
    SOFT,
    TO_DELETED_ITEMS;

    static DeleteType of(Element operation) {
        String type = operation.needsAttribute("DeleteType");
        return switch (type) {
            case "HardDelete" -> HARD;
            case "SoftDelete" -> SOFT;
            case "MoveToDeletedItems" -> TO_DELETED_ITEMS;
            default -> throw EwsFailure.schema("DeleteType must not be '" + type + "'.");
        };
    }

    /// Deletes an item; what is in Deleted Items already goes to Recoverable Items, what is there goes for good.
    void delete(MailboxStore mailbox, Item item) {
        long deleted = mailbox.folder(WellKnown.DELETEDITEMS).number();
        long recoverable = mailbox.folder(WellKnown.RECOVERABLEITEMSDELETIONS).number();
        if (this == HARD || item.folder() == recoverable) {
            mailbox.purge(item.number());
        } else if (this == SOFT || item.folder() == deleted) {
            mailbox.move(item.number(), recoverable);
        } else {
            mailbox.move(item.number(), deleted);
        }
    }
}
