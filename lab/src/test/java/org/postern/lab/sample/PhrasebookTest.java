package org.postern.lab.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasebookTest {
    private static final Instant END = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void choosesAndFillsIn() {
        Phrasebook book = Phrasebook.parse("t", "# greeting\n[Hello|Good [morning|day]] {who}\\n{end}\n# end\nBye.\n");
        TreeSet<String> texts = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            texts.add(book.write("greeting", Map.of("who", "Ann"), random));
        }
        assertThat(texts).containsExactly("Good day Ann\nBye.", "Good morning Ann\nBye.", "Hello Ann\nBye.");
    }

    @Test
    void usesEachVariantBeforeItRepeatsOne() {
        Phrasebook book = Phrasebook.parse("t", "# list\n{a}{a}{a}\n# a\n1\n2\n3\n");
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50; i++) {
            assertThat(book.write("list", Map.of(), random).chars().sorted().toArray())
                    .containsExactly('1', '2', '3');
        }
    }

    @Test
    void anUnknownSlotAndACircleAreBugs() {
        SplittableRandom random = new SplittableRandom(1);
        assertThatThrownBy(() -> Phrasebook.parse("t", "# a\n{b}\n").write("a", Map.of(), random))
                .hasMessageContaining("{b}");
        assertThatThrownBy(() -> Phrasebook.parse("t", "# a\n{a}\n").write("a", Map.of(), random))
                .hasMessageContaining("circles");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project",
                "office",
                "papers",
                "abroad-en",
                "abroad-de",
                "abroad-fr",
                "abroad-pl",
                "abroad-el",
                "abroad-ru",
                "abroad-ar",
                "abroad-he",
                "abroad-hi",
                "abroad-zh",
                "abroad-ja",
                "abroad-ko"
            })
    void everyRuleOfEveryBookCanBeWritten(String name) {
        Company company = Fernhollow.company(END);
        SplittableRandom random = new SplittableRandom(5);
        Scribe scribe = new Scribe(
                company,
                new Post(company, END, random),
                random,
                END.minus(Duration.ofDays(9)),
                END,
                new Library(company, 0, random));
        Phrasebook book = Phrasebook.load(name);
        assertThat(book.rules()).isNotEmpty();
        for (String rule : book.rules()) {
            for (int i = 0; i < 60; i++) {
                Map<String, String> facts = scribe.facts(END);
                facts.putAll(Map.of("from", "Ann", "to", "Ben", "candidate", "Kit Brindle"));
                assertThat(book.write(rule, facts, random))
                        .as(name + " " + rule)
                        .isNotBlank()
                        .doesNotContain("{", "}", "[", "]", "|");
            }
        }
    }
}
