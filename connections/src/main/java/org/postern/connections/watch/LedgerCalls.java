package org.postern.connections.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.postern.connections.Ledger;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.Ledger.Query;

/// [OwnCalls] as a ledger tells them.
///
/// All tokens since an instant are read at once; requests, of which there are many, are looked up one by one. A request
/// whose entry was lost in a crash is known by its id.
public final class LedgerCalls implements OwnCalls {
    static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
    private static final Duration NEAR = Duration.ofMinutes(15);
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final Ledger ledger;
    private final Set<String> tokens = new HashSet<>();
    private final Map<String, Outcome> asked = new HashMap<>();
    private final Map<String, String> drills = new HashMap<>();

    private LedgerCalls(Ledger ledger) {
        this.ledger = ledger;
    }

    /// With the tokens asked for at or after an instant.
    public static LedgerCalls since(Ledger ledger, Instant from) {
        LedgerCalls calls = new LedgerCalls(ledger);
        Set<String> kinds = Set.of("token.requested", "token.received", "token.refused", "drill.used");
        ledger.find(new Query(from, END, kinds, 0, Integer.MAX_VALUE)).forEach(calls::take);
        return calls;
    }

    private void take(Entry entry) {
        Map<String, String> details = entry.details();
        String id = details.getOrDefault("id", "");
        switch (entry.kind()) {
            case "token.requested" -> asked.putIfAbsent(id, Outcome.UNKNOWN);
            case "token.received" -> {
                tokens.add(details.getOrDefault("uti", ""));
                asked.put(id, Outcome.GRANTED);
            }
            case "token.refused" -> asked.put(id, Outcome.REFUSED);
            case "drill.used" -> drills.put(details.getOrDefault("uti", ""), details.getOrDefault("drill", ""));
            default -> {}
        }
    }

    @Override
    public boolean received(String tokenId) {
        return !tokenId.isEmpty() && tokens.contains(tokenId);
    }

    @Override
    public String drill(String tokenId) {
        return tokenId.isEmpty() ? "" : drills.getOrDefault(tokenId, "");
    }

    @Override
    public Optional<Asked> asked(String requestId) {
        Outcome outcome = asked.get(requestId);
        if (outcome == null && recognised(requestId)) {
            outcome = Outcome.UNKNOWN;
        }
        return Optional.ofNullable(outcome).map(Asked::new);
    }

    private boolean recognised(String requestId) {
        try {
            return ledger.recognise(UUID.fromString(requestId)).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Ids from before they were derived from a secret are only in the entries.
    @Override
    public boolean sent(String requestId, Instant at) {
        return !requestId.isEmpty()
                && (recognised(requestId)
                        || around(at, CLOCKS_APART, Integer.MAX_VALUE).stream()
                                .anyMatch(entry ->
                                        requestId.equals(entry.details().get("id"))));
    }

    @Override
    public boolean busy(Instant at) {
        return !around(at, NEAR, 1).isEmpty();
    }

    private List<Entry> around(Instant at, Duration distance, int limit) {
        Set<String> kinds = Set.of("request", "token.requested");
        return ledger.find(new Query(at.minus(distance), at.plus(distance), kinds, 0, limit));
    }
}
