package org.postern.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void noMailCanSteerTheTerminal() {
        String hostile = "Invoice\u001b[2J\u001b]0;owned\u0007 \u202Efdp.exe\u2066 \u009b31m\rtwice";
        assertThat(Text.line(hostile))
                .doesNotContain("\u001b", "\u0007", "\u202E", "\u2066", "\u009b", "\r")
                .startsWith("Invoice\uFFFD[2J");
        assertThat(Text.safe("one\r\ntwo\tthree\u0000")).isEqualTo("one\ntwo\tthree\uFFFD");
        assertThat(Text.line("one\ntwo")).isEqualTo("one two");
    }

    @Test
    void widthIsInCells() {
        assertThat(Text.width("abc")).isEqualTo(3);
        assertThat(Text.width("会議")).isEqualTo(4);
        assertThat(Text.width("e\u0301")).isEqualTo(1);
        assertThat(Text.cut("会議の資料", 7)).isEqualTo("会議の…");
        assertThat(Text.cut("short", 7)).isEqualTo("short");
    }

    @Test
    void aTableIsAlignedAndFits() {
        Table table = new Table("Name", ">Count", "Text")
                .row("会議", "1", "x".repeat(300))
                .row("plain", "1,234", "y\u001b[0m");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8), 60);
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines[0]).isEqualTo("Name   Count  Text");
        assertThat(lines[2]).startsWith("会議       1  xxx").endsWith("…");
        assertThat(lines[3]).isEqualTo("plain  1,234  y\uFFFD[0m");
        for (String line : lines) {
            assertThat(Text.width(line)).isLessThanOrEqualTo(60);
        }
    }

    @Test
    void quantitiesAreReadable() {
        assertThat(Quantities.bytes(999)).isEqualTo("999 B");
        assertThat(Quantities.bytes(1_400_000_000L)).isEqualTo("1.4 GB");
        assertThat(Quantities.bytes(999_960)).isEqualTo("1.0 MB");
        assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
        assertThat(Quantities.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Quantities.duration(Duration.ofMillis(820))).isEqualTo("0.8 s");
        assertThat(Quantities.duration(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
        assertThat(Quantities.duration(Duration.ofHours(99))).isEqualTo("4 d 3 h");
    }
}
