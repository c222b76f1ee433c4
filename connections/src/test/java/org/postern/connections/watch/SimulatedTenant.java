package org.postern.connections.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.mail.TenantId;

/// A tenant on virtual time: Postern's own sign-ins in its ledger, and a log that is late, doubled and full of gaps.
final class SimulatedTenant {
    private static final int CREDENTIAL_REFUSED = 700027;
    final TenantId id;
    final Path directory;
    final MemoryLedger ledger;
    private final Random random;
    private final Clock clock;
    private final Duration skew;
    private final Instant start;
    private final List<Shown> log = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final Set<String> thumbprints = new HashSet<>();
    private String thumbprint;
    private String address;
    private final List<Instant> thefts = new ArrayList<>();

    /// A log entry, and when the log begins to show it.
    private record Shown(SignInRecord record, Instant from) {}

    SimulatedTenant(int number, Path root, Random random, Clock clock) {
        this.id = new TenantId("tenant-" + number);
        this.directory = root.resolve(id.value());
        this.random = random;
        this.clock = clock;
        this.start = clock.instant();
        this.skew = Duration.ofSeconds(random.nextInt(1_200) - 600L);
        this.ledger = new MemoryLedger(() -> clock.instant().plus(skew));
        this.thumbprint = key();
        this.address = "198.51.100." + random.nextInt(250);
    }

    private String key() {
        String key = new UUID(random.nextLong(), random.nextLong()).toString().toUpperCase(java.util.Locale.ROOT);
        thumbprints.add(key);
        return key;
    }

    private String client(ConnectionFunction function) {
        return function + "-of-" + id;
    }

    FileWatch.Watched application(ConnectionFunction function) {
        return new FileWatch.Watched(function, client(function), Set.copyOf(thumbprints), start);
    }

    /// What happens in a quarter of an hour without a thief.
    void live() {
        for (ConnectionFunction function : List.of(ConnectionFunction.SYNC, ConnectionFunction.WATCH)) {
            if (random.nextInt(4) == 0) {
                signIn(function);
            }
        }
        if (random.nextInt(100) == 0) {
            record(entry(ConnectionFunction.SYNC, "192.0.2.66", "", id(), CREDENTIAL_REFUSED)); // Anyone can.
        }
        if (random.nextInt(400) == 0) {
            thumbprint = key(); // Rolled.
        }
        if (random.nextInt(300) == 0) {
            address = "198.51.100." + random.nextInt(250); // The provider gave another one.
        }
    }

    private void signIn(ConnectionFunction function) {
        String request = id();
        ledger.append("token.requested", "sync", Map.of("id", request));
        int fate = random.nextInt(100);
        if (fate < 2) {
            record(entry(function, address, "", request, 50196)); // Refused, for a reason of the service's own.
            ledger.append("token.refused", "sync", Map.of("id", request));
            return;
        }
        String token = id();
        record(entry(function, address, token, request, 0));
        if (fate >= 4) { // Else the answer was lost, or the process died.
            ledger.append("token.received", "sync", Map.of("id", request, "uti", token));
            answered.add(request);
        }
    }

    /// Somebody else's use of a copied key.
    void steal() {
        String request = !answered.isEmpty() && random.nextInt(3) == 0
                ? answered.get(random.nextInt(answered.size())) // He reads our traffic too.
                : id();
        boolean blocked = random.nextInt(5) == 0; // By conditional access: the key was good.
        SignInRecord theft = entry(
                ConnectionFunction.SYNC,
                "203.0.113." + random.nextInt(250),
                blocked ? "" : id(),
                request,
                blocked ? 53003 : 0);
        record(theft);
        if (log.getLast().record().equals(theft)) {
            thefts.add(log.getLast().from());
        }
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private SignInRecord entry(ConnectionFunction function, String from, String token, String request, int error) {
        return new SignInRecord(
                id(), clock.instant(), client(function), "key", thumbprint, from, token, request, error, "Graph");
    }

    /// Some entries never come; most come within half an hour, a few after a day and more.
    private void record(SignInRecord entry) {
        int fate = random.nextInt(100);
        if (fate < 4) {
            return;
        }
        int minutes = fate < 80 ? 2 + random.nextInt(28) : fate < 98 ? random.nextInt(360) : random.nextInt(1_800);
        log.add(new Shown(entry, clock.instant().plus(Duration.ofMinutes(minutes))));
    }

    /// When the log first shows a theft, if it does by now.
    Optional<Instant> shownTheft() {
        return thefts.stream().filter(from -> !from.isAfter(clock.instant())).min(Instant::compareTo);
    }

    SignInLog log() {
        return (client, from) -> {
            List<SignInRecord> shown = new ArrayList<>();
            for (Shown one : log) {
                boolean is = one.record().clientId().equals(client)
                        && !one.record().at().isBefore(from)
                        && !one.from().isAfter(clock.instant());
                for (int copies = is ? 1 + random.nextInt(20) / 19 : 0; copies > 0; copies--) {
                    shown.add(one.record());
                }
            }
            Collections.shuffle(shown, random);
            return new SignInLog.Read.Entries(shown);
        };
    }

    ApplicationKeys keys() {
        return client -> List.of(new ApplicationKeys.Registered("key", thumbprint, client, ""));
    }

    /// A ledger in memory, on a clock that is a little off.
    static final class MemoryLedger implements Ledger {
        private final java.util.function.Supplier<Instant> now;
        private final List<Entry> entries = new ArrayList<>();

        MemoryLedger(java.util.function.Supplier<Instant> now) {
            this.now = now;
        }

        @Override
        public Entry append(String kind, String actor, Map<String, String> details) {
            entries.add(new Entry(entries.size() + 1L, now.get(), kind, actor, Map.copyOf(details), "", ""));
            return entries.getLast();
        }

        @Override
        public List<Entry> read(long after, int limit) {
            int from = (int) Math.min(after, entries.size());
            return List.copyOf(entries.subList(from, Math.min(from + limit, entries.size())));
        }

        @Override
        public Verification verify() {
            return new Verification.Whole(entries.size());
        }
    }
}
