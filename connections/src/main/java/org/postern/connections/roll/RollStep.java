package org.postern.connections.roll;

/// How far the replacement of a key is; each step is done again without harm after a crash within it.
public enum RollStep {
    /// Ordered; the new key is to be made.
    BEGUN,
    /// The new key is made; it is to be put on the application, with the old one's proof.
    MADE,
    /// The new key is made; the customer's administrator is to put it on the application.
    CUSTOMER,
    /// The new key is on the application; Entra is to accept it.
    ADDED,
    /// Entra accepted the new key; jobs are to use it.
    ACCEPTED,
    /// Jobs use the new key; the old one is to be removed when its time is over.
    SWITCHED,
    /// The old key is gone; keys that are not ours are to be looked for.
    RETIRED,
    /// Keys that are not ours are gone or told; the tenant's sign-in log is to be read.
    CLEANED,
    DONE,
    /// All use of the connection was stopped meanwhile.
    ABANDONED;

    boolean ended() {
        return this == DONE || this == ABANDONED;
    }
}
