package org.postern.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

class SyncScheduleTest {
    private final World.TestClock clock = new World.TestClock();
    private final List<TenantId> synced = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore ended = new Semaphore(0);

    private final MailSync sync = new MailSync() {
        @Override
        public SyncReport syncTenant(TenantId tenant, MailboxSelection selection, Progress progress) {
            synced.add(tenant);
            ended.release();
            return new SyncReport(tenant, clock.instant(), Duration.ZERO, List.of());
        }

        @Override
        public MailboxResult syncMailbox(TenantId tenant, MailboxId mailbox, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MailboxStatus> status(TenantId tenant) {
            return List.of();
        }

        @Override
        public Optional<MailboxStatus> status(TenantId tenant, MailboxId mailbox) {
            return Optional.empty();
        }
    };

    @Test
    void everyTenantHasItsTurnInEveryIntervalAndNotAllAtOnce() throws InterruptedException {
        List<TenantId> tenants = IntStream.range(0, 50)
                .mapToObj(i -> new TenantId("tenant-" + i))
                .toList();
        Set<Instant> busy = new HashSet<>();
        try (SyncSchedule schedule = new SyncSchedule(sync, () -> tenants, Duration.ofMinutes(10), clock)) {
            Instant start = clock.instant();
            for (int tick = 0; tick <= 12 * 30; tick++) {
                int started = schedule.tick(clock.instant());
                clock.advance(Duration.ofSeconds(5));
                ended.acquire(started);
                if (started > 0 && clock.instant().isAfter(start.plus(Duration.ofMinutes(10)))) {
                    busy.add(clock.instant());
                }
            }
        }
        for (TenantId tenant : tenants) {
            assertThat(Collections.frequency(synced, tenant))
                    .as("%s in 30 minutes", tenant)
                    .isBetween(3, 4);
        }
        assertThat(busy).as("ticks with work").hasSizeGreaterThan(40);
    }
}
