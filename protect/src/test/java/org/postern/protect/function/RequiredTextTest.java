package org.postern.protect.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Invoice; invoice",
                "inv(oice|ite); invite invoice",
                "pay.*pal; pay",
                "verify.{0,9}(account|identity)s?; account identity",
                "[p0]ay; 0ay pay",
                "(abc)+; abc",
                "(abc)*; ''",
                "colou?r; color colour",
                "\\d{4}; ''",
                "a{2}bcd; bcd",
                "\\bverify\\b; verify",
                "x{y; ''",
                "(?P<name>foo)bar; foobar",
            })
    void literalsOf(String pattern, String literals) {
        assertThat(String.join(" ", RequiredText.of(pattern).stream().sorted().toList()))
                .isEqualTo(literals);
    }

    /// Where a pattern matches, one of its literals stands in the text: tried on patterns and texts of few letters.
    @Test
    void noMatchIsMissed() {
        long seed = 11;
        Random random = new Random(seed);
        int matched = 0;
        int told = 0;
        for (int round = 0; round < 30_000; round++) {
            String pattern = pattern(random, 3);
            var test = RequiredText.test(pattern);
            told += RequiredText.of(pattern).isEmpty() ? 0 : 1;
            Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
            for (int each = 0; each < 5; each++) {
                String text = text(random);
                if (compiled.matcher(text).find()) {
                    matched++;
                    assertThat(test.test(RequiredText.prepared(text.toLowerCase(Locale.ROOT))))
                            .as("seed %d, round %d: %s in %s", seed, round, pattern, text)
                            .isTrue();
                }
            }
        }
        assertThat(matched).isGreaterThan(1_000);
        assertThat(told).isGreaterThan(1_000);
    }

    private static String pattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        int count = 1 + random.nextInt(4);
        for (int part = 0; part < count; part++) {
            pattern.append(
                    switch (random.nextInt(depth == 0 ? 5 : 9)) {
                        case 0, 1, 2 -> "abks".charAt(random.nextInt(4));
                        case 3 -> random.nextBoolean() ? "[ab]" : "[^a]";
                        case 4 -> random.nextBoolean() ? "." : "\\b";
                        case 5 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
                        case 6 -> "(?:" + pattern(random, depth - 1) + ")?";
                        case 7 -> "(" + pattern(random, depth - 1) + "){1,2}";
                        default -> "(?i:" + pattern(random, depth - 1) + ")" + "*+?".charAt(random.nextInt(3));
                    });
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int at = 0; at < length; at++) {
            text.append("abksABKS \u017f\u212a".charAt(random.nextInt(11)));
        }
        return text.toString();
    }
}
