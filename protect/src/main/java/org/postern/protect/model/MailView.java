package org.postern.protect.model;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.protect.Circumstances;

/// A message, and whose it is, as rules see it. One thread at a time.
public final class MailView {
    /// RFC 5322 §3.6.5, and what other languages write.
    private static final Pattern REPLY = Pattern.compile(
            "^\\s*+(?:\\[[^\\]]{1,40}\\]\\s*+){0,10}+(?:re|aw|sv|antw|vs|ref|rif|r|odp|ynt|atb|\u56de\u590d|\u7b54\u590d|\u56de\u8986)\\s*+(?:\\[\\d{1,4}\\]|\\(\\d{1,4}\\))?+\\s*+[:\uff1a]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FORWARD = Pattern.compile(
            "^\\s*+(?:\\[[^\\]]{1,40}\\]\\s*+){0,10}+(?:fwd?|wg|tr|rv|enc|i|vb|vl|pd|\u8f6c\u53d1|\u8f49\u5bc4)\\s*+(?:\\[\\d{1,4}\\]|\\(\\d{1,4}\\))?+\\s*+[:\uff1a]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern AUTOMATIC = Pattern.compile(
            "^\\s*+(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of office|automatische antwort|abwesen|"
                    + "r\u00e9ponse automatique|respuesta autom\u00e1tica|risposta automatica|automatisch antwoord)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /// A subject line.
    ///
    /// @param base without the marks of replies and forwards
    public record Subject(String subject, String base, boolean isReply, boolean isForward, boolean isAutoReply) {
        static Subject of(String subject) {
            String base = subject;
            boolean reply = false;
            boolean forward = false;
            for (int mark = 0; mark < 20; mark++) {
                var replied = REPLY.matcher(base);
                var forwarded = FORWARD.matcher(base);
                if (replied.find()) {
                    reply = true;
                    base = base.substring(replied.end());
                } else if (forwarded.find()) {
                    forward = true;
                    base = base.substring(forwarded.end());
                } else {
                    break;
                }
            }
            return new Subject(
                    subject,
                    base.strip(),
                    reply,
                    forward,
                    AUTOMATIC.matcher(subject).find());
        }
    }

    private final Circumstances circumstances;
    private final Supplier<Headers> headers;
    private final Supplier<Body> body;
    private final Supplier<List<Attachment>> attachments;
    private final Supplier<@Nullable Subject> subject;
    private final Supplier<@Nullable Person> sender;
    private final Supplier<List<Person>> to;
    private final Supplier<List<Person>> cc;
    private final Supplier<List<Person>> bcc;

    private MailView(Message message, Circumstances circumstances) {
        this.sender = new Once<@Nullable Person>(() -> firstSender(message));
        this.to = new Once<>(() -> people(message.to()));
        this.cc = new Once<>(() -> people(message.cc()));
        this.bcc = new Once<>(() -> people(message.bcc()));
        this.circumstances = circumstances;
        this.headers = new Once<>(() -> new Headers(message, circumstances.trustedServers()));
        this.body = new Once<>(() ->
                new Body(message.leaves().stream().filter(MailView::isBody).toList()));
        this.attachments = new Once<>(() -> message.leaves().stream()
                .filter(leaf -> !isBody(leaf) && !leaf.mediaType().startsWith("multipart/"))
                .map(Attachment::new)
                .toList());
        this.subject = new Once<@Nullable Subject>(
                () -> message.header().text("Subject").map(Subject::of).orElse(null));
    }

    public static MailView of(Message message, Circumstances circumstances) {
        return new MailView(message, circumstances);
    }

    private static boolean isBody(Leaf leaf) {
        return (leaf.mediaType().equals("text/plain") || leaf.mediaType().equals("text/html"))
                && leaf.fileName().isEmpty()
                && leaf.disposition().filter("attachment"::equals).isEmpty();
    }

    Circumstances.Direction direction() {
        return circumstances.direction();
    }

    @Nullable
    Person mailbox() {
        EmailAddress mailbox = circumstances.mailbox();
        return mailbox == null ? null : Person.of(mailbox);
    }

    Headers headers() {
        return headers.get();
    }

    public Body body() {
        return body.get();
    }

    List<Attachment> attachments() {
        return attachments.get();
    }

    @Nullable
    Subject subject() {
        return subject.get();
    }

    @Nullable
    Person sender() {
        return sender.get();
    }

    List<Person> to() {
        return to.get();
    }

    List<Person> cc() {
        return cc.get();
    }

    List<Person> bcc() {
        return bcc.get();
    }

    private static @Nullable Person firstSender(Message message) {
        return message.from().stream()
                .findFirst()
                .or(() -> message.sender().stream().findFirst())
                .map(Person::of)
                .orElse(null);
    }

    private static List<Person> people(List<EmailAddress> addresses) {
        return addresses.stream().map(Person::of).toList();
    }
}
