package org.postern.connections;

/// The protocol by which a connection reaches its mail service.
public enum ServiceKind {
    /// Microsoft Graph: Exchange Online.
    GRAPH,
    /// Exchange Web Services: Exchange Server, and Exchange Online until Microsoft switches it off (April 2027).
    EWS,
    /// IMAP4: any other mail server.
    IMAP
}
