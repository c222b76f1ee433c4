package org.postern.recover.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    private static final Instant AT = Instant.parse("2026-11-22T01:02:03Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Re: Q3/Q4 \\ plans? | Re_ Q3_Q4 _ plans_",
                "../../etc/passwd | _.._etc_passwd",
                "CON | _CON",
                "nul.txt | _nul.txt",
                "com1 | _com1",
                "... | otherwise",
                "trailing dots... | trailing dots",
                "photo\u202Egpj.exe | photo_gpj.exe",
                "Grüße 你好 | Grüße 你好",
            })
    void cleans(String subject, String expected) {
        assertThat(FileNames.clean(subject, "otherwise")).isEqualTo(expected);
    }

    @Test
    void anyNameIsSafeAndGivenOutOnce() {
        Random random = new Random(42);
        FileNames names = new FileNames();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder subject = new StringBuilder();
            int length = random.nextInt(200);
            for (int c = 0; c < length; c++) {
                subject.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }
            String name = names.message(List.of("a/..", subject.toString()), AT, i % 3 == 0 ? "Same (2)" : "same");
            assertThat(given.add(name.toLowerCase(Locale.ROOT)))
                    .as("seed 42, %s", name)
                    .isTrue();
            String[] parts = name.split("/", -1);
            assertThat(parts).hasSize(3).doesNotContain("..", ".", "");
            assertThat(parts[1].length()).isLessThanOrEqualTo(81);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
        }
    }
}
