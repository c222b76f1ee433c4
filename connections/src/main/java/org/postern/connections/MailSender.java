package org.postern.connections;

import org.postern.mail.MailboxId;

/// Sends mail through one tenant's `probe` connection.
///
/// Blocks, and is safe from many threads. What may have been sent is not sent again by itself: then
/// [ConnectionException.Kind#UNCERTAIN] is thrown.
public interface MailSender {
    /// Hands a whole message to the service, which brings it to those whom its header names. Graph leaves a copy in the
    /// mailbox's Sent Items, EWS none.
    ///
    /// @param from the mailbox whose message it is, as the service knows it: an address or an id
    void send(MailboxId from, byte[] mime);
}
