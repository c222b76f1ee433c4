package org.postern.protect.explode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.protect.explode.Fixtures.bytes;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.Circumstances;
import org.postern.protect.engine.Answer;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Rule;
import org.postern.protect.engine.Vocabulary;
import org.postern.protect.function.Functions;
import org.postern.protect.model.MailView;
import org.postern.protect.model.Types;

class FileFunctionsTest {
    private static Rule rule(String source) {
        Rule.Outcome outcome =
                Rule.compile(source, new Vocabulary(Types.MESSAGE, Functions.all(), _ -> Optional.empty()));
        if (outcome instanceof Rule.Outcome.Ready(Rule rule)) {
            return rule;
        }
        throw new AssertionError(outcome.toString());
    }

    private static Frame mailWith(String name, byte[] content) {
        String mail = "From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
                + "--b\r\nContent-Type: application/octet-stream; name=\"" + name
                + "\"\r\nContent-Disposition: attachment; filename=\"" + name
                + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content) + "\r\n--b--\r\n";
        return new Frame(
                MailView.of(Message.read(bytes(mail), ReadLimits.DEFAULT), Circumstances.FROM_OUTSIDE),
                System::nanoTime);
    }

    private static Answer answer(String source, Frame mail) {
        return rule(source).answer(mail, Rule.Limits.DEFAULT);
    }

    private static final String OF_EACH = "any(attachments, any(file.explode(.), ";

    @Test
    void aRuleOfWhatIsHereIsDefinite() {
        Frame mail = mailWith("a.docx", Fixtures.docx("words", "Root"));
        String source = OF_EACH + ".depth == 0 and .scan.docx.author =~ 'root' and .flavors.mime in~ "
                + "('application/vnd.openxmlformats-officedocument.wordprocessingml.document')))";
        assertThat(rule(source).needs()).isEmpty();
        assertThat(answer(source, mail)).isInstanceOf(Answer.Match.class);
        assertThat(answer(OF_EACH + ".file_name == 'word/document.xml' and .depth == 1))", mail))
                .isInstanceOf(Answer.Match.class);
        assertThat(answer(OF_EACH + ".scan.docx.author == 'Eve'))", mail)).isInstanceOf(Answer.NoMatch.class);
    }

    @Test
    void aRuleOfWordsInPicturesIsUndecidedAndSaysWhy() {
        String source = OF_EACH + "strings.icontains(.scan.ocr.raw, 'invoice')))";
        assertThat(rule(source).needs()).containsExactly("ocr");
        assertThat(answer(source, mailWith("a.png", Fixtures.png(9, 9))))
                .isEqualTo(new Answer.Undecided(Set.of("ocr")));
        // Each rule is told, not only the first; and what no eye can see has no words to be recognised.
        Frame mail = mailWith("a.png", Fixtures.png(9, 9));
        answer(source, mail);
        assertThat(answer(source, mail)).isEqualTo(new Answer.Undecided(Set.of("ocr")));
        assertThat(answer(source, mailWith("a.js", bytes("var x = 1;")))).isInstanceOf(Answer.NoMatch.class);
    }

    @Test
    void otherThingsThatAreNotHereHaveTheirNames() {
        assertThat(rule(OF_EACH + "any(.scan.yara.matches, .name == 'x')))").needs())
                .containsExactly("yara");
        assertThat(rule(OF_EACH + ".scan.qr.type == 'url'))").needs()).containsExactly("qr");
        assertThat(rule(OF_EACH + ".scan.encrypted_zip.cracked_password == 'x'))")
                        .needs())
                .containsExactly("encrypted_zip.cracked_password");
        assertThat(rule(OF_EACH + ".scan.hash.ssdeep == 'x'))").needs()).containsExactly("ssdeep");
    }

    @Test
    void anArchiveThatIsNotOpenedLeavesRulesUndecided() {
        Frame mail = mailWith("a.rar", bytes("Rar!\u001a\u0007\u0000......"));
        assertThat(answer(OF_EACH + ".file_extension == 'exe'))", mail))
                .isEqualTo(new Answer.Undecided(Set.of("file.explode: the content of a rar archive")));
        assertThat(answer(OF_EACH + ".file_extension == 'rar'))", mail)).isInstanceOf(Answer.Match.class);
    }

    @Test
    void aMailWithinAMailIsReadAsOne() {
        String inner = "From: x@inner.example.com\r\nTo: b@example.org\r\nSubject: within\r\n\r\ntext\r\n";
        Frame mail = mailWith("m.eml", bytes(inner));
        assertThat(answer(
                        "any(attachments, file.parse_eml(.).sender.email.domain.domain == 'inner.example.com'"
                                + " and file.parse_eml(.).subject.subject == 'within')",
                        mail))
                .isInstanceOf(Answer.Match.class);
    }

    @Test
    void filesAreReadAsTextPagesCalendarsAndDocuments() {
        assertThat(answer(
                        "any(attachments, file.parse_text(., encodings=['ascii']).text == 'hello'"
                                + " and file.parse_text(.).encoding == 'ascii')",
                        mailWith("a.txt", bytes("hello"))))
                .isInstanceOf(Answer.Match.class);
        assertThat(answer(
                        "any(attachments, any(file.parse_html(.).links, .href_url.domain.sld == 'bad'))",
                        mailWith("a.html", bytes("<html><a href='https://bad.example/'>x</a></html>"))))
                .isInstanceOf(Answer.NoMatch.class);
        assertThat(answer(
                        "any(attachments, beta.parse_exif(.).page_count == 1 and beta.parse_exif(.).producer == 'Skia')",
                        mailWith("a.pdf", Fixtures.pdf())))
                .isInstanceOf(Answer.Match.class);
        assertThat(answer(
                        "any(attachments, any(beta.file.parse_ics(.).events, .summary == 'Pay'))",
                        mailWith(
                                "a.ics",
                                bytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Pay\nEND:VEVENT\nEND:VCALENDAR"))))
                .isInstanceOf(Answer.Match.class);
        assertThat(answer(
                        "any(attachments, any(file.oletools(.).macros.keywords, .type =~ 'autoexec')"
                                + " and not file.oletools(.).indicators.encryption.exists)",
                        mailWith("a.doc", Fixtures.macros("Sub AutoOpen()\r\nEnd Sub"))))
                .isInstanceOf(Answer.Match.class);
    }

    @Test
    void archivesAreExpanded() {
        assertThat(answer(
                        "any(attachments, any(file.expand_archives(.).files, .file_extension == 'js' and .size == 3))",
                        mailWith("a.zip", Fixtures.zip("run.js", bytes("a()")))))
                .isInstanceOf(Answer.Match.class);
    }
}
