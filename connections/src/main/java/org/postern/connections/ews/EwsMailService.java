package org.postern.connections.ews;

import java.util.List;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader;
import org.postern.connections.MailService;
import org.postern.connections.MailWriter;
import org.postern.connections.wire.Wire;

/// Exchange Web Services as a mail service.
public final class EwsMailService implements MailService {
    private final Wire wire;
    private final MailReader reader;
    private final MailWriter writer;
    private final MailProbe probe;

    /// @param wire closed with the service
    /// @param mailboxes the addresses to serve; empty to ask the server
    public EwsMailService(EwsClient client, Wire wire, List<String> mailboxes) {
        Folders folders = new Folders(client);
        this.wire = wire;
        this.reader = new EwsMailReader(client, folders, mailboxes);
        this.writer = new EwsMailWriter(client, folders);
        this.probe = new EwsProbe(client, mailboxes);
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
    public MailProbe probe() {
        return probe;
    }

    @Override
    public void close() {
        wire.close();
    }
}
