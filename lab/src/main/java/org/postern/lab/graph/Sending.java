package org.postern.lab.graph;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.postern.lab.net.Reply;
import org.postern.lab.source.Content;
import org.postern.lab.world.Envelope.Recipient;
import org.postern.lab.world.Post;
import org.postern.lab.world.Seed;
import tools.jackson.databind.node.ObjectNode;

/// `POST /users/{id}/sendMail`: MIME as base64 in `text/plain`, or JSON.
///
/// Answers 202, which says that the message was taken. A copy goes to Sent Items, always for MIME and unless
/// `saveToSentItems` is false for JSON.
final class Sending {
    private final Seed seed;
    private final Clock clock;

    Sending(Seed seed, Clock clock) {
        this.seed = seed;
        this.clock = clock;
    }

    Reply send(MailCall mail) {
        Call call = mail.call();
        call.needsMail("Mail.Send");
        boolean asMime = call.contentType().startsWith("text/plain");
        Optional<Post.Refusal> refusal =
                asMime ? post(mail, MessageWrites.mime(call), true) : postJson(mail, call.json());
        if (refusal.isPresent()) {
            throw failure(refusal.get());
        }
        return Reply.accepted();
    }

    private Optional<Post.Refusal> postJson(MailCall mail, ObjectNode json) {
        Draft draft = Draft.empty("<" + seed.nextRequestId() + "@lab.example>", clock.instant());
        draft.apply(json.path("message"));
        draft.sentBy(new Recipient(mail.user().displayName(), mail.user().address()));
        boolean saved = json.path("saveToSentItems").asBoolean(true);
        return post(mail, MessageWrites.mime(draft), saved);
    }

    private Optional<Post.Refusal> post(MailCall mail, byte[] mime, boolean saved) {
        Instant now = clock.instant();
        return Post.send(mail.call().tenant(), mail.user(), Content.of(mime), saved, now);
    }

    private static GraphFailure failure(Post.Refusal refusal) {
        return switch (refusal) {
            case SEND_AS_DENIED ->
                GraphFailure.of(
                        403,
                        "ErrorSendAsDenied",
                        "The user account which was used to submit this request does not have the right to send mail on"
                                + " behalf of the specified sending account.");
            case NO_RECIPIENT ->
                GraphFailure.of(
                        400,
                        "ErrorInvalidRecipients",
                        "At least one recipient isn't valid., A message can't be sent because it contains no"
                                + " recipients.");
        };
    }
}
