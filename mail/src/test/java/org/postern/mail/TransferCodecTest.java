package org.postern.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Exact and lenient decoding; `~` stands for CRLF.
final class TransferCodecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUJD",
                "QUJD~",
                "~~QUJD~~",
                "QUJDRA==",
                "QUJDRA",
                "QUJD~REVG~R0g=",
                "QUJD\nREVG\nR0g=\n",
                "QUJD\rREVG\rR0g=\r",
                "QUJDR~EVGR0~g=",
                "~~",
            })
    void regularBase64IsExact(String body) {
        assertThat(roundTrip(body, TransferEncoding.BASE64)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "QUJD~REVG\nR0g=",
                "QUJD~RE~VG",
                "QUJ D",
                "QUJDRB==",
                "QUJ",
                "QUI=QUJD",
                "QUJD~REVG ~",
                "QUJD\n~",
                "QUJD\r\n\r",
                "=",
                "QUJD~\nREVG"
            })
    void irregularBase64IsNot(String body) {
        assertThat(roundTrip(body, TransferEncoding.BASE64)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "a=3Db~c=20~=09~",
                "caf=c3=a9~",
                "=2E~a.b~=46rom a From~",
                "=21=23 all of them escaped ~",
                "=0D=0A=0D=0Abinary",
                "aaaaaaaaaaaaa=~aaaaaaaaaaaaa=~b",
                "aaaaaaaaaaaa=~=3Daaaaaaaaaaa=~aaaaaaaaaaaaa~",
                "raw 8-bit \u00e9 bytes~",
                "tail ~raw\t~",
                "Hi\n=3D\n",
                "ends soft=~",
                "a long line that is broken=~and ends with a blank =~",
                "one=0A=~two=0A=~three",
            })
    void regularQuotedPrintableIsExact(String body) {
        assertThat(roundTrip(body, TransferEncoding.QUOTED_PRINTABLE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "=Z1",
                "a==~",
                "=c3=C3",
                ".x~=2Ey",
                "a=~b=~c and a long last line",
                "x~y\n",
                "= ~",
                "one=0A=~=0Atwo"
            })
    void irregularQuotedPrintableIsNot(String body) {
        assertThat(roundTrip(body, TransferEncoding.QUOTED_PRINTABLE)).isFalse();
    }

    @Test
    void identityHasNoForm() {
        assertThat(roundTrip("text", TransferEncoding.IDENTITY)).isFalse();
        assertThat(roundTrip("text", TransferEncoding.OTHER)).isFalse();
    }

    @Test
    void attachmentsInAnyLineLengthHaveOneContent() {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        for (int lineLength : new int[] {4, 19, 60, 64, 72, 76, 998, 1_000_000}) {
            byte[] body =
                    TransferCodec.encode(content, new Base64Form(lineLength, EncodingForm.LineEnd.CRLF, true, 0, 1));
            ExactBody exact = TransferCodec.decodeExactly(body, new ByteRange(0, body.length), TransferEncoding.BASE64)
                    .orElseThrow();
            assertThat(exact.content()).isEqualTo(content);
            assertThat(exact.form().toBytes()).hasSizeLessThanOrEqualTo(8);
            if (lineLength == 76) {
                assertThat(body).startsWith(Base64.getMimeEncoder().encode(content));
                assertThat(exact.form().toBytes()).hasSize(4);
            }
        }
    }

    @Test
    void damagedFormsAreRefused() {
        byte[] good = new Base64Form(76, EncodingForm.LineEnd.LF, true, 0, 1).toBytes();
        for (byte[] bad : new byte[][] {
            {},
            {0},
            {3, 1},
            {1},
            {1, 76, 0},
            {1, 76, 0, 1, 9},
            {13, 76, 0, 1},
            {2, 3, 0, 0},
            {2, 76, 127, 1},
            {1, -1, -1, -1, -1, -1}
        }) {
            assertThatThrownBy(() -> EncodingForm.fromBytes(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(EncodingForm.fromBytes(good).toBytes()).isEqualTo(good);
    }

    @Test
    void lenientDecodingSkipsJunk() {
        assertThat(lenient("Q U-J*D~RA", TransferEncoding.BASE64)).isEqualTo("ABCD");
        assertThat(lenient("QUI=~QUI=", TransferEncoding.BASE64)).isEqualTo("ABAB");
        assertThat(lenient("caf=C3=a9 =~x =4 =ZZ=  ~y=", TransferEncoding.QUOTED_PRINTABLE))
                .isEqualTo("caf\u00c3\u00a9 x =4 =ZZy");
        assertThat(TransferCodec.decode(ascii("QUJD"), new ByteRange(0, 4), TransferEncoding.BASE64, 2))
                .hasSize(2);
    }

    private static String lenient(String body, TransferEncoding encoding) {
        byte[] bytes = ascii(body);
        return new String(TransferCodec.decode(bytes, new ByteRange(0, bytes.length), encoding, 1000), ISO_8859_1);
    }

    /// True when the body has a form; then its content encodes to the body again, also from the serialised form.
    private static boolean roundTrip(String body, TransferEncoding encoding) {
        byte[] message = ascii("<" + body + ">");
        Optional<ExactBody> exact =
                TransferCodec.decodeExactly(message, new ByteRange(1, message.length - 1), encoding);
        exact.ifPresent(found -> {
            EncodingForm form = EncodingForm.fromBytes(found.form().toBytes());
            assertThat(form).isEqualTo(found.form());
            assertThat(TransferCodec.encode(found.content(), form)).isEqualTo(ascii(body));
        });
        return exact.isPresent();
    }

    private static byte[] ascii(String text) {
        return text.replace("~", "\r\n").getBytes(ISO_8859_1);
    }
}
