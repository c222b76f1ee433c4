package org.postern.connections;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.graph.Courier;
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

    /// The tokens of a connection that Entra opens.
    TokenSource entraTokens() {
        return Objects.requireNonNull(tokens, "only a connection that Entra opens has tokens");
    }

    /// The client of a connection to Graph.
    GraphClient graph() {
        return graphService().client();
    }

    /// Carries single requests of a connection to Graph.
    Courier courier() {
        return graphService().courier();
    }

    private GraphMailService graphService() {
        if (service instanceof GraphMailService graph) {
            return graph;
        }
        throw new IllegalStateException("only a connection to Graph reads what only Graph has");
    }

    /// From now on nothing more is asked with it: whoever waits for a token is told why.
    void cease(String why) {
        if (tokens != null) {
            tokens.cease(why);
        }
        // What is signed in already, such as a connection that listens, needs no token any more.
        if (!(service instanceof GraphMailService)) {
            service.close();
        }
    }

    /// Forgets the token it holds, gives no other, and closes.
    void discard() {
        if (tokens != null) {
            tokens.cease("This use of the write key has ended. Order the work again.");
        }
        service.close();
    }

    @Override
    public void close() {
        service.close();
    }
}
