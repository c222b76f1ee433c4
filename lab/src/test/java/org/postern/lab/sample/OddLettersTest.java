package org.postern.lab.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OddLettersTest {
    private static final Instant END = Instant.parse("2026-11-22T10:00:00Z");
    private static final Map<String, String> ODD = odd();

    private static Map<String, String> odd() {
        Company company = Fernhollow.company(END);
        Post post = new Post(company, END, new SplittableRandom(1));
        Library library = new Library(company, 1, new SplittableRandom(2));
        Scribe scribe =
                new Scribe(company, post, new SplittableRandom(3), END.minus(Duration.ofDays(700)), END, library);
        return new OddLetters(scribe)
                .oddities().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                odd -> new String(odd.getValue().bytes(), StandardCharsets.ISO_8859_1)));
    }

    private static String odd(String name) {
        assertThat(ODD).containsKey(name);
        return ODD.getOrDefault(name, "");
    }

    @Test
    void eachBreaksTheRuleItIsNamedFor() {
        assertThat(ODD).hasSizeGreaterThan(35);
        assertThat(odd("bare-lf")).doesNotContain("\r").contains("\n\n");
        assertThat(odd("mixed-line-ends"))
                .contains("\r\n")
                .containsPattern("[^\r]\n")
                .containsPattern("\r[^\n]");
        assertThat(odd("no-final-boundary")).contains("--cut\r\n").doesNotContain("--cut--");
        assertThat(odd("no-line-end")).doesNotEndWith("\n");
        assertThat(odd("empty-body")).endsWith("\r\n\r\n");
        assertThat(odd("header-only")).endsWith("header-only\r\n").doesNotContain("\r\n\r\n");
        assertThat(odd("body-only")).startsWith("\r\n");
        assertThat(odd("eight-bit-header")).contains("GrÃ¼Ã\u009fe");
        assertThat(odd("latin1-header")).contains("Köder für Möwen");
        assertThat(odd("nul")).contains("\u0000");
        assertThat(odd("huge-header").indexOf("\r\n\r\n")).isGreaterThan(20_000);
        assertThat(odd("long-line").lines().mapToInt(String::length).max().orElse(0))
                .isGreaterThan(50_000);
        assertThat(odd("no-message-id")).doesNotContain("Message-ID");
        assertThat(odd("no-date")).doesNotContain("Date:");
        assertThat(odd("no-sender")).doesNotContain("From:").contains("X-Oddity: no-sender");
        assertThat(odd("same-bytes-1")).isEqualTo(odd("same-bytes-2"));
        assertThat(odd("mbox-from-line")).startsWith("From ");
        assertThat(odd("dots")).contains("\r\n.\r\n");
        assertThat(odd("deep-multipart").split("boundary=crate", -1)).hasSize(13);
        assertThat(odd("boundary-in-text")).endsWith("--tide--\r\n");
        assertThat(odd("header-escape")).contains("\u001b[31m");
    }

    @Test
    void twinsShareTheirIdAndNotTheirBody() {
        String first = odd("duplicate-message-id-1");
        String second = odd("duplicate-message-id-2");
        assertThat(first).isNotEqualTo(second);
        assertThat(messageId(first)).isEqualTo(messageId(second)).startsWith("<");
    }

    private static String messageId(String message) {
        return message.replaceAll("(?s).*\r\nMessage-ID: (\\S+)\r\n.*", "$1");
    }
}
