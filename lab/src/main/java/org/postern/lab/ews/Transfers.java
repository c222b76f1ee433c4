package org.postern.lab.ews;

import java.util.Base64;
import java.util.Locale;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.source.Content;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;

/// ExportItems and UploadItems (MS-OXWSBTRF): items with all that belongs to them, as opaque streams.
final class Transfers {
    /// What Exchange takes of one item's base64 by default.
    private static final int DATA_CHARACTERS_MAX = 25 * 1024 * 1024;

    private Transfers() {}

    static void export(EwsCall call, Responses responses) {
        for (Element id : call.operation().needs("ItemIds").children()) {
            responses.add(xml -> {
                Item item = call.readable(id);
                Content stream = ItemStream.of(item);
                boolean tooLarge = (stream.size() + 2) / 3 * 4 > DATA_CHARACTERS_MAX;
                if (tooLarge
                        || call.strike(FaultKind.MESSAGE_SIZE_EXCEEDED, item).isPresent()) {
                    throw EwsFailure.tooLarge();
                }
                call.writeItemId(xml, "m:ItemId", item);
                xml.base64("m:Data", stream, stream.size());
            });
        }
    }

    static void upload(EwsCall call, Responses responses) {
        for (Element item : call.operation().needs("Items").children()) {
            responses.add(xml -> call.writeItemId(xml, "m:ItemId", upload(call, item)));
        }
    }

    private static Item upload(EwsCall call, Element upload) {
        FolderView folder =
                call.target(upload.needs("ParentFolderId").renamed("FolderId"), "ErrorParentFolderNotFound");
        String data = upload.needs("Data").text();
        if (data.length() > DATA_CHARACTERS_MAX
                || call.strike(FaultKind.MESSAGE_SIZE_EXCEEDED).isPresent()) {
            throw EwsFailure.tooLarge();
        }
        if (upload.attribute("IsAssociated")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter("true"::equals)
                .isPresent()) {
            throw EwsFailure.of("ErrorInvalidOperation", "This lab keeps no folder-associated items.");
        }
        ItemStream stream = read(data);
        String action = upload.needsAttribute("CreateAction");
        return switch (action) {
            case "CreateNew" -> create(call, folder, stream);
            case "Update" -> replace(call, folder, upload.needs("ItemId"), stream);
            case "UpdateOrCreate" -> replaceOrCreate(call, folder, upload.needs("ItemId"), stream);
            default -> throw EwsFailure.schema("CreateAction must not be '" + action + "'.");
        };
    }

    private static ItemStream read(String data) {
        try {
            return ItemStream.read(Base64.getMimeDecoder().decode(data)).orElseThrow(EwsFailure::corrupt);
        } catch (IllegalArgumentException _) {
            throw EwsFailure.of("ErrorInvalidRequest", "The Data of an item is no base64.");
        }
    }

    private static Item create(EwsCall call, FolderView folder, ItemStream stream) {
        return call.mailbox().create(folder.number(), stream.mime(), stream.attributes());
    }

    private static Item replaceOrCreate(EwsCall call, FolderView folder, Element id, ItemStream stream) {
        try {
            return replace(call, folder, id, stream);
        } catch (EwsFailure failure) {
            if (failure.code().equals("ErrorItemNotFound")) {
                return create(call, folder, stream);
            }
            throw failure;
        }
    }

    private static Item replace(EwsCall call, FolderView folder, Element id, ItemStream stream) {
        Item item = call.item(id);
        if (item.folder() != folder.number()) {
            throw EwsFailure.itemNotFound();
        }
        call.checkChangeKey(id, item);
        return call.mailbox()
                .replace(item.number(), stream.mime(), stream.attributes())
                .orElseThrow(EwsFailure::itemNotFound);
    }
}
