package org.postern.cli.quickstart;

/// What the vault gives back of one message: the hash of its rebuilt bytes.
///
/// @param sha256 in hex; empty when the vault has no bytes
/// @param missing why it has none; empty when it has
public record Digest(String id, long size, String sha256, String missing) {}
