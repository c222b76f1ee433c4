package org.postern.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AdministratorTokenTest {
    @Test
    void onlyTheTokenItselfMatches() {
        String text = AdministratorToken.generate(new SecureRandom());
        AdministratorToken token = new AdministratorToken(text);
        assertThat(token.matches(text)).isTrue();
        assertThat(token.matches(text + " ")).isFalse();
        assertThat(token.matches(text.substring(1))).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(AdministratorToken.generate(new SecureRandom())).isNotEqualTo(text);
        assertThatThrownBy(() -> new AdministratorToken("short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failuresAreCountedByAddressAndForgottenAfterAWhile() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        FailureLimit limit = new FailureLimit(clock);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.exceededBy("192.0.2.1")).isFalse();
        }
        assertThat(limit.exceededBy("192.0.2.1")).isTrue();
        assertThat(limit.exceededBy("192.0.2.2")).isFalse();
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(61)));
        assertThat(limit.exceededBy("192.0.2.1")).isFalse();
    }
}
