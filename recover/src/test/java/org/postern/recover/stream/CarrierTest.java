package org.postern.recover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.connections.MailReader.Gist;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

class CarrierTest {
    private static final Gist GIST = new Gist(
            "REPORT.IPM.Note.NDR",
            "Unzustellbar: Grüße 😀 an alle, die dies lesen können und noch ein wenig weiter lesen möchten",
            "ada@example.org",
            List.of("ben@example.org", "Büro Süd"),
            Instant.parse("2026-01-02T03:04:05Z"),
            "<one@example.org>");

    @Test
    void anyStreamComesBackByteForByteAndTheSameBytesEachTime() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : new int[] {1, 2, 3, 56, 57, 58, 1_000, 300_000}) {
            byte[] stream = new byte[size];
            random.nextBytes(stream);
            byte[] carrier = Carrier.write(GIST, "ErrorCorruptData: so it is", stream);
            assertThat(Carrier.stream(carrier))
                    .as("seed %d, %d bytes", seed, size)
                    .contains(stream);
            assertThat(Carrier.write(GIST, "ErrorCorruptData: so it is", stream))
                    .isEqualTo(carrier);
        }
    }

    @Test
    void whatTheServiceSaysCannotWriteHeadersOrParts() {
        String evil = "x\r\nBcc: thief@evil.example\r\n\r\n--postern-\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA";
        byte[] stream = "stream".getBytes(StandardCharsets.UTF_8);
        byte[] carrier = Carrier.write(new Gist(evil, evil, evil, List.of(evil), null, evil), evil, stream);
        String text = new String(carrier, StandardCharsets.US_ASCII);
        assertThat(text.substring(0, text.indexOf("\r\n\r\n")))
                .doesNotContain("Bcc", "thief", "X-Postern", "Message-ID");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(998));
        assertThat(Carrier.stream(carrier)).contains(stream);
    }

    @Test
    void aVersionSaysThatItIsCarriedAndNoMessageCan() {
        MessageState state = new MessageState(
                new ItemId("i"),
                new FolderId("f"),
                "key",
                Instant.EPOCH,
                true,
                false,
                MessageState.FollowUp.NOT_FLAGGED,
                MessageState.Importance.NORMAL,
                List.of("Blue"));
        assertThat(Carrier.carries(state)).isFalse();
        assertThat(Carrier.carries(Carrier.noted(state))).isTrue();
        assertThat(Carrier.noted(state).categories()).containsExactly("Blue");
    }

    @Test
    void whatIsNoCarrierHasNoStream() {
        assertThat(Carrier.stream("Subject: x\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(Carrier.stream(
                        "Content-Transfer-Encoding: base64\r\n\r\n!\r\n--".getBytes(StandardCharsets.US_ASCII)))
                .isPresent(); // What base64 skips is no stream of any use, and its service says so.
        assertThat(Carrier.stream(new byte[0])).isEmpty();
    }
}
