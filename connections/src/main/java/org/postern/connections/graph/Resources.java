package org.postern.connections.graph;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads Graph's folders and messages, and writes a message's marks.
final class Resources {
    static final String MESSAGE_FIELDS =
            "id,parentFolderId,changeKey,receivedDateTime,isRead,isDraft,flag,importance,categories";
    static final String FOLDER_FIELDS = "id,displayName,parentFolderId,totalItemCount";

    private Resources() {}

    static ItemId itemId(JsonNode node) {
        return new ItemId(text(node, "id"));
    }

    static FolderId folderId(JsonNode node) {
        return new FolderId(text(node, "id"));
    }

    static boolean removed(JsonNode node) {
        return node.has("@removed");
    }

    /// The state, or empty where a delta gave only what changed of the message.
    static Optional<MessageState> message(JsonNode node, FolderId folder) {
        if (!node.has("changeKey") || !node.has("isRead") || !node.has("flag") || !node.has("importance")) {
            return Optional.empty();
        }
        List<String> categories = new ArrayList<>();
        node.path("categories").forEach(category -> categories.add(category.asString("")));
        String parent = node.path("parentFolderId").asString("");
        return Optional.of(new MessageState(
                itemId(node),
                parent.isEmpty() ? folder : new FolderId(parent),
                node.path("changeKey").asString(""),
                instant(node.path("receivedDateTime").asString("")),
                node.path("isRead").asBoolean(false),
                node.path("isDraft").asBoolean(false),
                followUp(node.path("flag").path("flagStatus").asString("")),
                importance(node.path("importance").asString("")),
                categories));
    }

    static FolderState folder(JsonNode node, FolderId root, Map<FolderId, String> wellKnown) {
        FolderId id = folderId(node);
        String parent = node.path("parentFolderId").asString("");
        boolean top = parent.isEmpty() || parent.equals(root.value());
        return new FolderState(
                id,
                top ? null : new FolderId(parent),
                node.path("displayName").asString(""),
                wellKnown.get(id),
                node.path("totalItemCount").asInt(-1));
    }

    /// A message's marks as the body of a PATCH.
    static byte[] marks(MessageState like) {
        ObjectNode json = GraphJson.MAPPER.createObjectNode();
        json.put("isRead", like.read());
        json.putObject("flag")
                .put(
                        "flagStatus",
                        switch (like.followUp()) {
                            case NOT_FLAGGED -> "notFlagged";
                            case FLAGGED -> "flagged";
                            case COMPLETE -> "complete";
                        });
        json.put("importance", like.importance().name().toLowerCase(Locale.ROOT));
        like.categories().forEach(json.putArray("categories")::add);
        return GraphJson.MAPPER.writeValueAsBytes(json);
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).asString("");
        if (value.isBlank()) {
            throw new MalformedReplyException("Graph gave something without its " + field);
        }
        return value;
    }

    /// A draft may have no time of receipt.
    private static Instant instant(String text) {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedReplyException("Graph gave a time that is none");
        }
    }

    private static FollowUp followUp(String status) {
        return switch (status) {
            case "flagged" -> FollowUp.FLAGGED;
            case "complete" -> FollowUp.COMPLETE;
            default -> FollowUp.NOT_FLAGGED;
        };
    }

    private static Importance importance(String value) {
        return switch (value) {
            case "low" -> Importance.LOW;
            case "high" -> Importance.HIGH;
            default -> Importance.NORMAL;
        };
    }
}
