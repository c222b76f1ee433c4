package org.postern.lab.graph;

import java.util.Locale;
import java.util.Set;
import org.postern.lab.net.Json;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.ItemIds;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.node.ObjectNode;

/// Writes folders as Graph's mailFolder resource.
final class FolderJson {
    private final MailCall mail;
    private final Set<String> select;

    FolderJson(MailCall mail, Set<String> select) {
        this.mail = mail;
        this.select = select;
    }

    ObjectNode write(FolderView folder) {
        ItemIds ids = mail.mailbox().ids();
        ObjectNode json = Json.object().put("id", ids.folder(folder.number()));
        put(json, "displayName", folder.name());
        put(json, "parentFolderId", ids.folder(folder.parent()));
        put(json, "childFolderCount", folder.childFolders());
        put(json, "unreadItemCount", folder.unread());
        put(json, "totalItemCount", folder.items());
        put(json, "sizeInBytes", folder.bytes());
        if (wants("isHidden")) {
            json.put("isHidden", folder.hidden());
        }
        if (mail.call().version().equals("beta")) {
            folder.wellKnown().map(WellKnown::graphName).ifPresent(name -> put(json, "wellKnownName", name));
        }
        return json;
    }

    private boolean wants(String property) {
        return select.isEmpty() || select.contains(property.toLowerCase(Locale.ROOT));
    }

    private void put(ObjectNode json, String property, String value) {
        if (wants(property)) {
            json.put(property, value);
        }
    }

    private void put(ObjectNode json, String property, long value) {
        if (wants(property)) {
            json.put(property, value);
        }
    }
}
