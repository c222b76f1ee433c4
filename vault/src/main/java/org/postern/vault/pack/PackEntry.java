package org.postern.vault.pack;

/// One line of a pack's index.
///
/// @param sequence of a CHANGE object, its number in the tenant's history; 0 for others
public record PackEntry(ObjectKind kind, ObjectName name, Location location, int plainLength, long sequence) {}
