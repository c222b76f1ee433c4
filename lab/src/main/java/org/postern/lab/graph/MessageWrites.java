package org.postern.lab.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.source.Content;
import org.postern.lab.source.Message.FollowUp;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.Seed;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.JsonNode;

/// Making, changing, moving and deleting messages.
final class MessageWrites {
    private static final Set<String> READ_ONLY =
            Set.of("isDraft", "receivedDateTime", "sentDateTime", "id", "changeKey");

    private final Seed seed;
    private final Clock clock;
    private final MessageReads reads;

    MessageWrites(Seed seed, Clock clock, MessageReads reads) {
        this.seed = seed;
        this.clock = clock;
        this.reads = reads;
    }

    /// `POST …/messages`: MIME as base64 in `text/plain`, or JSON. MIME always makes a draft.
    Reply create(MailCall mail, FolderView folder) {
        mail.call().needsMail("Mail.ReadWrite");
        Item made = mail.call().contentType().startsWith("text/plain")
                ? createFromMime(mail, folder)
                : createFromJson(mail, folder);
        return reads.entity(mail, 201, made);
    }

    private Item createFromMime(MailCall mail, FolderView folder) {
        return mail.mailbox()
                .create(folder.number(), Content.of(mime(mail.call())), Item.Attributes.draft(clock.instant()));
    }

    /// The message that a call brings as MIME in base64.
    static byte[] mime(Call call) {
        byte[] mime;
        try {
            mime = Base64.getMimeDecoder().decode(call.body());
        } catch (IllegalArgumentException _) {
            throw GraphFailure.of(
                    400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
        }
        String start = new String(mime, 0, Math.min(mime.length, 8192), StandardCharsets.ISO_8859_1);
        if (!start.contains(":")) {
            throw GraphFailure.of(400, "ErrorMimeContentInvalid", "The MIME content is empty or has no header.");
        }
        return mime;
    }

    private Item createFromJson(MailCall mail, FolderView folder) {
        JsonNode json = mail.call().json();
        Instant now = clock.instant();
        Item.Attributes attributes = Item.Attributes.draft(now);
        attributes = Extended.apply(Extended.read(json), settable(json, attributes));
        Draft draft = Draft.empty("<" + seed.nextRequestId() + "@lab.example>", now);
        draft.apply(json);
        Instant sent = attributes.sentAt();
        if (sent != null) {
            draft.sentAt(sent);
        }
        return mail.mailbox().create(folder.number(), Content.of(mime(draft)), attributes);
    }

    static byte[] mime(Draft draft) {
        try {
            return draft.mime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `PATCH …/messages/{id}`: attributes of any message; header and body of drafts only.
    Reply update(MailCall mail, Item item) {
        mail.call().needsMail("Mail.ReadWrite");
        reads.checkCorrupt(mail, item);
        checkMatch(mail, item);
        JsonNode json = mail.call().json();
        for (String property : json.propertyNames()) {
            if (READ_ONLY.contains(property)) {
                throw GraphFailure.of(
                        400, "ErrorInvalidPropertySet", "Set action is invalid for property: " + property + ".");
            }
        }
        Draft draft = Draft.of(item, "<" + seed.nextRequestId() + "@lab.example>");
        if (draft.apply(json)) {
            if (!item.attributes().isDraft()) {
                throw GraphFailure.of(400, "ErrorInvalidPropertySet", "Header and body can be changed in drafts only.");
            }
            mail.mailbox().rewrite(item.number(), Content.of(mime(draft)));
        }
        Map<String, String> extended = Extended.read(json);
        Item changed = mail.mailbox()
                .update(item.number(), attributes -> withExtended(settable(json, attributes), extended))
                .orElseThrow(GraphFailure::itemNotFound);
        return reads.entity(mail, 200, changed);
    }

    private void checkMatch(MailCall mail, Item item) {
        String etag = "W/\"" + reads.json(mail).changeKey(item) + "\"";
        if (mail.call()
                .header("If-Match")
                .filter(wanted -> !wanted.equals("*") && !wanted.equals(etag))
                .isPresent()) {
            throw GraphFailure.of(
                    412,
                    "ErrorIrresolvableConflict",
                    "The send or update operation could not be performed because the change key passed in the request "
                            + "does not match the current change key for the item.");
        }
    }

    private static Item.Attributes withExtended(Item.Attributes to, Map<String, String> extended) {
        Item.Attributes result = to;
        for (Map.Entry<String, String> property : extended.entrySet()) {
            result = result.withExtended(property.getKey(), property.getValue());
        }
        return result;
    }

    private static Item.Attributes settable(JsonNode json, Item.Attributes to) {
        Item.Attributes result = to;
        if (json.has("isRead")) {
            result = result.withRead(json.path("isRead").asBoolean());
        }
        if (json.has("importance")) {
            result = result.withImportance(json.path("importance").asString().toLowerCase(Locale.ROOT));
        }
        if (json.has("categories")) {
            List<String> categories = new ArrayList<>();
            json.path("categories").forEach(category -> categories.add(category.asString()));
            result = result.withCategories(categories);
        }
        if (json.has("flag")) {
            result = result.withFlag(
                    flag(Json.text(json.path("flag"), "flagStatus").orElse("")));
        }
        return result;
    }

    private static FollowUp flag(String status) {
        return switch (status) {
            case "notFlagged" -> FollowUp.NOT_FLAGGED;
            case "flagged" -> FollowUp.FLAGGED;
            case "complete" -> FollowUp.COMPLETE;
            default ->
                throw GraphFailure.badRequest(
                        "flagStatus must be notFlagged, flagged or complete; got '" + status + "'.");
        };
    }

    /// `POST …/messages/{id}/move`
    Reply move(MailCall mail, Item item) {
        mail.call().needsMail("Mail.ReadWrite");
        reads.checkCorrupt(mail, item);
        long target = mail.destination().number();
        return reads.entity(
                mail, 201, mail.mailbox().move(item.number(), target).orElseThrow(GraphFailure::itemNotFound));
    }

    /// `POST …/messages/{id}/copy`
    Reply copy(MailCall mail, Item item) {
        mail.call().needsMail("Mail.ReadWrite");
        long target = mail.destination().number();
        return reads.entity(
                mail, 201, mail.mailbox().copy(item.number(), target).orElseThrow(GraphFailure::itemNotFound));
    }

    /// `DELETE …/messages/{id}`: a soft delete, to Recoverable Items; from there, for good.
    Reply delete(MailCall mail, Item item) {
        mail.call().needsMail("Mail.ReadWrite");
        checkMatch(mail, item);
        long recoverable =
                mail.mailbox().folder(WellKnown.RECOVERABLEITEMSDELETIONS).number();
        if (item.folder() == recoverable) {
            mail.mailbox().purge(item.number());
        } else {
            mail.mailbox().move(item.number(), recoverable);
        }
        return Reply.noContent();
    }

    /// `POST …/messages/{id}/permanentDelete`: to Purges, where no client sees it.
    Reply permanentDelete(MailCall mail, Item item) {
        mail.call().needsMail("Mail.ReadWrite");
        mail.mailbox().purge(item.number());
        return Reply.noContent();
    }
}
