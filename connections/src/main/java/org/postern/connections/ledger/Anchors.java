package org.postern.connections.ledger;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Anchoring;
import org.postern.connections.ConnectionException;
import org.postern.connections.LedgerEvidence.Anchored;
import org.postern.mail.TenantId;

/// Brings checkpoints to the places where they are anchored, and compares ledgers with what lies there.
///
/// One try at a time for each tenant and place, always with the newest checkpoint, so nothing queues up; a few at once
/// for each place. A place that fails keeps nobody waiting: it is shown, noted in the ledger when it begins, and tried
/// again
/// at the next turn.
final class Anchors implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final int TRIES = 3;
    private static final int REASON_MAX = 300;

    private record Slot(TenantId tenant, AnchorPlace place) {}

    private final List<AnchorPlace> places;
    private final Clock clock;
    private final Duration retryBase;
    private final Map<Slot, Anchored> states = new ConcurrentHashMap<>();
    private final Map<Slot, Boolean> busy = new ConcurrentHashMap<>();
    private final Map<AnchorPlace, Semaphore> turns;
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("anchor-", 0).factory());

    /// @param retryBase the first wait between tries; it doubles
    Anchors(Anchoring anchoring, Clock clock, Duration retryBase) {
        this.places = anchoring.places().stream().map(AnchorPlace::of).toList();
        this.turns =
                places.stream().collect(Collectors.toMap(place -> place, _ -> new Semaphore(AT_ONCE), (a, _) -> a));
        this.clock = clock;
        this.retryBase = retryBase;
    }

    List<Anchored> of(TenantId tenant) {
        return places.stream().map(place -> state(new Slot(tenant, place))).toList();
    }

    private Anchored state(Slot slot) {
        return states.getOrDefault(slot, new Anchored(slot.place().name(), 0, null, null));
    }

    /// Begins to bring the ledger's newest checkpoint to every place that lacks it.
    void anchor(FileLedger ledger) {
        places.forEach(place -> begin(ledger, place, slot -> publish(ledger, slot)));
    }

    /// Begins to compare the ledger with what lies at the places.
    void compare(FileLedger ledger) {
        places.forEach(place -> begin(ledger, place, slot -> compare(ledger, slot)));
    }

    private interface Task {
        void run(Slot slot) throws IOException, InterruptedException;
    }

    private void begin(FileLedger ledger, AnchorPlace place, Task task) {
        Slot slot = new Slot(ledger.tenant(), place);
        if (busy.putIfAbsent(slot, true) == null) {
            work.execute(() -> {
                try {
                    patiently(ledger, slot, task);
                } finally {
                    busy.remove(slot);
                }
            });
        }
    }

    private void patiently(FileLedger ledger, Slot slot, Task task) {
        Semaphore atOnce = requireNonNull(turns.get(slot.place()));
        try {
            for (int attempt = 1; ; attempt++) {
                atOnce.acquire();
                try {
                    task.run(slot);
                    return;
                } catch (IOException e) {
                    if (attempt == TRIES || e instanceof AnchorPlace.RefusedException) {
                        failed(ledger, slot, e);
                        return;
                    }
                } finally {
                    atOnce.release();
                }
                Thread.sleep(retryBase.multipliedBy(1L << (attempt - 1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server stops.
        } catch (RuntimeException e) {
            failed(ledger, slot, e);
        }
    }

    private void publish(FileLedger ledger, Slot slot) throws IOException, InterruptedException {
        if (ledger.entries() == state(slot).size()) {
            return;
        }
        compare(ledger, slot);
        Checkpoint checkpoint = ledger.checkpoint();
        slot.place().publish(slot.tenant(), checkpoint, new Proofs(ledger));
        arrived(slot, checkpoint.size(), clock.instant());
    }

    private void compare(FileLedger ledger, Slot slot) throws IOException {
        Optional<VerifierKey> key = ledger.knownKey();
        if (key.isPresent()) {
            Optional<Checkpoint> latest = slot.place().latest(slot.tenant(), key.get());
            latest.ifPresent(
                    checkpoint -> ledger.compare(checkpoint, slot.place().name()));
        }
    }

    private void arrived(Slot slot, long size, Instant at) {
        states.put(slot, new Anchored(slot.place().name(), size, at, null));
    }

    private void failed(FileLedger ledger, Slot slot, Exception e) {
        Anchored before = state(slot);
        String reason = reason(e);
        states.put(slot, new Anchored(before.place(), before.size(), before.at(), reason));
        if (before.fault() == null) {
            note(ledger, Map.of("place", before.place(), "reason", reason));
        }
    }

    private static void note(FileLedger ledger, Map<String, String> details) {
        try {
            ledger.append("checkpoint.unanchored", "postern", details);
        } catch (ConnectionException e) {
            // The state shows it; the next act that cannot be noted says why.
        }
    }

    /// Why an anchor failed, short enough for a ledger's entry.
    static String reason(Exception e) {
        @Nullable String message = e.getMessage();
        String reason = message == null ? e.getClass().getSimpleName() : message;
        return reason.substring(0, Math.min(reason.length(), REASON_MAX));
    }

    @Override
    public void close() {
        end(work);
    }

    /// Interrupts what waits for a network, and returns when it has ended.
    static void end(ExecutorService work) {
        work.shutdownNow();
        try {
            boolean ended = work.awaitTermination(5, TimeUnit.SECONDS);
            assert ended : "what waits for a network is interrupted";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
