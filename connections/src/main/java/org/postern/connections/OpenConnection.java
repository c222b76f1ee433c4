package org.postern.connections;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.graph.GraphClient;
import org.postern.connections.graph.GraphMailService;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.TokenSource;

/// One connection in use: its token, where it has one, and its client.
record OpenConnection(@Nullable TokenSource tokens, MailService service) implements CheckRun.Access, AutoCloseable {
    @Override
    public Optional<SignIn> signIn() throws InterruptedException {
        return tokens == null ? Optional.empty() : Optional.of(tokens.signIn());
    }

    @Override
    public MailProbe probe() {
        return service.probe();
    }

    /// The client of a connection to Graph.
    GraphClient graph() {
        if (service instanceof GraphMailService graph) {
            return graph.client();
        }
        throw new IllegalStateException("only a connection to Graph reads what only Graph has");
    }

    @Override
    public void close() {
        service.close();
    }
}
