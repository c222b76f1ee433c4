package org.postern.lab.ews;

import org.postern.lab.ews.Shape.Level;
import org.postern.lab.world.FolderView;

/// Writes folders in the order of the schema.
record FolderXml(EwsCall call, Shape shape) {
    void write(Xml xml, FolderView folder) {
        xml.open("t:Folder");
        call.writeFolderId(xml, "t:FolderId", folder.number());
        if (shape.wants("folder:ParentFolderId", Level.ALL)) {
            call.writeFolderId(xml, "t:ParentFolderId", folder.parent());
        }
        if (shape.wants("folder:FolderClass", Level.ALL)) {
            xml.leaf("t:FolderClass", "IPF.Note");
        }
        if (shape.wants("folder:DisplayName", Level.DEFAULT)) {
            xml.leaf("t:DisplayName", folder.name());
        }
        if (shape.wants("folder:TotalCount", Level.DEFAULT)) {
            xml.leaf("t:TotalCount", folder.items());
        }
        if (shape.wants("folder:ChildFolderCount", Level.DEFAULT)) {
            xml.leaf("t:ChildFolderCount", call.folders().children(folder).size());
        }
        shape.extended().forEach(field -> field.value(folder).ifPresent(value -> field.write(xml, value)));
        if (shape.wants("folder:EffectiveRights", Level.ALL)) {
            rights(xml);
        }
        if (shape.wants("folder:DistinguishedFolderId", Level.ALL)) {
            FolderTree.distinguishedId(folder).ifPresent(id -> xml.leaf("t:DistinguishedFolderId", id));
        }
        if (shape.wants("folder:UnreadCount", Level.DEFAULT)) {
            xml.leaf("t:UnreadCount", folder.unread());
        }
        xml.close();
    }

    private static void rights(Xml xml) {
        xml.open("t:EffectiveRights")
                .leaf("t:CreateAssociated", true)
                .leaf("t:CreateContents", true)
                .leaf("t:CreateHierarchy", true)
                .leaf("t:Delete", true)
                .leaf("t:Modify", true)
                .leaf("t:Read", true)
                .leaf("t:ViewPrivateItems", true)
                .close();
    }
}
