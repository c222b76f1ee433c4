package org.postern.cli.quickstart;

import java.util.List;

/// A mailbox that the lab holds.
public record LabMailbox(String id, String address, String displayName, long messages, List<Folder> folders) {
    /// @param path names joined by `/`
    public record Folder(String id, String path, long messages) {}

    public LabMailbox {
        folders = List.copyOf(folders);
    }
}
