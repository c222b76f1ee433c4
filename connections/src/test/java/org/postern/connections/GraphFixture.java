package org.postern.connections;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.postern.mail.TenantId;

/// A tenant whose connections lead to a scripted server, with short waits.
final class GraphFixture implements AutoCloseable {
    static final TenantId CONTOSO = new TenantId("contoso");
    static final String CLIENT = "11111111-2222-3333-4444-555555555555";

    final ScriptedServer server;
    final ScriptedGraph graph = new ScriptedGraph();
    final Connections connections;

    GraphFixture(Path directory) throws IOException {
        this(directory, limits());
    }

    GraphFixture(Path directory, ConnectionLimits limits) throws IOException {
        this.server = new ScriptedServer();
        this.connections = FileConnections.open(config(directory).withLimits(limits), TestAuthority.quickKeys());
        connect(ConnectionFunction.SYNC);
    }

    static ConnectionsConfig config(Path directory) {
        return new ConnectionsConfig(
                directory,
                "correct horse battery staple"::toCharArray,
                Clock.systemUTC(),
                new SecureRandom(),
                1_000,
                limits());
    }

    /// Little memory and short first waits; all that only a slow machine could use up is generous.
    static ConnectionLimits limits() {
        return limits(6 << 20);
    }

    static ConnectionLimits limits(int maxMessageBytes) {
        return limits(Duration.ofSeconds(60), Duration.ofMillis(5), maxMessageBytes);
    }

    static ConnectionLimits limits(Duration stall, Duration coalesce) {
        return limits(stall, coalesce, 6 << 20);
    }

    /// @param stall how long a body may give no byte; four times as long it may be waited for altogether
    private static ConnectionLimits limits(Duration stall, Duration coalesce, int maxMessageBytes) {
        return new ConnectionLimits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                stall,
                stall.multipliedBy(4),
                coalesce,
                6,
                8 << 20,
                maxMessageBytes,
                50,
                Duration.ofMillis(4),
                Duration.ofSeconds(60));
    }

    Connection connect(ConnectionFunction function) {
        connections.create(CONTOSO, function, cloud(), "contoso.example");
        return connections.register(CONTOSO, function, CLIENT);
    }

    Cloud cloud() {
        return new Cloud("scripted", server.uri(), server.uri(), TestAuthority.pem());
    }

    void answer(ScriptedGraph.Single single) {
        server.script(graph.script(single));
    }

    MailReader reader() {
        return connections.reader(CONTOSO);
    }

    /// Requests to Graph, without those for tokens.
    long graphRequests() {
        return server.received().stream()
                .filter(request -> request.target().startsWith("/v1.0"))
                .count();
    }

    @Override
    public void close() throws IOException {
        connections.close();
        server.close();
    }
}
