package org.postern.cli.quickstart;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// Steers the lab: acts as the customer's administrator and as the people who use the mailboxes, and looks at what
/// is really there.
public interface Lab extends AutoCloseable {
    JsonNode state();

    /// HTTP requests that the lab has answered since the last reset, those of its control API not counted.
    long requests();

    void resetRequests();

    /// Registers an application with a certificate, as the customer's administrator does; gives its client id.
    ///
    /// @param certificateBase64 its DER bytes
    String register(String tenant, String displayName, String certificateBase64, List<String> roles);

    List<LabMailbox> mailboxes(String tenant);

    List<LabMessage> messages(String tenant, String mailbox);

    byte[] mime(String tenant, String mailbox, String message);

    /// Deletes for good all messages of a folder, as its user would; gives how many.
    long deleteFolder(String tenant, String mailbox, String folderPath);

    long deleteMessages(String tenant, String mailbox, List<String> ids);

    void move(String tenant, String mailbox, List<String> ids, String folderPath);

    void mark(String tenant, String mailbox, List<String> ids, boolean read);

    /// Delivers a message into a folder, as the service would.
    void deliver(String tenant, String mailbox, String folderPath, byte[] mime);

    @Override
    void close();
}
