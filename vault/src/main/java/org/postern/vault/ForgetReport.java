package org.postern.vault;

/// What was forgotten, or would be.
///
/// @param dryRun whether nothing was done
/// @param items that lose a version
/// @param versions that go
/// @param bytes of the mail in them, each version's counted; other versions may still need the same content
/// @param heldVersions that the policy lets go and a hold keeps
/// @param undecidedVersions of these, such of which no search can say whether a hold is about them
public record ForgetReport(
        boolean dryRun, long items, long versions, long bytes, long heldVersions, long undecidedVersions) {}
