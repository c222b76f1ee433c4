package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailAnchor;

class MailStateTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final MailAnchor THERE = new MailAnchor("security@customer.example", "postern@customer.example");
    private static final MailAnchor ELSEWHERE = new MailAnchor("other@customer.example", "postern@customer.example");

    private static Act act(long number, Instant at) {
        return new Act(number, at);
    }

    @Test
    void theFirstGoesAtOnceAndNoneWithoutAnAddress() {
        MailState set = MailState.NONE.setTo(THERE);
        assertThat(set.due(START, 1, act(1, START))).isTrue();
        assertThat(MailState.NONE.due(START, 1_000_000, act(1, START))).isFalse();
        assertThat(set.due(START, 0, act(0, START))).isFalse();
    }

    @Test
    void anActIsMailedOnceItIsQuietButNotTwiceInAnHour() {
        MailState sent = MailState.NONE.setTo(THERE).sent(10, START);
        Instant acted = START.plus(Duration.ofMinutes(57));
        assertThat(sent.due(START.plus(Duration.ofMinutes(61)), 12, act(12, acted)))
                .isFalse();
        assertThat(sent.due(START.plus(Duration.ofMinutes(62)), 12, act(12, acted)))
                .isTrue();
        assertThat(sent.due(START.plus(Duration.ofMinutes(59)), 12, act(12, START)))
                .isFalse();
        assertThat(sent.due(START.plus(Duration.ofHours(2)), 12, act(9, START))).isFalse();
        assertThat(sent.due(START.plus(Duration.ofHours(2)), 10_010, act(9, START)))
                .isTrue();
        assertThat(sent.due(START.plus(Duration.ofHours(24)), 11, act(9, START)))
                .isTrue();
        assertThat(sent.due(START.plus(Duration.ofDays(9)), 10, act(9, START))).isFalse();
        assertThat(sent.due(START.minusSeconds(1), 11, act(9, START)))
                .as("a clock set back")
                .isTrue();
    }

    @Test
    void failuresAreTriedAgainMoreAndMoreSeldom() {
        MailState state = MailState.NONE.setTo(THERE);
        Instant now = START;
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            state = state.failed(now, "no");
            Instant next = java.util.Objects.requireNonNull(state.tryAfter());
            assertThat(state.due(next.minusMillis(1), 5, act(5, START))).isFalse();
            assertThat(state.due(next, 5, act(5, START))).isTrue();
            waits.add(Duration.between(now, next));
            now = next;
        }
        assertThat(waits).startsWith(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(20));
        assertThat(waits).isSorted().endsWith(Duration.ofHours(6));
        assertThat(state.setTo(THERE).due(now, 5, act(5, START)))
                .as("set again")
                .isTrue();
        assertThat(state.sent(5, now).fault()).isNull();
    }

    @Test
    void whoIsLeftOutIsToldAndWhoComesBackIsNot() {
        MailState sent = MailState.NONE.setTo(THERE).sent(10, START);
        assertThat(sent.setTo(ELSEWHERE).leaving()).isEqualTo(THERE);
        assertThat(sent.setTo(ELSEWHERE).size()).isZero();
        assertThat(sent.setTo(null).leaving()).isEqualTo(THERE);
        assertThat(sent.setTo(null).due(START, 11, act(11, START))).isTrue();
        assertThat(sent.setTo(null).saidFarewell().due(START, 99, act(99, START)))
                .isFalse();
        assertThat(sent.setTo(null).setTo(THERE).leaving()).isNull();
        assertThat(sent.setTo(THERE).size()).isEqualTo(10);
        assertThat(MailState.NONE.setTo(THERE).setTo(ELSEWHERE).leaving())
                .as("never had one")
                .isNull();
    }

    /// Whatever comes: never two within an hour, never more than a day of growth without one, as long as mail goes.
    @RepeatedTest(20)
    void neitherTooOftenNorTooSeldom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MailState state = MailState.NONE.setTo(THERE);
        Instant now = START;
        Instant last = null;
        long entries = 1;
        Act act = act(1, now);
        for (int minute = 0; minute < 5_000; minute++) {
            now = now.plus(Duration.ofMinutes(1));
            entries += random.nextInt(4) == 0 ? random.nextInt(200) : 0;
            if (random.nextInt(50) == 0) {
                act = act(++entries, now);
            }
            if (state.due(now, entries, act)) {
                Duration since = last == null ? MailState.LEAST : Duration.between(last, now);
                assertThat(since).as("seed %d", seed).isBetween(MailState.LEAST, MailState.MOST);
                state = state.sent(entries, now);
                last = now;
                entries += 4; // Sending is noted itself.
            }
            boolean late = last != null && Duration.between(last, now).compareTo(MailState.MOST) > 0;
            assertThat(late).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void isKeptInItsFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ledger.mail");
        MailState state =
                MailState.NONE.setTo(THERE).sent(3, START).setTo(ELSEWHERE).failed(START, "no \"way\"");
        state.write(file);
        assertThat(MailState.read(file)).isEqualTo(state);
        Files.writeString(file, "{\"anchor\":{\"to\":\"a@b\\r\\nBcc: x@y\",\"from\":\"c@d\"}}");
        assertThatThrownBy(() -> MailState.read(file)).isInstanceOf(ConnectionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@b",
                "a@",
                "a b@c",
                "a@b c",
                "<a@b>",
                "A <a@b.example>",
                "a@b\r\nBcc: c@d",
                "a@b\n",
                "a@b,c@d",
                "a@-b",
                "a..b@c",
                "a@b..c",
                "\"a\"@b",
                "ä@b.example"
            })
    void takesPlainAddressesOnly(String hostile) {
        assertThatThrownBy(() -> new MailAnchor(hostile, "ok@x.example")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MailAnchor("ok@x.example", hostile)).isInstanceOf(IllegalArgumentException.class);
    }
}
