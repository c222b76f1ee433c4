package org.postern.connections;

import org.postern.connections.graph.Courier;
import org.postern.connections.graph.GraphClient;
import org.postern.connections.graph.GraphProbe;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.TokenSource;

/// One connection in use: its token and its client.
record OpenConnection(
        Connection connection,
        TokenSource tokens,
        Courier courier,
        GraphClient client,
        MailReader reader,
        MailWriter writer)
        implements CheckRun.Access, AutoCloseable {
    @Override
    public SignIn signIn() throws InterruptedException {
        return tokens.signIn();
    }

    @Override
    public GraphProbe probe() {
        return new GraphProbe(client, connection.cloud());
    }

    @Override
    public void close() {
        client.close();
    }
}
