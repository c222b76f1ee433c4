package org.postern.lab.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.junit.jupiter.api.Test;

class EncodingTest {
    @Test
    void anyBytesComeBackFromBase64InLinesOfTheirLength() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[1 + random.nextInt(400)];
            random.nextBytes(bytes);
            for (Encoding encoding : List.of(Encoding.BASE64_76, Encoding.BASE64_72, Encoding.BASE64_60)) {
                String text = new String(encoding.encode(bytes), StandardCharsets.US_ASCII);
                assertThat(Base64.getMimeDecoder().decode(text)).isEqualTo(bytes);
                assertThat(text).endsWith("\r\n").doesNotContain("\r\n\r\n");
            }
        }
    }

    @Test
    void textComesBackFromQuotedPrintable() throws IOException {
        Random random = new Random(12);
        String letters = "ab =.\tüñ日\u0000";
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(300); n > 0; n--) {
                text.append(random.nextInt(20) == 0 ? "\r\n" : letters.substring(n % 9, n % 9 + 1));
            }
            byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
            byte[] encoded = Encoding.QUOTED_PRINTABLE.encode(bytes);
            assertThat(new String(encoded, StandardCharsets.US_ASCII).lines()).allMatch(line -> line.length() <= 76);
            var in = new QuotedPrintableInputStream(new ByteArrayInputStream(encoded), DecodeMonitor.STRICT);
            assertThat(in.readAllBytes()).as(text.toString()).isEqualTo(bytes);
        }
    }

    @Test
    void encodedWordsComeBack() {
        for (String charset : List.of("UTF-8", "ISO-2022-JP", "EUC-KR", "ISO-8859-7", "KOI8-R", "windows-1256")) {
            String text = switch (charset) {
                case "ISO-2022-JP" -> "森山 健二さんからの長い長いお知らせ：潮位計の点検について、ご確認ください";
                case "EUC-KR" -> "주문 4711 납품 일정 안내와 조위 관측 보고서를 보내 드립니다";
                case "ISO-8859-7" -> "Μετρήσεις στάθμης, αναφορά 4711 και επίσκεψη στο λιμάνι";
                case "KOI8-R" -> "Отчёт по уровню воды и вопрос о поставке датчиков";
                case "windows-1256" -> "قراءات منسوب المياه وموعد التسليم للطلب";
                default -> "emoji 🌊🛟👩‍🔧 Größe naïve 日本語";
            };
            for (HeaderText.Scheme scheme : HeaderText.Scheme.values()) {
                String encoded = HeaderText.unstructured(text, Charset.forName(charset), scheme);
                assertThat(encoded.split(" ", -1)).allMatch(word -> word.length() <= 75); // RFC 2047 §2
                assertThat(DecoderUtil.decodeEncodedWords(encoded, DecodeMonitor.STRICT))
                        .isEqualTo(text);
                assertThat(HeaderText.field("Subject", encoded).lines()).allMatch(line -> line.length() <= 78);
            }
        }
    }
}
