package org.postern.connections.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Duration NO_WAIT = Duration.ZERO;

    private final Lane lane = new Lane();

    @Test
    void fourAtOnceAloneOrInOneBatchAndNotOneMore() {
        assertThat(lane.admits(0, 0)).isTrue();
        assertThat(lane.admits(19, 0)).as("a whole batch counts as four").isTrue();
        lane.take(1);
        assertThat(lane.admits(2, 0)).isTrue();
        assertThat(lane.admits(3, 0)).isFalse();
        lane.take(20);
        lane.release(1);
        assertThat(lane.admits(0, 0)).isFalse();
        lane.release(20);
        assertThat(lane.idle(0)).isTrue();
    }

    @Test
    void throttlingHalvesOnceForAllThatWereUnderWayTogether() {
        for (long now = 11; now < 15; now++) {
            lane.throttled(10, now, NO_WAIT);
        }
        assertThat(lane.limit()).isEqualTo(2);
        lane.throttled(12, 20, NO_WAIT);
        assertThat(lane.limit()).as("what was sent after the halving says more").isEqualTo(1);
        lane.throttled(21, 22, NO_WAIT);
        assertThat(lane.limit())
                .as("one goes always, else nothing would ever end")
                .isEqualTo(1);
    }

    @Test
    void aThrottledMailboxsBatchCarriesNoMoreThanItsLimit() {
        lane.throttled(0, 1, NO_WAIT);
        assertThat(lane.admits(1, 2)).isTrue();
        assertThat(lane.admits(2, 2)).isFalse();
    }

    @Test
    void theLongestWaitAskedForHolds() {
        lane.throttled(0, 100, Duration.ofNanos(50));
        lane.throttled(0, 101, Duration.ofNanos(10));
        assertThat(lane.paused(149)).isTrue();
        assertThat(lane.admits(0, 149)).isFalse();
        assertThat(lane.idle(149)).isFalse();
        assertThat(lane.paused(150)).isFalse();
        assertThat(lane.admits(0, 150)).isTrue();
    }

    @Test
    void growsByOneForFiveSuccessesAndThrottlingTakesTheCountAway() {
        lane.throttled(0, 1, NO_WAIT);
        successes(4);
        lane.throttled(0, 2, NO_WAIT);
        successes(4);
        assertThat(lane.limit()).isEqualTo(2);
        successes(1);
        assertThat(lane.limit()).isEqualTo(3);
        successes(500);
        assertThat(lane.limit()).isEqualTo(Lane.MOST);
    }

    private void successes(int count) {
        for (int i = 0; i < count; i++) {
            lane.succeeded();
        }
    }

    /// Whatever happens, no more than four are under way, and once all came back the mailbox is free again.
    @Test
    void holdsUnderAnyOrderOfThings() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Lane any = new Lane();
            ArrayDeque<Integer> underWay = new ArrayDeque<>();
            long now = 0;
            for (int step = 0; step < 300; step++) {
                now += random.nextInt(5);
                switch (random.nextInt(4)) {
                    case 0 -> any.throttled(now - random.nextInt(9), now, Duration.ofNanos(random.nextInt(20)));
                    case 1 -> any.succeeded();
                    case 2 -> {
                        if (!underWay.isEmpty()) {
                            any.release(underWay.removeFirst());
                        }
                    }
                    default -> {
                        int load = 0;
                        while (load < 20 && any.admits(load, now)) {
                            load++;
                        }
                        if (load > 0) {
                            any.take(load);
                            underWay.add(load);
                        }
                    }
                }
                assertThat(any.limit()).as("seed %d step %d", seed, step).isBetween(1, Lane.MOST);
                assertThat(underWay.stream()
                                .mapToInt(load -> Math.min(load, Lane.MOST))
                                .sum())
                        .as("under way, seed %d step %d", seed, step)
                        .isLessThanOrEqualTo(Lane.MOST);
                assertThat(any.busy()).as("seed %d step %d", seed, step).isEqualTo(!underWay.isEmpty());
            }
            underWay.forEach(any::release);
            for (int i = 0; i < 20; i++) {
                any.succeeded();
            }
            assertThat(any.idle(now + 100)).as("seed %d", seed).isTrue();
        }
    }
}
