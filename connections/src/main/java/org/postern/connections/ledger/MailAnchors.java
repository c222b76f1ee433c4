package org.postern.connections.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.ConnectionException;
import org.postern.connections.LedgerEvidence.Anchored;
import org.postern.connections.MailAnchor;
import org.postern.connections.MailSender;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// Mails checkpoints to those whom customers chose, each through the tenant's own connection.
///
/// One mail at a time for each tenant, always of the newest checkpoint; when is [MailState]'s. A mail that fails keeps
/// nobody waiting: it is shown, noted in the ledger when it begins, and tried again.
final class MailAnchors implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final Function<TenantId, MailSender> senders;
    private final Clock clock;
    private final Map<TenantId, MailState> states = new ConcurrentHashMap<>();
    private final Map<TenantId, Boolean> busy = new ConcurrentHashMap<>();
    private final Semaphore atOnce = new Semaphore(AT_ONCE);
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("anchor-mail-", 0).factory());

    MailAnchors(Function<TenantId, MailSender> senders, Clock clock) {
        this.senders = senders;
        this.clock = clock;
    }

    Optional<MailAnchor> anchor(FileLedger ledger) {
        return Optional.ofNullable(state(ledger).anchor());
    }

    Optional<Anchored> of(FileLedger ledger) {
        MailState state = state(ledger);
        return Optional.ofNullable(state.anchor())
                .map(anchor -> new Anchored("mail to " + anchor.to(), state.size(), state.sentAt(), state.fault()));
    }

    /// Noted first. The addressee is named by a digest: ledgers are handed around.
    void set(FileLedger ledger, @Nullable MailAnchor anchor) {
        Map<String, String> details =
                anchor == null ? Map.of("way", "mail") : Map.of("way", "mail", "to", digest(anchor.to()));
        ledger.append(anchor == null ? "anchor.removed" : "anchor.set", Actor.current(), details);
        update(ledger, state -> state.setTo(anchor));
        sendWhenDue(ledger);
    }

    static String digest(String address) {
        return EntryCodec.sha256(address.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private MailState state(FileLedger ledger) {
        return states.computeIfAbsent(ledger.tenant(), _ -> MailState.read(ledger.beside(".mail")));
    }

    private MailState update(FileLedger ledger, UnaryOperator<MailState> change) {
        state(ledger);
        return states.compute(ledger.tenant(), (_, before) -> {
            MailState after = change.apply(before == null ? MailState.NONE : before);
            after.write(ledger.beside(".mail"));
            return after;
        });
    }

    /// Begins to mail the ledger's newest checkpoint, if one is due.
    void sendWhenDue(FileLedger ledger) {
        boolean due = state(ledger).due(clock.instant(), ledger.entries(), ledger.lastAct());
        if (due && busy.putIfAbsent(ledger.tenant(), true) == null) {
            work.execute(() -> {
                boolean sent = false;
                try {
                    sent = send(ledger);
                } finally {
                    busy.remove(ledger.tenant());
                }
                if (sent) {
                    sendWhenDue(ledger); // It may have been set anew meanwhile, by one who found this one busy.
                }
            });
        }
    }

    private boolean send(FileLedger ledger) {
        try {
            atOnce.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server stops.
            return false;
        }
        try {
            sendNewest(ledger);
            sayFarewell(ledger);
            return true;
        } catch (RuntimeException e) {
            failed(ledger, e);
            return false;
        } finally {
            atOnce.release();
        }
    }

    private void sayFarewell(FileLedger ledger) {
        MailAnchor leaving = state(ledger).leaving();
        if (leaving != null) {
            post(ledger, leaving, ledger.checkpoint(), 0, true);
            update(ledger, known -> leaving.equals(known.leaving()) ? known.saidFarewell() : known);
        }
    }

    private void sendNewest(FileLedger ledger) {
        MailState state = state(ledger);
        MailAnchor anchor = state.anchor();
        if (anchor != null && state.newestDue(clock.instant(), ledger.entries(), ledger.lastAct())) {
            Checkpoint checkpoint = ledger.checkpoint();
            post(ledger, anchor, checkpoint, state.size(), false);
            Instant now = clock.instant();
            // It may have been set to go elsewhere meanwhile.
            update(ledger, known -> anchor.equals(known.anchor()) ? known.sent(checkpoint.size(), now) : known);
        }
    }

    private void post(FileLedger ledger, MailAnchor anchor, Checkpoint checkpoint, long before, boolean last) {
        byte[] message = AnchorMail.write(ledger, anchor, checkpoint, before, last, clock.instant());
        senders.apply(ledger.tenant()).send(new MailboxId(anchor.from()), message);
    }

    private void failed(FileLedger ledger, RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
            return; // The server stops: it is tried again after the next start.
        }
        boolean knownBefore = state(ledger).fault() != null;
        String reason = Anchors.reason(e);
        try {
            MailState after = update(ledger, state -> state.failed(clock.instant(), reason));
            if (!knownBefore) {
                ledger.append(
                        "checkpoint.unanchored", "postern", Map.of("place", "mail", "reason", hidden(after, reason)));
            }
        } catch (ConnectionException unwritten) {
            // A disk that takes nothing: the next act that cannot be noted says so.
        }
    }

    private static String hidden(MailState state, String reason) {
        MailAnchor anchor = state.anchor();
        return anchor == null ? reason : reason.replace(anchor.to(), "the addressee");
    }

    @Override
    public void close() {
        Anchors.end(work);
    }
}
