package org.postern.lab.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MboxIndexTest {
    private static final String FROM = "From ann@a.example Fri Aug  5 10:57:20 2016\n";

    @TempDir
    Path directory;

    @Test
    void messagesLieBetweenTheSeparators() throws IOException {
        assertThat(messages(FROM + "Subject: 1\n\none\n\n" + FROM + "Subject: 2\n\ntwo\n\n"))
                .containsExactly("Subject: 1\n\none\n", "Subject: 2\n\ntwo\n");
    }

    @Test
    void theLastMessageMayEndWithoutAnEmptyLineOrALineEnd() throws IOException {
        assertThat(messages(FROM + "A: 1\n\none\n\n" + FROM + "A: 2\n\ntwo"))
                .containsExactly("A: 1\n\none\n", "A: 2\n\ntwo");
        assertThat(messages(FROM + "A: 1\n\none\n")).containsExactly("A: 1\n\none\n");
    }

    @Test
    void onlyOneEmptyLineBelongsToTheMbox() throws IOException {
        assertThat(messages(FROM + "A: 1\n\none\n\n\n\n" + FROM + "A: 2\n\ntwo\n"))
                .containsExactly("A: 1\n\none\n\n\n", "A: 2\n\ntwo\n");
    }

    @Test
    void crlfIsKept() throws IOException {
        String from = FROM.replace("\n", "\r\n");
        assertThat(messages(from + "A: 1\r\n\r\none\r\n\r\n" + from + "A: 2\r\n\r\ntwo\r\n"))
                .containsExactly("A: 1\r\n\r\none\r\n", "A: 2\r\n\r\ntwo\r\n");
    }

    @Test
    void textThatBeginsWithFromTearsNothing() throws IOException {
        String body = "A: 1\n\nFrom here on we sailed.\n\nFrom the north came fog\nand rain.\nFrom x\n";
        assertThat(messages(FROM + body + "\n" + FROM + "A: 2\n\n")).containsExactly(body, "A: 2\n");
    }

    @Test
    void quotedFromLinesStayAsTheyAre() throws IOException {
        String body = "A: 1\n\n>From the file\n>>From deeper\n";
        assertThat(messages(FROM + body + "\n")).containsExactly(body);
    }

    @Test
    void aSeparatorWithoutEmptyLineBeforeItIsText() throws IOException {
        String body = "A: 1\n\ntext\n" + FROM + "B: 2\n";
        assertThat(messages(FROM + body)).containsExactly(body);
    }

    @Test
    void twoSeparatorsInARow() throws IOException {
        assertThat(messages(FROM + "A: 1\n\none\n\n" + FROM + FROM + "A: 2\n\ntwo\n"))
                .hasSize(2)
                .last()
                .isEqualTo("A: 2\n\ntwo\n");
    }

    @Test
    void aFileWithoutSeparatorHasNone() throws IOException {
        assertThat(messages("Subject: no mbox\n\nFrom me\n")).isEmpty();
        assertThat(messages("")).isEmpty();
    }

    @Test
    void manyMessagesOfAnyBytesAreFoundWithEndlessLines() throws IOException {
        Random random = new Random(42);
        List<String> expected = new ArrayList<>();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            StringBuilder body = new StringBuilder("Subject: " + i + "\n\n");
            for (int n = random.nextInt(i % 50 == 0 ? 300_000 : 300); n > 0; n--) {
                body.append((char) (random.nextInt(40) == 0 && i % 50 != 0 ? '\n' : random.nextInt(256)));
            }
            String message = body.toString().replaceAll("(?m)^From ", ">From ").stripTrailing() + "\n";
            expected.add(message);
            file.append(FROM).append(message).append('\n');
        }
        assertThat(messages(file.toString())).isEqualTo(expected);
    }

    private List<String> messages(String mbox) throws IOException {
        Path file = directory.resolve("m.mbox");
        byte[] bytes = mbox.getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, bytes);
        return MboxIndex.of(file).stream()
                .map(entry ->
                        new String(bytes, (int) entry.offset(), (int) entry.length(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
