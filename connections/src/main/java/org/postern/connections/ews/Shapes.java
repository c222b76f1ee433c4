package org.postern.connections.ews;

import java.util.Collection;
import org.postern.mail.ItemId;

/// The parts of requests that name what is wanted of items and folders.
final class Shapes {
    /// PidTagFlagStatus (MS-OXPROPS): 1 complete, 2 flagged.
    static final String FLAG_STATUS = "0x1090";
    /// PidTagMessageFlags: 1 read, 8 unsent.
    static final String MESSAGE_FLAGS = "0x0E07";
    /// PidTagMessageDeliveryTime.
    static final String DELIVERY_TIME = "0x0E06";
    /// PidTagAttributeHidden.
    static final String HIDDEN = "0x10F4";

    private Shapes() {}

    /// An item's marks and place; of SyncFolderItems no more may be asked (MS-OXWSSYNC 3.1.4.2).
    static Xml marks() {
        return shape(
                "m:ItemShape",
                false,
                "item:ParentFolderId",
                "item:DateTimeReceived",
                "item:Size",
                "item:Importance",
                "item:Categories",
                "item:IsDraft",
                "message:IsRead",
                FLAG_STATUS + " Integer");
    }

    /// What people know an item by.
    static Xml gist() {
        return shape(
                "m:ItemShape",
                false,
                "item:ItemClass",
                "item:Subject",
                "item:DateTimeSent",
                "message:From",
                "message:ToRecipients",
                "message:InternetMessageId");
    }

    static Xml mime() {
        return shape("m:ItemShape", true);
    }

    static Xml folder(String name) {
        return shape(
                name,
                false,
                "folder:DisplayName",
                "folder:ParentFolderId",
                "folder:FolderClass",
                "folder:TotalCount",
                HIDDEN + " Boolean");
    }

    /// @param fields as field URIs, or as a property's tag and type with a space between
    private static Xml shape(String name, boolean mime, String... fields) {
        Xml xml = new Xml().open(name).text("t:BaseShape", "IdOnly");
        if (mime) {
            xml.text("t:IncludeMimeContent", "true");
        }
        if (fields.length > 0) {
            xml.open("t:AdditionalProperties");
            for (String field : fields) {
                int space = field.indexOf(' ');
                if (space < 0) {
                    xml.with("t:FieldURI", "FieldURI", field);
                } else {
                    xml.add(property(field.substring(0, space), field.substring(space + 1)));
                }
            }
            xml.close("t:AdditionalProperties");
        }
        return xml.close(name);
    }

    /// A MAPI property by its tag.
    static Xml property(String tag, String type) {
        return new Xml().empty("t:ExtendedFieldURI PropertyTag=\"" + tag + "\" PropertyType=\"" + type + "\"");
    }

    /// A MAPI property with a value.
    static Xml property(String tag, String type, String value) {
        return new Xml()
                .open("t:ExtendedProperty")
                .add(property(tag, type))
                .text("t:Value", value)
                .close("t:ExtendedProperty");
    }

    static Xml itemIds(Collection<ItemId> ids) {
        Xml xml = new Xml().open("m:ItemIds");
        ids.forEach(id -> xml.with("t:ItemId", "Id", Ids.theirs(id)));
        return xml.close("m:ItemIds");
    }

    static Xml getItem(Xml shape, Collection<ItemId> ids) {
        return new Xml().open("m:GetItem").add(shape).add(itemIds(ids)).close("m:GetItem");
    }
}
