package org.postern.lab.ews;

import java.util.Set;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;

/// UpdateItem, MoveItem, CopyItem and DeleteItem (MS-OXWSCORE).
final class ItemChanges {
    private ItemChanges() {}

    static void update(EwsCall call, Responses responses) {
        String resolution = call.operation().needsAttribute("ConflictResolution");
        if (!Set.of("NeverOverwrite", "AutoResolve", "AlwaysOverwrite").contains(resolution)) {
            throw EwsFailure.schema("ConflictResolution must not be '" + resolution + "'.");
        }
        for (Element change : call.operation().needs("ItemChanges").children()) {
            responses.add(
                    xml -> {
                        Item item = update(call, change, resolution);
                        xml.open("m:Items");
                        new ItemXml(call, Shape.ID_ONLY, true).write(xml, item);
                        xml.close();
                        xml.open("m:ConflictResults").leaf("t:Count", 0).close();
                    },
                    xml -> xml.empty("m:Items"));
        }
    }

    private static Item update(EwsCall call, Element change, String resolution) {
        Element id = change.needs("ItemId");
        Item item = call.readable(id);
        if (!resolution.equals("AlwaysOverwrite") && id.attribute("ChangeKey").isEmpty()) {
            throw EwsFailure.of(
                    "ErrorChangeKeyRequiredForWriteOperations", "A change key is required for this operation.");
        }
        if (resolution.equals("NeverOverwrite")) {
            call.checkChangeKey(id, item);
        }
        // Worked out once before anything is changed: a property that cannot be set leaves the item as it was.
        updated(change, item.attributes());
        return call.mailbox()
                .update(item.number(), attributes -> updated(change, attributes))
                .orElseThrow(EwsFailure::itemNotFound);
    }

    private static Item.Attributes updated(Element change, Item.Attributes attributes) {
        Item.Attributes result = attributes;
        for (Element update : change.needs("Updates").children()) {
            result = switch (update.name()) {
                case "SetItemField" -> set(update, result);
                case "DeleteItemField" -> ItemProperties.deleted(update.only(), result);
                default ->
                    throw EwsFailure.of(
                            "ErrorInvalidPropertyAppend", "Append action is not supported for this property.");
            };
        }
        return result;
    }

    private static Item.Attributes set(Element update, Item.Attributes attributes) {
        if (update.children().size() != 2) {
            throw EwsFailure.schema("SetItemField names one property and one item that holds it.");
        }
        Element item = update.children().getLast();
        if (item.children().size() != 1) {
            throw EwsFailure.of(
                    "ErrorIncorrectUpdatePropertyCount", "An update must set one property, the one it names.");
        }
        return ItemProperties.whenChanged(item.only(), attributes);
    }

    // ---- move, copy, delete ----

    static void move(EwsCall call, Responses responses) {
        transfer(
                call,
                responses,
                (item, target) -> call.mailbox().move(item.number(), target).orElseThrow(EwsFailure::itemNotFound));
    }

    static void copy(EwsCall call, Responses responses) {
        transfer(
                call,
                responses,
                (item, target) -> call.mailbox().copy(item.number(), target).orElseThrow(EwsFailure::itemNotFound));
    }

    private interface Transfer {
        Item to(Item item, long folder);
    }

    private static void transfer(EwsCall call, Responses responses, Transfer transfer) {
        Element operation = call.operation();
        Element targetId = operation.needs("ToFolderId").only();
        boolean newIds =
                operation.child("ReturnNewItemIds").map(Element::isTrue).orElse(true);
        for (Element id : operation.needs("ItemIds").children()) {
            responses.add(
                    xml -> {
                        FolderView target = call.target(targetId, "ErrorToFolderNotFound");
                        Item item = transfer.to(call.readable(id), target.number());
                        xml.open("m:Items");
                        if (newIds) {
                            new ItemXml(call, Shape.ID_ONLY, true).write(xml, item);
                        }
                        xml.close();
                    },
                    ItemReads::noItems);
        }
    }

    static void delete(EwsCall call, Responses responses) {
        DeleteType type = DeleteType.of(call.operation());
        for (Element id : call.operation().needs("ItemIds").children()) {
            responses.add(_ -> type.delete(call.mailbox(), call.item(id)));
        }
    }
}
