package org.postern.vault.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.vault.search.Criterion.Form;
import org.postern.vault.search.Criterion.Where;

/// What is typed is understood as `docs/search.md` says, or refused with the place and the reason.
class QueryParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a b                        | (a b)
        a AND b                    | (a b)
        a OR b c                   | (a / (b c))
        a b OR c                   | ((a b) / c)
        (a OR b) c                 | ((a / b) c)
        a NOT b                    | (a !b)
        -a b                       | (!a b)
        a-b                        | a-b
        NOT (a OR b)               | !(a / b)
        NOT NOT a                  | !!a
        "a b" cc*                  | ("a b" cc*)
        subject:a b                | (SUBJECT:a b)
        subject:(a OR "b c") d     | ((SUBJECT:a / SUBJECT:"b c") d)
        From:anna@x.test           | FROM:anna@x.test
        to:a cc:b body:c attachment:dd* | (TO:a CC:b BODY:c ATTACHMENT:dd*)
        http://x.test/a            | http://x.test/a
        12:30                      | 12:30
        and or not                 | (and or not)
        type:.PDF                  | type=pdf
        has:attachment             | has=ATTACHMENT
        -has:unread-attachment     | !has=UNREAD
        folder:"Projects X"        | folder=Projects X
        size:>1M                   | size=1048577..
        size:10k..1.5M             | size=10240..1572864
        size:<=500                 | size=0..500
        ((((a))))                  | a
        a (...) b                  | (a b)
        """)
    void understands(String typed, String meaning) throws QueryProblem {
        assertThat(shown(QueryParser.parse(typed, Where.EVERYWHERE))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-15, 2026-03-15, 2026-03-16",
        "2026-02, 2026-02-01, 2026-03-01",
        "2026, 2026-01-01, 2027-01-01",
        "2025-12..2026-02, 2025-12-01, 2026-03-01",
        ">=2026-03-01, 2026-03-01, ",
        ">2026-02, 2026-03-01, ",
        "<2026, , 2026-01-01",
        "<=2025, , 2026-01-01"
    })
    void datesAreWholeDaysOfUtc(String typed, String from, String until) throws QueryProblem {
        assertThat(QueryParser.parse("date:" + typed, Where.EVERYWHERE))
                .isEqualTo(new Criterion.Received(
                        from == null ? Long.MIN_VALUE : micros(from), until == null ? Long.MAX_VALUE : micros(until)));
    }

    private static long micros(String day) {
        return Micros.of(Instant.parse(day + "T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a (b                | character 3  | not closed
        a b) c              | character 4  | no ( before
        "a                  | character 1  | not closed
        a OR                | character 3  | nothing follows OR
        OR a                | character 1  | nothing before
        AND a               | character 1  | nothing on one side
        a AND               | character 3  | nothing on one side
        a NOT               | character 3  | nothing follows NOT
        colour:red          | character 1  | no field "colour"
        a subject:          | character 3  | nothing follows subject
        date:yesterday      | character 6  | no date
        date:2026-13        | character 6  | no date
        size:big            | character 6  | no size
        has:wings           | character 5  | knows no "wings"
        a x*                | character 3  | nearly everything
        subject:(from:a)    | character 10 | within another field
        ...                 |              | no letters
        """)
    void refusesWithPlaceAndReason(String typed, String place, String reason) {
        assertThatExceptionOfType(QueryProblem.class)
                .isThrownBy(() -> QueryParser.parse(typed, Where.EVERYWHERE))
                .satisfies(problem -> assertThat(problem.words())
                        .startsWith("The search could not be understood: ")
                        .contains(place == null ? "" : place)
                        .contains(reason)
                        .endsWith("."));
    }

    @Test
    void depthAndLengthAreBounded() {
        for (String typed :
                List.of("(".repeat(900) + "a", "NOT ".repeat(400) + "a", "a ".repeat(51), "a".repeat(2_001))) {
            assertThatExceptionOfType(QueryProblem.class).isThrownBy(() -> QueryParser.parse(typed, Where.EVERYWHERE));
        }
    }

    @Test
    void anyMixtureOfTokensIsUnderstoodOrRefused() {
        String[] tokens = {
            "a",
            "b*",
            "\"c d\"",
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "-",
            "-e",
            "subject:",
            "from:f",
            "date:2026",
            "date:",
            "size:>1k",
            "has:attachment",
            "...",
            ":",
            "*",
            "\"",
            " ",
            "会",
            "type:pdf",
            "x:y"
        };
        int understood = 0;
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder typed = new StringBuilder();
            for (int count = 1 + random.nextInt(12); count > 0; count--) {
                typed.append(tokens[random.nextInt(tokens.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                assertThat(QueryParser.parse(typed.toString(), Where.EVERYWHERE))
                        .as("seed 11, round " + round)
                        .isNotNull();
                understood++;
            } catch (QueryProblem problem) {
                assertThat(problem.words()).as(typed.toString()).endsWith(".");
            }
        }
        assertThat(understood).isGreaterThan(500);
    }

    private static String shown(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(List<Criterion> parts) -> joined(parts, " ");
            case Criterion.Any(List<Criterion> parts) -> joined(parts, " / ");
            case Criterion.Not(Criterion what) -> "!" + shown(what);
            case Criterion.Words(Where where, String text, Form form) ->
                (where == Where.EVERYWHERE ? "" : where + ":")
                        + switch (form) {
                            case PLAIN -> text;
                            case PHRASE -> "\"" + text + "\"";
                            case PREFIX -> text + "*";
                        };
            case Criterion.InFolder(String name, Form _) -> "folder=" + name;
            case Criterion.OfType(String type) -> "type=" + type;
            case Criterion.Has(Criterion.Feature feature) -> "has=" + feature;
            case Criterion.Received(long from, long until) -> "date=" + from + ".." + until;
            case Criterion.Size(long least, long most) -> "size=" + least + ".." + (most == Long.MAX_VALUE ? "" : most);
        };
    }

    private static String joined(List<Criterion> parts, String between) {
        return "("
                + String.join(
                        between, parts.stream().map(QueryParserTest::shown).toList()) + ")";
    }
}
