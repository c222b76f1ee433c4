package org.postern.vault;

/// One of the ways to open a vault, as it is shown; it holds no secret.
///
/// @param number counted from 1; those after a removed slot move up
/// @param description such as `passphrase` or the label of the token's key
/// @param current whether the vault was opened by this one now
public record KeySlot(int number, Kind kind, String description, boolean current) {
    /// What a slot is opened by.
    public enum Kind {
        PASSPHRASE,
        TOKEN,
        /// Written by a newer version.
        UNKNOWN
    }
}
