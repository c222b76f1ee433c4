package org.postern.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Mailbox files are cut where messages begin, and what is written is read back to the byte.
final class MboxTest {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void cutsAtFromLinesAfterEmptyLines() throws IOException {
        String file = "junk before\n\nFrom a@b Thu Jan  1 00:00:00 1970\nA: b\n\nFirst\nFrom the body\n\n"
                + "From c@d x\r\nA: c\r\n\r\n>From x\r\n>>From y\r\n\r\nFrom e\n\nFrom f";
        assertThat(read(file, Mbox.Quoting.MBOXRD))
                .containsExactly("A: b\n\nFirst\nFrom the body\n", "A: c\r\n\r\nFrom x\r\n>From y\r\n", "", "");
        assertThat(read(file, Mbox.Quoting.NONE).get(1)).isEqualTo("A: c\r\n\r\n>From x\r\n>>From y\r\n");
        assertThat(read("", Mbox.Quoting.NONE)).isEmpty();
        assertThat(read("no mailbox\n", Mbox.Quoting.NONE)).isEmpty();
    }

    @Test
    void writesEnvelopes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Mbox.write(out, "a b@\nc", WHEN, "From x\n>From y\nno end".getBytes(ISO_8859_1));
        Mbox.write(out, "", WHEN, new byte[0]);
        assertThat(out.toString(ISO_8859_1)).isEqualTo("""
                        From ab@c Fri Jan  2 03:04:05 2026
                        >From x
                        >>From y
                        no end

                        From MAILER-DAEMON Fri Jan  2 03:04:05 2026


                        """);
    }

    @Test
    void messagesComeBackToTheByte() throws IOException {
        Random random = new Random(7);
        String[] pieces = {"From ", ">", ">From ", "\n", "\r\n", "\n\n", "text", "\r", "F", "A: b\n"};
        List<String> messages = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder message = new StringBuilder();
            for (int piece = random.nextInt(30); piece > 0; piece--) {
                message.append(pieces[random.nextInt(pieces.length)]);
            }
            messages.add(message.append('\n').toString());
            Mbox.write(out, "a@b", WHEN, message.toString().getBytes(ISO_8859_1));
        }
        assertThat(read(out.toString(ISO_8859_1), Mbox.Quoting.MBOXRD)).isEqualTo(messages);
    }

    @Test
    void messagesAboveTheLimitAreCutAndSaid() throws IOException {
        String file = "From a\n" + "x".repeat(200_000) + "\ny\n\nFrom b\nsmall\n\n";
        MboxReader reader =
                Mbox.reader(new ByteArrayInputStream(file.getBytes(ISO_8859_1)), Mbox.Quoting.MBOXRD, 1_000);
        Mbox.Entry large = reader.next().orElseThrow();
        assertThat(large.complete()).isFalse();
        assertThat(large.message()).hasSize(1_000);
        Mbox.Entry small = reader.next().orElseThrow();
        assertThat(small.complete()).isTrue();
        assertThat(small.envelope()).isEqualTo("From b");
        assertThat(new String(small.message(), ISO_8859_1)).isEqualTo("small\n");
        assertThat(reader.next()).isEmpty();
    }

    private static List<String> read(String file, Mbox.Quoting quoting) throws IOException {
        MboxReader reader = Mbox.reader(new ByteArrayInputStream(file.getBytes(ISO_8859_1)), quoting, 1 << 20);
        List<String> messages = new ArrayList<>();
        for (Optional<Mbox.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
            assertThat(next.get().complete()).isTrue();
            messages.add(new String(next.get().message(), ISO_8859_1));
        }
        return messages;
    }
}
