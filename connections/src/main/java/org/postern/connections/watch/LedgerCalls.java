package org.postern.connections.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.postern.connections.Ledger;
import org.postern.connections.Ledger.Entry;

/// [OwnCalls] as a stretch of a ledger tells them.
public final class LedgerCalls implements OwnCalls {
    private static final int PAGE = 5_000;
    private static final Duration NEAR = Duration.ofMinutes(15);

    private final Set<String> tokens = new HashSet<>();
    private final Map<String, Outcome> asked = new HashMap<>();
    private final Set<UUID> sent = new HashSet<>();
    private final TreeSet<Instant> minutes = new TreeSet<>();
    private final Ledger ledger;
    private long before;

    private LedgerCalls(Ledger ledger) {
        this.ledger = ledger;
    }

    /// All entries after number `after`.
    ///
    /// @param horizon from where on entries are of interest next time
    public static LedgerCalls since(Ledger ledger, long after, Instant horizon) {
        LedgerCalls calls = new LedgerCalls(ledger);
        calls.before = after;
        long last = after;
        List<Entry> page;
        do {
            page = ledger.read(last, PAGE);
            for (Entry entry : page) {
                calls.take(entry, horizon);
                last = entry.number();
            }
        } while (page.size() == PAGE);
        return calls;
    }

    private void take(Entry entry, Instant horizon) {
        if (entry.at().isBefore(horizon)) {
            before = entry.number();
        }
        Map<String, String> details = entry.details();
        switch (entry.kind()) {
            case "token.requested" -> {
                asked.putIfAbsent(details.getOrDefault("id", ""), Outcome.UNKNOWN);
                busyAt(entry.at());
            }
            case "token.received" -> {
                tokens.add(details.getOrDefault("uti", ""));
                asked.put(details.getOrDefault("id", ""), Outcome.GRANTED);
            }
            case "token.refused" -> asked.put(details.getOrDefault("id", ""), Outcome.REFUSED);
            case "request" -> {
                uuid(details.getOrDefault("id", "")).ifPresent(sent::add);
                busyAt(entry.at());
            }
            default -> {}
        }
    }

    private void busyAt(Instant at) {
        minutes.add(Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), 60) * 60));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The number of the last entry that the next poll needs not read.
    public long before() {
        return before;
    }

    @Override
    public boolean received(String tokenId) {
        return !tokenId.isEmpty() && tokens.contains(tokenId);
    }

    @Override
    public Optional<Asked> asked(String requestId) {
        return Optional.ofNullable(asked.get(requestId)).map(Asked::new);
    }

    @Override
    public boolean sent(String requestId) {
        // The entry of a request may be lost in a crash; its id is known even so.
        return uuid(requestId)
                .filter(id -> sent.contains(id) || ledger.recognise(id).isPresent())
                .isPresent();
    }

    @Override
    public boolean busy(Instant at) {
        Instant near = minutes.ceiling(at.minus(NEAR));
        return near != null && !near.isAfter(at.plus(NEAR));
    }
}
