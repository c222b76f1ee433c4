package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people see of a message: decoded fields, dates, text and attachments.
final class MessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        plain                                                        ; plain
        =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= =?utf-8?B?IEvDtmxu?=         ; Grüße aus Köln
        =?UTF-8?B?44GT44KT44Gr44Gh?= =?UTF-8?B?44Gv?=                ; こんにちは
        =?utf-8?Q?cut_=C3?=  =?utf-8?Q?=BC_here?=                    ; cut ü here
        =?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=                   ; こんにちは
        =?koi8-r?B?8NLJ18XU?= and =?windows-1251?Q?=CF=F0=E8?=       ; Привет and При
        =?gb2312?B?xOO6ww==?=                                        ; 你好
        =?big5?B?p0Gmbg==?=                                          ; 你好
        =?ks_c_5601-1987?B?vsiz5w==?=                                ; 안녕
        =?utf-8*en?Q?language?=                                      ; language
        =?x-nonsense?Q?caf=C3=A9?=                                   ; café
        =?utf-8?Q?no end                                             ; =?utf-8?Q?no end
        =?utf-8?X?odd?= rest                                         ; =?utf-8?X?odd?= rest
        =?utf-8?B?SGVsbG8?= unpadded                                 ; Hello unpadded
        =?utf-8?Q?with spaces inside?=                               ; with spaces inside
        a =?us-ascii?Q?b?= c                                         ; a b c
        naïve raw                                                    ; naïve raw
        =?=?=?=?=                                                    ; =?=?=?=?=
        """)
    void decodesSubjects(String raw, String decoded) {
        assertThat(message("Subject: " + raw + "\r\n\r\n").subject()).isEqualTo(decoded);
    }

    @Test
    void undeclaredLatinBytesAreReadAsWindows1252() {
        byte[] bytes = "Subject: caf\u00e9 \u0080\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Message.read(bytes, ReadLimits.DEFAULT).subject()).isEqualTo("café €");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Fri, 21 Nov 1997 09:55:06 -0600              | 1997-11-21T15:55:06Z
        21 Nov 97 09:55:06 GMT                       | 1997-11-21T09:55:06Z
        Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 |
        Mon, 1 Jan 01 00:00 EST                      | 2001-01-01T05:00:00Z
        Mon, 01 Jan 2024 00:00:60 +0000              | 2024-01-01T00:00:59Z
        Tue, 1 Jul 2003 10:52:37 +0200 (CEST)        | 2003-07-01T08:52:37Z
        Tue, 1 Jul 2003 10:52:37 GMT+0200            | 2003-07-01T08:52:37Z
        Tue, 1 Jul 2003 10:52:37 +02:00              | 2003-07-01T08:52:37Z
        Tue Jul  1 10:52:37 2003                     | 2003-07-01T10:52:37Z
        Tue, 01-Jul-2003 10:52:37 PDT                | 2003-07-01T17:52:37Z
        2003-07-01T10:52:37Z                         | 2003-07-01T10:52:37Z
        2003-07-01T10:52:37.123+02:00                | 2003-07-01T08:52:37Z
        Tue, 1 Jul 2003 10:52 PM                     | 2003-07-01T22:52:00Z
        1 Jul 2003 10:52:37 X                        | 2003-07-01T10:52:37Z
        31 Feb 2003 10:00:00 +0000                   |
        1 Jul 2003 25:00:00 +0000                    |
        1 Jul 2003 xx:yy                             |
        yesterday                                    |
        ''                                           |
        """)
    void readsDates(String raw, String expected) {
        assertThat(message("Date: " + raw + "\r\n\r\n").date())
                .isEqualTo(Optional.ofNullable(expected).map(Instant::parse));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        attachment; filename="a b.pdf"                                     | a b.pdf
        attachment; filename=a b.pdf                                       | a b.pdf
        attachment; filename="C:\\temp\\a.pdf"                             | a.pdf
        attachment; filename="../../etc/passwd"                            | passwd
        attachment; filename*=utf-8'de'Stra%C3%9Fe.txt                     | Straße.txt
        attachment; filename*0*=utf-8''Stra%C3; filename*1*=%9Fe; filename*2=".txt" | Straße.txt
        attachment; filename*1="b.txt"; filename*0="a"                     | ab.txt
        attachment; filename="=?utf-8?Q?Stra=C3=9Fe.txt?="                 | Straße.txt
        attachment; filename="Straße.txt"                                  | Straße.txt
        attachment; filename=x.txt; filename*=utf-8''better.txt            | better.txt
        attachment; filename*=utf-8''bad%ZZ%.txt                           | bad%ZZ%.txt
        attachment; filename="unterminated                                 | unterminated
        attachment ; FILENAME = "caps.txt" ; x                             | caps.txt
        attachment (comment; x=y); filename=(why) a.txt                    | a.txt
        """)
    void readsFileNames(String disposition, String name) {
        Message message = message("Content-Type: application/pdf\r\nContent-Disposition: " + disposition + "\r\n\r\nx");
        assertThat(message.attachments()).singleElement().satisfies(leaf -> {
            assertThat(leaf.fileName()).contains(name);
            assertThat(leaf.disposition()).contains("attachment");
        });
    }

    @Test
    void choosesTextAndAttachments() {
        Message message = message("""
                From: a@b
                Message-ID: <1@x>
                In-Reply-To: <0@x>
                References: <00@x>
                 <0@x>
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Gr=C3=BC=
                =C3=9Fe
                --a
                Content-Type: multipart/related; boundary=r

                --r
                Content-Type: text/html

                <p>Gruesse</p>
                --r
                Content-Type: image/png; name=logo.png
                Content-ID: <logo@x>

                png
                --r--
                --a--
                --m
                Content-Type: application/pdf
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename=a.pdf

                UERG
                --m
                Content-Type: message/rfc822

                Subject: inner
                Content-Type: text/html

                <style>p{}</style><p>Nested<br>text</p><script>no()</script>
                --m--
                """);
        assertThat(message.text()).isEqualTo("Grüße\ninner\nNested\ntext");
        assertThat(message.attachments())
                .extracting(Leaf::mediaType)
                .containsExactly("application/pdf", "message/rfc822");
        assertThat(new String(message.attachments().getFirst().content(), StandardCharsets.UTF_8))
                .isEqualTo("PDF");
        assertThat(new String(message.attachments().getLast().content(), StandardCharsets.UTF_8))
                .startsWith("Subject: inner");
        assertThat(message.leaves())
                .extracting(Leaf::mediaType)
                .containsExactly("text/plain", "text/html", "image/png", "application/pdf", "text/html");
        assertThat(message.leaves().get(2).contentId()).contains("logo@x");
        assertThat(message.messageId()).contains(new MessageId("1@x"));
        assertThat(message.inReplyTo()).containsExactly(new MessageId("0@x"));
        assertThat(message.references()).containsExactly(new MessageId("00@x"), new MessageId("0@x"));
    }

    @Test
    void htmlBecomesTheTextThatIsSeen() {
        String html = "<html><head><title>no</title></head><body>a<b>b</b>&nbsp;c<!-- no --><div>d</div>"
                + "<table><tr><td>e</td><td>f</td></tr></table><img alt='g'>&lt;h&gt;</body>";
        assertThat(HtmlText.of(html, 1000)).isEqualTo("ab c\nd\ne f\ng <h>");
        assertThat(HtmlText.of(html, 4)).hasSizeLessThanOrEqualTo(4);
        assertThat(HtmlText.of("<div>".repeat(200_000) + "deep", 1000)).contains("deep");
    }

    @Test
    void hostileMessagesAreReadInBoundedTime() {
        String many = "=?utf-8?Q?".repeat(100_000);
        for (String hostile : List.of(
                "Subject: " + many + "\r\n\r\n",
                "Subject: " + "=?a?B?Q".repeat(100_000) + "?=\r\n\r\n",
                "From: " + "(".repeat(500_000) + "\r\n\r\n",
                "From: " + "<".repeat(500_000) + "\r\n\r\n",
                "From: " + "\"".repeat(500_000) + "@".repeat(500_000) + "\r\n\r\n",
                "From: " + "a . ".repeat(300_000) + "@ b\r\n\r\n",
                "From: " + ":".repeat(500_000) + " " + ",".repeat(500_000) + "\r\n\r\n",
                "References: " + "<".repeat(500_000) + "\r\n\r\n",
                "Content-Type: text/html\r\n\r\n" + "<table><tr><td>".repeat(100_000),
                "Content-Type: text/html\r\n\r\n" + "<a><b><p>".repeat(100_000),
                "Content-Type: text/html\r\n\r\n" + "<!--<script>".repeat(100_000),
                "Content-Type: text/html\r\n\r\n" + "<script></head>".repeat(100_000),
                "Content-Type: text/html\r\n\r\n" + "<a b=\"".repeat(100_000) + "<a b='".repeat(100_000),
                "Content-Type: text/html\r\n\r\n" + "&#x".repeat(300_000) + "&amp".repeat(100_000),
                "Content-Disposition: attachment" + "; filename*0=a".repeat(100_000) + "\r\n\r\n",
                "Content-Type: message/rfc822\r\n\r\n".repeat(40_000) + "x")) {
            byte[] bytes = hostile.getBytes(StandardCharsets.UTF_8);
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(30), // Takes a tenth of a second; a quadratic reader takes minutes.
                    () -> {
                        Message message = Message.read(bytes, ReadLimits.DEFAULT);
                        readAll(message);
                    },
                    () -> hostile.substring(0, 60));
        }
    }

    @Test
    void limitsBoundWhatIsDecoded() {
        Message message = Message.read(
                ("From: a@b, c@d, e@f\r\nFrom: g@h\r\n\r\n" + "x".repeat(1000)).getBytes(StandardCharsets.UTF_8),
                new ReadLimits(ScanLimits.DEFAULT, 100, 50, 2));
        assertThat(message.from()).hasSize(2);
        assertThat(message.text()).hasSize(50);
        assertThat(message.leaves().getFirst().content()).hasSize(100);
    }

    static void readAll(Message message) {
        message.subject();
        message.from();
        message.date();
        message.references();
        message.text();
        message.attachments().forEach(leaf -> {
            assertThat(leaf.fileName()).isNotNull();
            assertThat(leaf.content()).isNotNull();
        });
    }

    private static Message message(String text) {
        return Message.read(text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
    }

    @Test
    void fieldsAreFoundWhateverTheirCase() {
        Message message = message("X-A: one\nx-a: =?utf-8?Q?two?=\n folded\nOther: x\n\n");
        assertThat(message.header().texts("x-A")).isEqualTo(Arrays.asList("one", "two folded"));
        assertThat(message.header().raw("x-a")).contains("one");
        assertThat(message.header().text("missing")).isEmpty();
    }
}
