package org.postern.connections.graph;

import org.postern.connections.Cloud;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader;
import org.postern.connections.MailSender;
import org.postern.connections.MailService;
import org.postern.connections.MailWriter;

/// Microsoft Graph as a mail service.
public final class GraphMailService implements MailService {
    private final Courier courier;
    private final GraphClient client;
    private final MailReader reader;
    private final MailWriter writer;
    private final MailProbe probe;

    public GraphMailService(Courier courier, GraphClient client, Cloud cloud) {
        this.courier = courier;
        this.client = client;
        this.reader = new GraphMailReader(client, cloud);
        this.writer = new GraphMailWriter(client, cloud);
        this.probe = new GraphProbe(client, cloud);
    }

    /// For single requests that are no mail.
    public Courier courier() {
        return courier;
    }

    /// For what only Graph has: sign-in logs, applications' keys.
    public GraphClient client() {
        return client;
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
        return new GraphMailSender(client);
    }

    @Override
    public MailProbe probe() {
        return probe;
    }

    @Override
    public void close() {
        client.close();
    }
}
