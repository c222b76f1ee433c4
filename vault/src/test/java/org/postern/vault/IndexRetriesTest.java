package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.vault.search.Failure;

class IndexRetriesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void waitsGrowAndEnd() {
        IndexRetries retries = new IndexRetries();
        List<Long> waits = new ArrayList<>();
        long now = 0;
        int attempts = retries.failed(5, now);
        while (retries.isWaiting(5)) {
            long start = now;
            while (retries.due(now).isEmpty()) {
                now += SECOND;
            }
            waits.add((now - start) / SECOND);
            attempts = retries.failed(5, now);
        }
        assertThat(attempts).isEqualTo(IndexRetries.ATTEMPTS_MAX);
        assertThat(waits).startsWith(2L, 8L, 32L).isSorted().hasSize(IndexRetries.ATTEMPTS_MAX - 1);
        assertThat(waits.getLast()).isEqualTo(30 * 60);
    }

    @Test
    void aFailureOfBeforeIsDueAtOnceAndASuccessForgotten() {
        IndexRetries retries = new IndexRetries();
        retries.remember(new Failure(3, 8, "given up"), 100);
        assertThat(retries.due(100)).contains(3L);
        retries.succeeded(3);
        assertThat(retries.due(Long.MAX_VALUE / 2)).isEmpty();
    }
}
