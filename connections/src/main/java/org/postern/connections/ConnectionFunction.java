package org.postern.connections;

/// What a connection is for; each function of each tenant has its own key and its own application.
public enum ConnectionFunction {
    /// Reads mailboxes.
    SYNC,
    /// Writes to mailboxes: restores, removes threats.
    REMEDIATE
}
