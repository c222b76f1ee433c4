package org.postern.lab.ews;

import org.postern.lab.world.Item;

/// GetItem (MS-OXWSCORE 3.1.4.4).
final class ItemReads {
    private ItemReads() {}

    static void get(EwsCall call, Responses responses) {
        ItemXml items = new ItemXml(call, Shape.of(call.operation().needs("ItemShape")), true);
        for (Element id : call.operation().needs("ItemIds").children()) {
            responses.add(
                    xml -> {
                        Item item = call.readable(id);
                        xml.open("m:Items");
                        items.write(xml, item);
                        xml.close();
                    },
                    ItemReads::noItems);
        }
    }

    /// What the schema demands of a message about items that has none.
    static void noItems(Xml xml) {
        xml.empty("m:Items");
    }
}
