package org.postern.protect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.protect.engine.Answer;
import org.postern.protect.engine.Asking;

/// Mail made to be read slowly: who looks for what where again and again, does so in quadratic time.
///
/// The time limit is far above what is needed, and far below what backtracking would take.
@Timeout(20)
class HostileMailTest {
    private static final String ASKED = "length(subject.base) >= 0 and body.current_thread.text is not null"
            + " and length(body.links) >= 0 and length(body.current_thread.links) >= 0 and length(body.ips) >= 0"
            + " and all(body.previous_threads, coalesce(.sender.display_name, '') is not null"
            + "   and length(.recipients.to) >= 0 and coalesce(.subject.base, '') is not null)"
            + " and all(headers.hops, coalesce(.authentication_results.dmarc, '') is not null"
            + "   and coalesce(.received.source.raw, '') is not null"
            + "   and coalesce(.received_spf.designator, '') is not null)"
            + " and coalesce(headers.auth_summary.dmarc.pass, true) is not null"
            + " and length(headers.domains) >= 0 and length(headers.ips) >= 0";

    static Stream<Arguments> mails() {
        String blanks = " ".repeat(900);
        String head = "From: a@example.com\nSubject: hello\n";
        String html = head + "Content-Type: text/html\n\n";
        return Stream.of(
                mail("subject of blanks", "From: a@b.example\nSubject: re" + " ".repeat(400_000) + "x\n\ny\n"),
                mail("subject of brackets", "From: a@b.example\nSubject: " + "[a] ".repeat(100_000) + "\n\ny\n"),
                mail("lines of blanks", head + "\n" + (">" + blanks + "x\n").repeat(1_000)),
                mail(
                        "names of fields and blanks",
                        head + "\n" + ("From" + blanks + "x\nTo" + blanks + "x\n").repeat(500)),
                mail("who wrote, never", head + "\n" + ("On " + "1 ".repeat(450) + "\n").repeat(1_000)),
                mail(
                        "quoted blanks",
                        head + "\n-----Original Message-----\n" + (">" + " ".repeat(1_900) + "a\n").repeat(11)
                                + "end\n"),
                mail(
                        "results of blanks",
                        head + ("Authentication-Results: x;" + " ".repeat(3_000) + "y\n").repeat(500) + "\nz\n"),
                mail("host of words", html + ("<a href='https://" + "url".repeat(20_000) + "/?url='>x</a>").repeat(30)),
                mail(
                        "ends of a defence",
                        html + ("<a href='https://urldefense.com/v3/__" + "__;".repeat(20_000) + "'>x</a>").repeat(30)),
                mail("ends of sentences", head + "\n" + ("http://x.com/" + ")".repeat(3_900) + "a ").repeat(250)),
                mail(
                        "links in depth",
                        html
                                + ("<div style='" + "color:red;".repeat(500) + "'>").repeat(200)
                                + "<a href='http://x.com/1'>y</a>".repeat(5_000)),
                mail(
                        "links and quotations",
                        html + "<a href='http://x.com/1'>nowhere to be found</a>".repeat(5_000)
                                + "<div class=gmail_quote>" + "word ".repeat(200_000)));
    }

    private static Arguments mail(String what, String text) {
        return Arguments.of(what, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void isReadInTime(String what, String text) {
        assertThat(new Asking().message(text).answer(ASKED)).as(what).isEqualTo(new Answer.Match());
    }
}
