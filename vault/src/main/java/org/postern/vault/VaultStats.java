package org.postern.vault;

/// How much a tenant has in the vault.
///
/// @param rawBytes of all distinct message versions as they came
/// @param storedBytes of the tenant's packs on the store
public record VaultStats(
        long mailboxes, long messages, long versions, long rawBytes, long storedBytes, long indexBytes) {}
