package org.postern.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the scanner sees headers, bodies and parts in plain, odd and hostile messages.
final class MessageScannerTest {
    private static final ScanLimits WIDE = new ScanLimits(100_000, 1_000_000, 10_000_000);

    /// `tree` is the media types, indented by brackets, each leaf with its body; `~` stands for CRLF, `|` for LF and
    /// `^` for CR.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        ``                                                                        ; text/plain''
        `x`                                                                       ; text/plain'x'
        `~`                                                                       ; text/plain''
        `A: b~~body~`                                                             ; text/plain'body~'
        `A: b||body|`                                                             ; text/plain'body|'
        `A: b^^body^`                                                             ; text/plain'body^'
        `A: b^~^~body`                                                            ; text/plain'body'
        `A: b~ c~~body`                                                           ; text/plain'body'
        `A: b~no header~more`                                                     ; text/plain'no header~more'
        ` starts folded~`                                                         ; text/plain' starts folded~'
        `A : b~~body`                                                             ; text/plain'body'
        `From x y~A: b~~body`                                                     ; text/plain'body'
        `>From x y|A: b||body`                                                    ; text/plain'body'
        `From: x~~body`                                                           ; text/plain'body'
        `Content-Type: text/HTML; x=y~~<b>`                                       ; text/html'<b>'
        `Content-Type: nonsense~~b`                                               ; text/plain'b'
        `Content-Type: a/b/c~~b`                                                  ; text/plain'b'
        `Content-Type: text/html charset=x~~b`                                    ; text/html'b'
        `Content-Type: text/html~Content-Type: text/css~~b`                       ; text/html'b'
        `Content-Type: multipart/mixed~~--~--~`                                   ; multipart/mixed'--~--~'
        `Content-Type: multipart/mixed; boundary=b~~none`                         ; multipart/mixed'none'
        `Content-Type: multipart/mixed; boundary=b~~--b~~one~--b~~two~--b--~end`  ; multipart/mixed(text/plain'one' text/plain'two')
        `Content-Type: multipart/mixed; boundary="b "~~pre~--b ~~one~--b-- ~--b~no` ; multipart/mixed(text/plain'one')
        `Content-Type: multipart/mixed; boundary=b||--b||one|--b||two`            ; multipart/mixed(text/plain'one' text/plain'two')
        `Content-Type: multipart/mixed; boundary=b^^--b^^one^--b--^`              ; multipart/mixed(text/plain'one')
        `Content-Type: multipart/mixed; boundary=b~~--b~~one~~--b--`              ; multipart/mixed(text/plain'one~')
        `Content-Type: multipart/mixed; boundary=b~~--b~--b~A: b~--b~~~--b--`     ; multipart/mixed(text/plain'' text/plain'' text/plain'')
        `Content-Type: multipart/mixed; boundary=b~~--b~~--bb~x--b~ --b~--b--`    ; multipart/mixed(text/plain'--bb~x--b~ --b')
        `Content-Type: multipart/mixed; boundary=b--~~--b--~~x~--b----~--b~`      ; multipart/mixed(text/plain'x')
        `Content-Type: multipart/digest; boundary=b~~--b~~A: b~~x~--b--`          ; multipart/digest(message/rfc822(text/plain'x'))
        `Content-Type: message/rfc822~~A: b~~x`                                   ; message/rfc822(text/plain'x')
        `Content-Type: message/global~~A: b~~x`                                   ; message/global(text/plain'x')
        `Content-Type: message/rfc822~~`                                          ; message/rfc822''
        `Content-Type: message/delivery-status~~A: b~~x`                          ; message/delivery-status'A: b~~x'
        `Content-Type: message/rfc822~Content-Transfer-Encoding: base64~~QTogYg==`; message/rfc822'QTogYg=='
        """)
    void seesTheTree(String message, String tree) {
        byte[] bytes = bytes(message);
        Part root = MessageScanner.scan(bytes, ScanLimits.DEFAULT);
        Tiling.check(bytes, root);
        assertThat(describe(bytes, root)).isEqualTo(tree);
    }

    @Test
    void innerBoundariesMayExtendOuterOnes() {
        String inner = "--bx~~deep~--bx--~";
        byte[] bytes = bytes("Content-Type: multipart/mixed; boundary=b~~--b~"
                + "Content-Type: multipart/alternative; boundary=bx~~" + inner + "--b~~last~--b--~");
        assertThat(describe(bytes, MessageScanner.scan(bytes, ScanLimits.DEFAULT)))
                .isEqualTo("multipart/mixed(multipart/alternative(text/plain'deep') text/plain'last')");
    }

    @Test
    void innerPartsEndWithTheOuterOneWhenTheirOwnEndIsMissing() {
        byte[] bytes = bytes("Content-Type: multipart/mixed; boundary=o~~--o~"
                + "Content-Type: message/rfc822~~Content-Type: multipart/mixed; boundary=i~~--i~~deep~--o~~last~--o--");
        Part root = MessageScanner.scan(bytes, ScanLimits.DEFAULT);
        Tiling.check(bytes, root);
        assertThat(describe(bytes, root))
                .isEqualTo("multipart/mixed(message/rfc822(multipart/mixed(text/plain'deep')) text/plain'last')");
    }

    @Test
    void theInnermostOfEqualBoundariesCounts() {
        byte[] bytes = bytes("Content-Type: multipart/mixed; boundary=b~~--b~"
                + "Content-Type: multipart/mixed; boundary=b~~--b~~in~--b--~~--b~~out~--b--~");
        assertThat(describe(bytes, MessageScanner.scan(bytes, ScanLimits.DEFAULT)))
                .isEqualTo("multipart/mixed(multipart/mixed(text/plain'in') text/plain'out')");
    }

    @Test
    void rangesAreExact() {
        byte[] bytes = bytes("Subject: a~ b~X:~~body~");
        Part root = MessageScanner.scan(bytes, ScanLimits.DEFAULT);
        assertThat(root.header()).isEqualTo(new ByteRange(0, 20));
        assertThat(root.body()).isEqualTo(new ByteRange(22, 28));
        assertThat(root.fields())
                .containsExactly(
                        new HeaderField("Subject", new ByteRange(0, 16), new ByteRange(8, 14)),
                        new HeaderField("X", new ByteRange(16, 20), new ByteRange(18, 18)));
    }

    @Test
    void boundariesMayBeWrittenAsRfc2231Sections() {
        byte[] bytes = bytes("Content-Type: multipart/mixed; boundary*0=ab;~ boundary*1=\"cd\"~~--abcd~~x~--abcd--");
        assertThat(describe(bytes, MessageScanner.scan(bytes, ScanLimits.DEFAULT)))
                .isEqualTo("multipart/mixed(text/plain'x')");
    }

    @Test
    void whatLiesBeyondALimitStaysPlain() {
        byte[] bytes =
                bytes("Content-Type: multipart/mixed; boundary=b~~--b~A: 1~B: 2~~one~--b~~two~--b~~three~--b--~");
        Part root = MessageScanner.scan(bytes, new ScanLimits(1, 3, 1));
        Tiling.check(bytes, root);
        assertThat(root.parts()).hasSize(2);
        assertThat(root.parts().getFirst().fields())
                .extracting(HeaderField::name)
                .containsExactly("A");
        byte[] deep = nested(3);
        assertThat(describe(deep, MessageScanner.scan(deep, new ScanLimits(2, 100, 100))))
                .startsWith("multipart/mixed(multipart/mixed(multipart/mixed'");
    }

    @Test
    void hostileInputTakesLinearTime() {
        List<byte[]> hostile = List.of(
                nested(20_000),
                bytes("A: b~".repeat(1_000_000)),
                bytes("Content-Type: multipart/mixed; boundary=b~~" + "--b~".repeat(500_000)),
                bytes("Content-Type: multipart/mixed; boundary=b~~" + "--b-~--bb~--".repeat(500_000)),
                bytes("Content-Type: multipart/mixed; boundary=" + "-".repeat(100_000) + "~~" + "-".repeat(5_000_000)),
                bytes("Content-Type: message/rfc822~~".repeat(50_000)),
                bytes("Content-Type: multipart/mixed; boundary=" + "(".repeat(1_000_000)),
                bytes("Content-Type: multipart/mixed" + ";boundary*".repeat(300_000)),
                bytes("\r".repeat(5_000_000)),
                new byte[5_000_000]);
        for (byte[] message : hostile) {
            for (ScanLimits limits : List.of(WIDE, ScanLimits.DEFAULT)) {
                Part root = Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(30), () -> MessageScanner.scan(message, limits));
                assertThat(root.range().end()).isEqualTo(message.length);
            }
        }
    }

    /// Multiparts in each other that are never closed.
    private static byte[] nested(int levels) {
        StringBuilder message = new StringBuilder();
        for (int level = 0; level < levels; level++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(level)
                    .append("~~--b");
            message.append(level).append('~');
        }
        return bytes(message + "~deepest");
    }

    private static byte[] bytes(String text) {
        return text.replace("~", "\r\n").replace('|', '\n').replace('^', '\r').getBytes(ISO_8859_1);
    }

    private static String describe(byte[] message, Part part) {
        if (part.isLeaf()) {
            byte[] body =
                    Arrays.copyOfRange(message, part.body().start(), part.body().end());
            String text = new String(body, ISO_8859_1);
            return part.mediaType() + "'"
                    + text.replace("\r\n", "~").replace('\n', '|').replace('\r', '^') + "'";
        }
        return part.mediaType()
                + "("
                + String.join(
                        " ",
                        part.parts().stream()
                                .map(child -> describe(message, child))
                                .toList())
                + ")";
    }
}
