package org.postern.connections;

/// One connection's mail service: Graph, EWS and IMAP each are one, chosen by the connection's [ServiceKind].
///
/// Whoever has it does not see which it is: all keep `MailServiceContract`.
public interface MailService extends AutoCloseable {
    MailReader reader();

    MailWriter writer();

    /// Sends mail; refused by a service that only keeps it.
    MailSender sender();

    /// Tries what the connection may do, for its test.
    MailProbe probe();

    @Override
    void close();
}
