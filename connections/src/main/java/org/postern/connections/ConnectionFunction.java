package org.postern.connections;

/// What a connection is for; each function of each tenant has its own key and its own application.
public enum ConnectionFunction {
    /// Reads mailboxes.
    SYNC,
    /// Writes to mailboxes: restores, removes threats.
    REMEDIATE,
    /// Reads the tenant's sign-in log and its applications' keys, to notice that a key is used by somebody else.
    WATCH,
    /// Sends test messages.
    PROBE,
    /// Bait: a key that lies with the others and that nobody uses, Postern neither. Any use of it is an alarm.
    CANARY
}
