package org.postern.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.cli.Terminals;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String shown(boolean interactive, boolean plain) {
        Terminal terminal = Terminals.of(out, err, Map.of(), interactive, "");
        try (Progress progress = Progress.of(terminal, plain, "Sync")) {
            for (int done = 0; done <= 1500; done++) {
                progress.at(done, done < 3 ? -1 : 1500, "anna@sample.example\u001b[2J");
            }
        }
        assertThat(out.size()).isZero(); // Standard output belongs to the answer.
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLogGetsFewPlainLinesAndTheLastState() {
        String shown = shown(false, false);
        assertThat(shown).doesNotContain("\r", "\u001b").hasLineCount(2);
        assertThat(shown).startsWith("Sync: 0, anna@sample.example").contains("Sync: 1,500 of 1,500 (100 %)");
    }

    @Test
    void plainIsPlainAtATerminalToo() {
        assertThat(shown(true, true)).doesNotContain("\r", "\u001b");
    }

    @Test
    void aPersonGetsABarThatIsRedrawn() {
        assertThat(shown(true, false))
                .contains("\r")
                .contains("Sync")
                .contains("100%")
                .doesNotContain("\u001b[2J");
    }

    @Test
    void nothingIsShownOfWorkThatNeverMoved() {
        Terminal terminal = Terminals.of(out, err, Map.of());
        Progress.of(terminal, false, "Sync").close();
        assertThat(err.size()).isZero();
    }
}
