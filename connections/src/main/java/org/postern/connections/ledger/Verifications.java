package org.postern.connections.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.postern.connections.ConnectionException;
import org.postern.connections.LedgerEvidence.Verified;
import org.postern.mail.TenantId;

/// Walks ledgers from one end to the other beside other work: one at a time, each once a day and when asked.
final class Verifications implements AutoCloseable {
    private static final Duration EVERY = Duration.ofDays(1);

    private final Clock clock;
    private final Map<TenantId, Boolean> waiting = new ConcurrentHashMap<>();
    private final ExecutorService work = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ledger-verify").factory());

    Verifications(Clock clock) {
        this.clock = clock;
    }

    boolean runs(TenantId tenant) {
        return waiting.containsKey(tenant);
    }

    void begin(FileLedger ledger) {
        if (waiting.putIfAbsent(ledger.tenant(), true) == null) {
            work.execute(() -> verify(ledger));
        }
    }

    void beginWhenDue(FileLedger ledger) {
        Instant last = ledger.lastVerified().map(Verified::at).orElse(Instant.MIN);
        if (!clock.instant().minus(EVERY).isBefore(last)) {
            begin(ledger);
        }
    }

    private void verify(FileLedger ledger) {
        try {
            ledger.verify();
        } catch (ConnectionException e) {
            // It could not be read, which a person sees by the last result's age, and who asks by himself at once.
        } finally {
            waiting.remove(ledger.tenant());
        }
    }

    @Override
    public void close() {
        work.shutdownNow();
        try {
            boolean ended = work.awaitTermination(5, TimeUnit.SECONDS);
            assert ended : "reading is interrupted";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
