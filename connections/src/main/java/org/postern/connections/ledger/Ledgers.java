package org.postern.connections.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postern.connections.Anchoring;
import org.postern.connections.ConnectionException;
import org.postern.connections.LedgerEvidence;
import org.postern.connections.MailSender;
import org.postern.mail.TenantId;

/// All open ledgers, and what is done for them by the clock: forced to the disk each second, signed every few minutes,
/// anchored as configured, compared with their anchors when opened and once a day, and walked once a day.
public final class Ledgers implements AutoCloseable {
    private static final Duration RETRY_BASE = Duration.ofSeconds(5);

    private final Function<TenantId, Path> files;
    private final LogKeys keys;
    private final Clock clock;
    private final Anchors anchors;
    private final MailAnchors mails;
    private final Verifications verifications;
    private final Map<TenantId, FileLedger> open = new ConcurrentHashMap<>();
    /// Signing may wait for a key to open, which forcing must not.
    private final ScheduledExecutorService forcer = timer("ledger-force");

    private final ScheduledExecutorService signer = timer("ledger-sign");
    private final List<ScheduledFuture<?>> turns = new ArrayList<>();

    /// @param senders by which a tenant's checkpoints are mailed; asked when one is due
    public Ledgers(
            Function<TenantId, Path> files,
            LogKeys keys,
            Anchoring anchoring,
            Function<TenantId, MailSender> senders,
            Clock clock) {
        this.files = files;
        this.keys = keys;
        this.clock = clock;
        this.anchors = new Anchors(anchoring, clock, RETRY_BASE);
        this.mails = new MailAnchors(senders, clock);
        this.verifications = new Verifications(clock);
        every(forcer, Duration.ofSeconds(1), FileLedger::force);
        every(signer, Duration.ofSeconds(1), FileLedger::checkpointWhenDue);
        every(signer, anchoring.every(), anchors::anchor);
        every(signer, Duration.ofDays(1), anchors::compare);
        every(signer, Duration.ofMinutes(1), mails::sendWhenDue);
        every(signer, Duration.ofMinutes(1), verifications::beginWhenDue);
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private void every(ScheduledExecutorService timer, Duration interval, Consumer<FileLedger> act) {
        Runnable round = () -> open.values().forEach(ledger -> quietly(ledger, act));
        turns.add(timer.scheduleWithFixedDelay(round, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void quietly(FileLedger ledger, Consumer<FileLedger> act) {
        try {
            act.accept(ledger);
        } catch (RuntimeException e) {
            // Tried again at the next turn; where somebody waits for it, it fails before his eyes and says why.
        }
    }

    /// Opens, beside other work, those that are due whether anybody uses them or not.
    public void begin(Supplier<List<TenantId>> tenants) {
        signer.execute(() -> tenants.get().forEach(this::tryToOpen));
    }

    private void tryToOpen(TenantId tenant) {
        try {
            of(tenant);
        } catch (RuntimeException e) {
            // It is opened again when it is used, and says then what is wrong with it.
        }
    }

    /// Opens or begins a tenant's ledger.
    public FileLedger of(TenantId tenant) {
        FileLedger known = open.get(tenant);
        return known != null ? known : open.computeIfAbsent(tenant, this::begin);
    }

    private FileLedger begin(TenantId tenant) {
        FileLedger ledger = FileLedger.open(files.apply(tenant), tenant, keys, clock);
        anchors.compare(ledger);
        return ledger;
    }

    public LedgerEvidence evidence(TenantId tenant) {
        return new Evidence(of(tenant), anchors, mails, verifications);
    }

    /// Ends what is done by the clock, so that nothing waits any more for what closes next.
    public void stop() {
        turns.forEach(turn -> turn.cancel(false));
        forcer.shutdownNow();
        signer.shutdownNow();
        anchors.close();
        mails.close();
        verifications.close();
        try {
            boolean ended = signer.awaitTermination(5, TimeUnit.SECONDS);
            assert ended : "a turn is short, or waits for what is interrupted";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        List<ConnectionException> failures = new ArrayList<>();
        open.values().forEach(ledger -> close(ledger, failures));
        open.clear();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /// One that fails keeps no other open.
    private static void close(FileLedger ledger, List<ConnectionException> failures) {
        try {
            ledger.close();
        } catch (ConnectionException e) {
            failures.add(e);
        }
    }
}
