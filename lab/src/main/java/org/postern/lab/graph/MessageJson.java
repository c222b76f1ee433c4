package org.postern.lab.graph;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.lab.net.Json;
import org.postern.lab.source.Message.FollowUp;
import org.postern.lab.world.Envelope;
import org.postern.lab.world.Envelope.Recipient;
import org.postern.lab.world.Item;
import org.postern.lab.world.MessageBody;
import org.postern.lab.world.Seed;
import org.postern.lab.world.User;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages as Graph's message resource.
final class MessageJson {
    private static final Pattern EXPANDED_ID = Pattern.compile("(?i)id\\s+eq\\s+'((?:[^']|'')*)'");

    private final Seed seed;
    private final User owner;
    private final boolean immutableIds;
    private final Set<String> select;
    private final List<String> extended;

    /// @param select lower-case names; empty for all
    /// @param expand the `$expand` option; empty for none
    MessageJson(Seed seed, User owner, boolean immutableIds, Set<String> select, String expand) {
        this.seed = seed;
        this.owner = owner;
        this.immutableIds = immutableIds;
        this.select = select;
        this.extended = expanded(expand);
    }

    private static List<String> expanded(String expand) {
        if (!expand.toLowerCase(Locale.ROOT).contains("singlevalueextendedproperties")) {
            return List.of();
        }
        Matcher ids = EXPANDED_ID.matcher(expand);
        return ids.results().map(found -> found.group(1).replace("''", "'")).toList();
    }

    ObjectNode write(Item item) {
        ObjectNode json = Json.object();
        json.put("@odata.etag", "W/\"" + changeKey(item) + "\"");
        json.put("id", id(item));
        stamps(item, json);
        header(item, json);
        attributes(item, json);
        content(item, json);
        if (!extended.isEmpty()) {
            Extended.write(item, extended, json.putArray("singleValueExtendedProperties"));
        }
        return json;
    }

    String id(Item item) {
        return immutableIds
                ? owner.mailbox().ids().immutable(item.number())
                : owner.mailbox().ids().mutable(item.number(), item.moves());
    }

    private boolean wants(String property) {
        return select.isEmpty() || select.contains(property);
    }

    private void stamps(Item item, ObjectNode json) {
        if (wants("createddatetime")) {
            json.put("createdDateTime", Times.text(item.createdAt()));
        }
        if (wants("lastmodifieddatetime")) {
            json.put("lastModifiedDateTime", Times.text(item.modifiedAt()));
        }
        if (wants("changekey")) {
            json.put("changeKey", changeKey(item));
        }
        if (wants("parentfolderid")) {
            json.put("parentFolderId", owner.mailbox().ids().folder(item.folder()));
        }
        if (wants("receiveddatetime")) {
            json.put("receivedDateTime", Times.text(item.attributes().receivedAt()));
        }
        if (wants("sentdatetime")) {
            json.put("sentDateTime", Times.text(item.sentAt()));
        }
        if (wants("weblink")) {
            json.put(
                    "webLink",
                    "https://outlook.office365.com/owa/?ItemID=" + id(item) + "&exvsurl=1&viewmodel=ReadMessageItem");
        }
    }

    private void header(Item item, ObjectNode json) {
        Envelope head = item.envelope().head();
        if (wants("subject")) {
            json.put("subject", head.subject());
        }
        if (wants("internetmessageid") && head.messageId() != null) {
            json.put("internetMessageId", head.messageId());
        }
        if (wants("conversationid")) {
            String conversation = owner.id() + " " + head.conversation();
            json.put(
                    "conversationId",
                    "AAQk" + HexFormat.of().formatHex(seed.digest("conversation", conversation), 0, 16));
        }
        person("from", head.from(), json);
        person("sender", head.sender(), json);
        people("toRecipients", head.to(), json);
        people("ccRecipients", head.cc(), json);
        people("bccRecipients", head.bcc(), json);
        people("replyTo", head.replyTo(), json);
    }

    private void person(String property, @Nullable Recipient person, ObjectNode json) {
        if (wants(property.toLowerCase(Locale.ROOT)) && person != null) {
            address(person, json.putObject(property));
        }
    }

    private void people(String property, List<Recipient> people, ObjectNode json) {
        if (wants(property.toLowerCase(Locale.ROOT))) {
            ArrayNode array = json.putArray(property);
            people.forEach(person -> address(person, array.addObject()));
        }
    }

    private static void address(Recipient person, ObjectNode into) {
        into.putObject("emailAddress").put("name", person.name()).put("address", person.address());
    }

    private void attributes(Item item, ObjectNode json) {
        Item.Attributes attributes = item.attributes();
        if (wants("isread")) {
            json.put("isRead", attributes.isRead());
        }
        if (wants("isdraft")) {
            json.put("isDraft", attributes.isDraft());
        }
        if (wants("importance")) {
            json.put("importance", item.importance());
        }
        if (wants("inferenceclassification")) {
            json.put("inferenceClassification", "focused");
        }
        if (wants("categories")) {
            ArrayNode categories = json.putArray("categories");
            attributes.categories().forEach(categories::add);
        }
        if (wants("flag")) {
            json.putObject("flag").put("flagStatus", flag(attributes.flag()));
        }
    }

    private void content(Item item, ObjectNode json) {
        if (wants("hasattachments")) {
            json.put("hasAttachments", item.envelope().summary().hasAttachments());
        }
        if (wants("bodypreview")) {
            json.put("bodyPreview", item.envelope().summary().preview());
        }
        if (wants("body")) {
            MessageBody body = item.envelope().body();
            json.putObject("body")
                    .put("contentType", body.html() ? "html" : "text")
                    .put("content", body.text());
        }
    }

    /// Changes with every change of the item.
    String changeKey(Item item) {
        return owner.mailbox().ids().changeKey(item.changeNumber());
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String flag(FollowUp flag) {
        return switch (flag) {
            case NOT_FLAGGED -> "notFlagged";
            case FLAGGED -> "flagged";
            case COMPLETE -> "complete";
        };
    }
}
