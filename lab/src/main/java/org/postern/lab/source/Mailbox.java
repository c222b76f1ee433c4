package org.postern.lab.source;

import java.util.List;

/// One mailbox of an organisation.
///
/// Folders that Exchange always has (inbox, drafts, sent, …) exist in the lab even when they are not listed here.
///
/// @param address its user principal name and primary SMTP address
/// @param displayName the person or shared mailbox as shown
public record Mailbox(String address, String displayName, List<Folder> folders) {
    public Mailbox {
        folders = List.copyOf(folders);
        if (address.indexOf('@') < 1 || displayName.isBlank()) {
            throw new IllegalArgumentException("A mailbox needs an address with @ and a display name: " + address);
        }
    }
}
