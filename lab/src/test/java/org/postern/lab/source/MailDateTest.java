package org.postern.lab.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Date: Thu, 5 Nov 2026 10:00:00 +0100 | 2026-11-05T09:00:00Z",
                "Date: 5 Nov 2026 10:00 | 2026-11-05T10:00:00Z",
                "Date: Wed, 20 Dec 95 19:59:01 -0500 | 1995-12-21T00:59:01Z",
                "Date: 01 Jan 02 00:00:00 GMT | 2002-01-01T00:00:00Z",
                "From - Fri Aug 05 10:57:20 2016 | 2016-08-05T10:57:20Z",
                "From a@b.example Thu Aug 22 12:36:23 2002 | 2002-08-22T12:36:23Z",
                "Sat 23 Jan 2016 22:06:43 +0200 | 2016-01-23T20:06:43Z",
                "30 June 2012 23:59:60 +0000 | 2012-06-30T23:59:59Z"
            })
    void readsTheFormsThatOccur(String text, Instant expected) {
        assertThat(MailDate.ofText(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Date: soon",
                "Thu, 31 Feb 2025 25:61:00 +2500",
                "5 Foo 2026 10:00:00",
                "1 Jan 1969 00:00:00",
                "1 Jan 2999 00:00:00 +0000",
                "5 Nov 2026 10:00:00 +9999"
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(MailDate.ofText(text)).isEmpty();
    }

    @Test
    void theTopmostReceivedFieldBeatsTheDate() {
        String head = String.join(
                "\r\n",
                "Received: from a by b;",
                " Thu, 5 Nov 2026 10:00:05 +0000",
                "Received: from c by a; Thu, 5 Nov 2026 10:00:01 +0000",
                "Date: Thu, 5 Nov 2026 09:00:00 +0000",
                "",
                "Date: 1 Jan 2000 00:00:00 +0000");
        assertThat(MailDate.ofHead(head)).contains(Instant.parse("2026-11-05T10:00:05Z"));
        assertThat(MailDate.ofHead("Subject: x\n\nDate: 1 Jan 2000 00:00:00 +0000\n"))
                .isEmpty();
    }
}
