package org.postern.connections.ews;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader;
import org.postern.connections.MailSender;
import org.postern.connections.MailService;
import org.postern.connections.MailWriter;
import org.postern.connections.wire.Wire;
import org.postern.mail.MailboxId;

/// Exchange Web Services as a mail service.
public final class EwsMailService implements MailService {
    private final Wire wire;
    private final MailReader reader;
    private final MailWriter writer;
    private final MailProbe probe;
    private final MailSender sender;

    /// @param wire closed with the service
    /// @param mailboxes the addresses to serve; empty to ask the server
    /// @param as whom to impersonate to list them; null for the account itself
    public EwsMailService(EwsClient client, Wire wire, List<String> mailboxes, @Nullable MailboxId as) {
        Directory directory = new Directory(client, mailboxes, as);
        Folders folders = new Folders(client);
        this.wire = wire;
        this.reader = new EwsMailReader(client, folders, directory);
        this.writer = new EwsMailWriter(client, folders);
        this.sender = new EwsMailSender(client);
        this.probe = new EwsProbe(client, directory);
    }

    @Override
    public MailReader reader() {
        return reader;
    }

    @Override
    public MailWriter writer() {
        return writer;
    }

    @Override
    public MailSender sender() {
        return sender;
    }

    @Override
    public MailProbe probe() {
        return probe;
    }

    @Override
    public void close() {
        wire.close();
    }
}
