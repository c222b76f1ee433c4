package org.postern.connections.ews;

import java.io.IOException;
import java.util.Locale;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;

/// Reads one folder's element.
final class FolderReader {
    private String id = "";
    private String parent = "";
    private String name = "";
    private String folderClass = "";
    private int count = -1;
    private boolean hidden;

    static FolderReader read(SoapReader xml) throws IOException, InterruptedException {
        FolderReader folder = new FolderReader();
        xml.children(field -> folder.field(field, xml));
        return folder;
    }

    private void field(String field, SoapReader xml) throws IOException, InterruptedException {
        switch (field) {
            case "FolderId" -> id = xml.attribute("Id");
            case "ParentFolderId" -> parent = xml.attribute("Id");
            case "DisplayName" -> name = xml.text();
            case "FolderClass" -> folderClass = xml.text();
            case "TotalCount" -> count = number(xml.text());
            case "ExtendedProperty" -> property(xml);
            default -> {}
        }
    }

    private void property(SoapReader xml) throws IOException, InterruptedException {
        boolean[] tagged = {false};
        xml.children(part -> {
            if (part.equals("ExtendedFieldURI")) {
                tagged[0] = ItemReader.tag(xml.attribute("PropertyTag")) == 0x10F4;
            } else if (part.equals("Value") && tagged[0]) {
                hidden = xml.text().equalsIgnoreCase("true");
            }
        });
    }

    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    FolderId id() throws MalformedSoapException {
        return Ids.folder(id);
    }

    String name() {
        return name;
    }

    /// Whether it is one in which mail lies: not a calendar, not contacts, not hidden.
    ///
    /// @param element such as `Folder` or `CalendarFolder`
    boolean forMail(String element) {
        String lower = folderClass.toLowerCase(Locale.ROOT);
        boolean mail =
                lower.isEmpty() || lower.equals("ipf") || lower.equals("ipf.note") || lower.startsWith("ipf.note.");
        return element.equals("Folder") && mail && !hidden;
    }

    FolderState state(WellKnown known) throws MalformedSoapException {
        FolderId own = id();
        FolderId above = parent.isEmpty() ? known.root() : Ids.folder(parent);
        return new FolderState(own, above.equals(known.root()) ? null : above, name, known.name(own), count);
    }
}
