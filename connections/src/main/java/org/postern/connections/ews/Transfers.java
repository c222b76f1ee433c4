package org.postern.connections.ews;

import java.util.Base64;
import java.util.List;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;

/// Writes the requests that carry items as opaque streams (ExportItems and UploadItems, MS-OXWSBTRF).
final class Transfers {
    /// Exchange takes 25 MB of an item's base64 by default.
    static final long LIMIT = 25L * 1024 * 1024 / 4 * 3;

    private Transfers() {}

    static Xml export(ItemId id) {
        return new Xml().open("m:ExportItems").add(Shapes.itemIds(List.of(id))).close("m:ExportItems");
    }

    static Xml upload(FolderId folder, byte[] stream) {
        byte[] base64 = Base64.getEncoder().encode(stream);
        return Xml.sized(base64.length + 512)
                .open("m:UploadItems")
                .open("m:Items")
                .open("t:Item CreateAction=\"CreateNew\"")
                .with("t:ParentFolderId", "Id", Ids.theirs(folder))
                .base64("t:Data", "t:Data", base64)
                .close("t:Item")
                .close("m:Items")
                .close("m:UploadItems");
    }
}
