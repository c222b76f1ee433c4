package org.postern.protect.mql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ParserTest {
    @Test
    void stringsAreReadAsTheyAreWritten() throws SyntaxException {
        assertThat(Parser.parse("'it''s \\n raw'")).isEqualTo(new Node.Text(new Node.Span(0, 14), "it's \\n raw"));
        assertThat(((Node.Text) Parser.parse("\"a\\r\\n\\t\\'\\\"\\\\\\u{1F600}\"")).value())
                .isEqualTo("a\r\n\t'\"\\\ud83d\ude00");
    }

    @Test
    void commentsAndLinesAreCounted() {
        assertThatThrownBy(() -> Parser.parse("type.inbound // and so on\n  and\n  )"))
                .isInstanceOfSatisfying(
                        SyntaxException.class, e -> assertThat(e.position()).isEqualTo(new Position(3, 3)));
    }

    @Test
    void nestingAndLengthAreBounded() {
        assertThatThrownBy(() -> Parser.parse("(".repeat(100_000) + "1"))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Parser.parse("1" + "+1".repeat(400_000)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("links");
        assertThatThrownBy(() -> Parser.parse("a" + ".b".repeat(400_000)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("links");
        assertThatThrownBy(() -> Parser.parse(" ".repeat(2_000_000)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("are the most");
    }

    /// Whatever is written, the answer is a tree or a place: never another failure.
    @Test
    void anyTextIsParsedOrRefused() {
        String[] words = {
            "and", "or", "not", "in", "in~", "is", "null", "of", "3", "1.5", "'a'", "\"b\"", "(", ")", "[", "]", ",",
                    ":",
            ".", "..", "a", "length", "==", "=~", "<", "<=", "+", "-", "*", "$list", "=", "//x\n", "\\", "'", "\"",
                    "\u00e9"
        };
        long seed = 5;
        Random random = new Random(seed);
        int parsed = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder source = new StringBuilder();
            int count = 1 + random.nextInt(12);
            for (int word = 0; word < count; word++) {
                source.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                Parser.parse(source.toString());
                parsed++;
            } catch (SyntaxException e) {
                assertThat(e.position())
                        .as("seed %d, round %d: %s", seed, round, source)
                        .isNotNull();
            }
        }
        assertThat(parsed).isGreaterThan(100);
    }
}
