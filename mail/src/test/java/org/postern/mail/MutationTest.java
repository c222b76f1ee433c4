package org.postern.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any bytes at all: random pieces of mail, cut, doubled and overwritten, are read, tile and round-trip.
///
/// Short by default; `-Dpostern.fuzz.rounds=1000000` makes it long, `-Dpostern.fuzz.seed=N` repeats a failure.
final class MutationTest {
    private static final String[] PIECES = {
        "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: multipart/alternative; boundary=\"bb\"",
        "Content-Type: multipart/digest; boundary*0=b; boundary*1=-",
        "Content-Type: message/rfc822",
        "Content-Type: text/html; charset=utf-7; name*=x'",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%A9",
        "Subject: =?utf-8?Q?a=C3?= =?utf-8?B?qQ==?=",
        "From: \"a\" <b@c>, (x) d . e @ f, g:h@i;",
        "Date: Mon, 1 Jan 2024 10:00:00 +0100 (CET)",
        "References: <a> <b",
        "--b",
        "--b--",
        "--bb",
        "--bb--",
        "--b---",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\n\n",
        "\r",
        "\r\r\n",
        " ",
        "\t",
        "UXVvdGVk\r\nQUJDREVG\r\nQQ==\r\n",
        "QUJDRA",
        "caf=C3=A9=\r\n=20=09\r\n",
        "=\n",
        "= \r\n",
        "<p><b>x</p><script>",
        "From x\n",
        "\0",
        "\u00ff\u00e9",
        "text"
    };

    @Test
    void anyBytesAreReadAndRoundTrip() {
        int rounds = Integer.getInteger("postern.fuzz.rounds", 20_000);
        long first = Long.getLong("postern.fuzz.seed", 1);
        for (long seed = first; seed < first + rounds; seed++) {
            byte[] message = message(new Random(seed));
            try {
                check(message);
            } catch (RuntimeException | AssertionError failure) {
                fail("with -Dpostern.fuzz.rounds=1 -Dpostern.fuzz.seed=" + seed, failure);
            }
        }
    }

    private static void check(byte[] bytes) {
        Message message = Message.read(bytes, ReadLimits.DEFAULT);
        Tiling.check(bytes, message.root());
        message.header()
                .fields()
                .forEach(field -> assertThat(message.header().text(field)).isNotNull());
        MessageTest.readAll(message);
        ByteRange all = new ByteRange(0, bytes.length);
        for (TransferEncoding encoding : TransferEncoding.values()) {
            TransferCodec.decodeExactly(bytes, all, encoding)
                    .ifPresent(exact -> assertThat(TransferCodec.encode(
                                    exact.content(),
                                    EncodingForm.fromBytes(exact.form().toBytes())))
                            .isEqualTo(bytes));
            assertThat(TransferCodec.decode(bytes, all, encoding, 50)).hasSizeLessThanOrEqualTo(50);
        }
    }

    private static byte[] message(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(40); count > 0; count--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            text.append(random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "\r\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        for (int count = bytes.length == 0 ? 0 : random.nextInt(4); count > 0; count--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
