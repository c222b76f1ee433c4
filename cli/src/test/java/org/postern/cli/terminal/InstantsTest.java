package org.postern.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private final Instants instants = new Instants(Clock.fixed(Instant.parse("2026-11-22T10:30:00Z"), VIENNA), VIENNA);

    @ParameterizedTest
    @CsvSource({
        "2026-11-20 14:00, 2026-11-20T13:00:00Z",
        "2026-11-20T14:00, 2026-11-20T13:00:00Z",
        "2026-11-20 14:00:05, 2026-11-20T13:00:05Z",
        "2026-11-20, 2026-11-19T23:00:00Z",
        "2026-07-01 9:05, 2026-07-01T07:05:00Z",
        "2026-11-20T14:00Z, 2026-11-20T14:00:00Z",
        "2026-11-20T14:00:00.123456Z, 2026-11-20T14:00:00.123456Z",
        "2026-11-20 14:00+05:30, 2026-11-20T08:30:00Z",
        "9:00, 2026-11-22T08:00:00Z",
        "now, 2026-11-22T10:30:00Z",
        "NOW, 2026-11-22T10:30:00Z",
        "today, 2026-11-21T23:00:00Z",
        "yesterday 9:00, 2026-11-21T08:00:00Z",
        "yesterday, 2026-11-20T23:00:00Z",
        "-2h, 2026-11-22T08:30:00Z",
        "-30m, 2026-11-22T10:00:00Z",
        "-1d12h, 2026-11-20T22:30:00Z",
        "-1w, 2026-11-15T10:30:00Z",
        "-90s, 2026-11-22T10:28:30Z",
        "2026-03-29 02:30, 2026-03-29T01:30:00Z", // Does not exist in Vienna: an hour later.
    })
    void readsWhatPeopleWrite(String text, Instant expected) {
        assertThat(instants.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "-2",
                "--2h",
                "2h",
                "tomorrow",
                "2026-13-01",
                "2026-11-31",
                "25:00",
                "soon 9:00",
                "2026-11-20 14:00 extra",
                "-99999999999999999999h"
            })
    void refusesTheRestAndShowsTheForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instants.parse(text))
                .withMessageContaining("yesterday 9:00")
                .withMessageContaining("Europe/Vienna");
    }

    @Test
    void showsInTheLocalZone() {
        assertThat(instants.show(Instant.parse("2026-11-20T13:00:07.9Z"))).isEqualTo("2026-11-20 14:00:07");
    }
}
