package org.postern.connections.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeStreamTest {
    private static List<String> cut(InputStream in) throws IOException {
        EnvelopeStream stream = new EnvelopeStream(in);
        List<String> documents = new ArrayList<>();
        for (Optional<byte[]> next = stream.next(); next.isPresent(); next = stream.next()) {
            documents.add(new String(next.get(), StandardCharsets.UTF_8));
        }
        return documents;
    }

    /// Gives what there is in pieces of any length, as a network does.
    private static InputStream dripping(String text, Random random) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(40)));
            }
        };
    }

    @Test
    void everyEnvelopeComesWholeHoweverItArrives() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> documents = List.of(
                "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"u\"><s:Body>a</s:Body></s:Envelope>",
                "<Envelope>plain</Envelope>",
                "<soap11:Envelope><x>Envelope> &lt;/s:Envelope> sämtlich 😀</x><myEnvelope/></soap11:Envelope>");
        for (int round = 0; round < 200; round++) {
            List<String> sent = new ArrayList<>();
            StringBuilder all = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String document = documents.get(random.nextInt(documents.size()));
                sent.add(document);
                all.append(random.nextBoolean() ? "\r\n" : "").append(document);
            }
            String tail = "<s:Envelope>broken off".substring(0, random.nextInt(22));
            assertThat(cut(dripping(all + tail, random))).as("seed %d", seed).isEqualTo(sent);
        }
    }

    @Test
    void anEnvelopeWithoutEndIsGivenUp() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                java.util.Arrays.fill(bytes, offset, offset + length, (byte) 'a');
                return length;
            }
        };
        assertThatThrownBy(() -> cut(endless)).isInstanceOf(MalformedSoapException.class);
    }
}
