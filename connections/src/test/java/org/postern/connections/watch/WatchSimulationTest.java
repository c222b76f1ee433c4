package org.postern.connections.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.connections.Alarm;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Ledger;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.TenantId;

/// Four days of many tenants, some of whose keys are stolen, on virtual time: every theft that the log shows is named
/// within one interval, and nobody else is.
///
/// `-Dwatch.seeds=100 -Dwatch.tenants=50` for the long run; `-Dwatch.seed=N` begins with another seed.
class WatchSimulationTest {
    private static final int SEEDS = Integer.getInteger("watch.seeds", 3);
    private static final int TENANTS = Integer.getInteger("watch.tenants", 10);
    private static final long FIRST = Long.getLong("watch.seed", 1);
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final Duration INTERVAL = Duration.ofHours(2);
    private static final int DAYS = 4;

    @Test
    void namesEveryShownTheftInTimeAndNobodyElse() throws IOException {
        int shown = 0;
        int unseen = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Path root = memory();
            try {
                Run run = new Run(seed, root);
                run.go();
                run.judge();
                shown += run.accused().size();
                unseen += run.stolen.size() - run.accused().size();
            } finally {
                remove(root);
            }
        }
        assertThat(shown).isPositive();
        System.out.println("watch: " + SEEDS + " seeds of " + TENANTS + " tenants: " + shown
                + " thefts named, nobody accused wrongly; " + unseen + " thefts never in the log");
    }

    /// Where forcing a file costs nothing, if there is such a place.
    private static Path memory() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "watch")
                : Files.createTempDirectory("watch");
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Run implements FileWatch.Sources {
        private final long seed;
        private final Random random;
        private final Ticking clock = new Ticking();
        private final Map<TenantId, SimulatedTenant> tenants = new TreeMap<>(Comparator.comparing(TenantId::value));
        private final Set<TenantId> stolen = new TreeSet<>(Comparator.comparing(TenantId::value));
        private final FileWatch watch = new FileWatch(this, clock, _ -> {});

        Run(long seed, Path root) throws IOException {
            this.seed = seed;
            this.random = new Random(seed);
            for (int number = 0; number < TENANTS; number++) {
                SimulatedTenant tenant = new SimulatedTenant(number, root, random, clock);
                Files.createDirectories(tenant.directory);
                tenants.put(tenant.id, tenant);
            }
            List<TenantId> all = new ArrayList<>(tenants.keySet());
            while (stolen.size() < Math.max(1, TENANTS / 10)) {
                stolen.add(all.get(random.nextInt(all.size())));
            }
        }

        void go() {
            Instant end = clock.now.plus(Duration.ofDays(DAYS));
            Instant thieves = clock.now.plus(Duration.ofDays(1));
            for (int step = 1; clock.now.isBefore(end); step++) {
                clock.now = clock.now.plus(STEP);
                boolean night = step % INTERVAL.dividedBy(STEP) == 0;
                for (SimulatedTenant tenant : tenants.values()) {
                    tenant.live();
                    if (clock.now.isAfter(thieves) && stolen.contains(tenant.id) && random.nextInt(60) == 0) {
                        tenant.steal();
                    }
                    if (night) {
                        watch.poll(tenant.id);
                    }
                }
            }
        }

        Set<TenantId> accused() {
            Set<TenantId> accused = new TreeSet<>(Comparator.comparing(TenantId::value));
            for (TenantId tenant : tenants.keySet()) {
                if (!watch.alarms(tenant).isEmpty()) {
                    accused.add(tenant);
                }
            }
            return accused;
        }

        void judge() {
            for (SimulatedTenant tenant : tenants.values()) {
                List<Alarm> alarms = watch.alarms(tenant.id);
                Optional<Instant> shown = tenant.shownTheft();
                assertThat(!alarms.isEmpty())
                        .as("seed %s, %s, theft shown %s, alarms %s", seed, tenant.id, shown, alarms)
                        .isEqualTo(shown.isPresent());
                shown.ifPresent(from -> assertThat(alarms.stream()
                                .map(Alarm::raisedAt)
                                .min(Instant::compareTo)
                                .orElseThrow())
                        .as("seed %s, %s", seed, tenant.id)
                        .isBeforeOrEqualTo(from.plus(INTERVAL)));
                assertThat(alarms)
                        .as("seed %s, %s", seed, tenant.id)
                        .allSatisfy(alarm -> assertThat(alarm.address()).startsWith("203.0.113."));
            }
        }

        private SimulatedTenant of(TenantId tenant) {
            return java.util.Objects.requireNonNull(tenants.get(tenant));
        }

        @Override
        public Path directory(TenantId tenant) {
            return of(tenant).directory;
        }

        @Override
        public Ledger ledger(TenantId tenant) {
            return of(tenant).ledger;
        }

        @Override
        public List<RemoteMailbox> mailboxes(TenantId tenant) {
            return List.of();
        }

        @Override
        public List<FileWatch.Watched> applications(TenantId tenant) {
            return Stream.of(ConnectionFunction.SYNC, ConnectionFunction.WATCH)
                    .map(of(tenant)::application)
                    .toList();
        }

        @Override
        public Optional<FileWatch.Logs> logs(TenantId tenant) {
            return Optional.of(new FileWatch.Logs(of(tenant).log(), of(tenant).keys()));
        }
    }

    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-01-04T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
