package org.postern.cli.quickstart;

/// A message that the lab holds: what Postern must give back.
///
/// @param sha256 of its bytes, in hex
public record LabMessage(String id, String folderId, String folderPath, String sha256, long size, String subject) {}
