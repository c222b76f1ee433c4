package org.postern.recover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectKit;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionCheck;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.Credential;
import org.postern.connections.Keys;
import org.postern.connections.Ledger;
import org.postern.connections.MailReader;
import org.postern.connections.MailServer;
import org.postern.connections.MailWriter;
import org.postern.connections.Warrant;
import org.postern.connections.Watch;
import org.postern.connections.WriteMandate;
import org.postern.mail.TenantId;

/// Connections to one service in memory, with a ledger that remembers.
public class FakeConnections implements Connections {
    private final FakeExchange exchange;
    public final List<Ledger.Entry> entries = new ArrayList<>();

    public FakeConnections(FakeExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public MailReader reader(TenantId tenant) {
        return exchange;
    }

    @Override
    public WriteMandate mandate(TenantId tenant, Warrant warrant) {
        return new Mandate(tenant, warrant, exchange);
    }

    private record Mandate(TenantId tenant, Warrant warrant, MailWriter writer) implements WriteMandate {
        @Override
        public void close() {}
    }

    @Override
    public Watch watch() {
        throw new UnsupportedOperationException("recover never asks for it");
    }

    @Override
    public Ledger ledger(TenantId tenant) {
        return new Ledger() {
            @Override
            public Entry append(String kind, String actor, Map<String, String> details) {
                Entry entry = new Entry(entries.size() + 1, Instant.EPOCH, kind, actor, Map.copyOf(details), "", "");
                entries.add(entry);
                return entry;
            }

            @Override
            public List<Entry> read(long after, int limit) {
                return entries.stream()
                        .filter(entry -> entry.number() > after)
                        .limit(limit)
                        .toList();
            }

            @Override
            public Verification verify() {
                return new Verification.Whole(entries.size());
            }
        };
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, Cloud cloud, String directoryTenant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Connection create(TenantId tenant, ConnectionFunction function, MailServer server, Credential credential) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Connection register(
            TenantId tenant,
            ConnectionFunction function,
            String clientId,
            @Nullable String objectId,
            @Nullable String keyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Keys keys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionCheck check(TenantId tenant, ConnectionFunction function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectKit kit(TenantId tenant, ConnectionFunction function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(TenantId tenant, ConnectionFunction function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Connection> list(TenantId tenant) {
        return List.of();
    }

    @Override
    public Optional<Connection> find(TenantId tenant, ConnectionFunction function) {
        return Optional.empty();
    }

    @Override
    public long requests(TenantId tenant) {
        return 0;
    }

    @Override
    public void close() {}
}
