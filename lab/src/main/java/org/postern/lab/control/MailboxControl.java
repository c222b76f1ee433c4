package org.postern.lab.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.lab.net.Body;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.source.Content;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a mailbox's user does, and what the lab truly holds.
final class MailboxControl {
    private final Clock clock;

    MailboxControl(Clock clock) {
        this.clock = clock;
    }

    ObjectNode describe(User user) {
        ObjectNode json = Json.object()
                .put("id", user.id().toString())
                .put("address", user.address())
                .put("displayName", user.displayName());
        ArrayNode folders = json.putArray("folders");
        int total = 0;
        for (FolderView folder : user.mailbox().folders()) {
            total += folder.items();
            folders.addObject()
                    .put("id", user.mailbox().ids().folder(folder.number()))
                    .put("path", folder.pathText())
                    .put(
                            "wellKnown",
                            folder.wellKnown().map(WellKnown::graphName).orElse(""))
                    .put("hidden", folder.hidden())
                    .put("messages", folder.items())
                    .put("unread", folder.unread())
                    .put("bytes", folder.bytes());
        }
        return json.put("messages", total);
    }

    /// Every message in a folder that people see, with the hash of its bytes.
    ObjectNode messages(User user, Optional<String> folderPath) throws IOException {
        ObjectNode json = Json.object();
        ArrayNode messages = json.putArray("messages");
        for (FolderView folder : user.mailbox().folders()) {
            boolean wanted = folderPath.map(folder.pathText()::equalsIgnoreCase).orElse(!folder.hidden());
            for (Item item : wanted ? user.mailbox().items(folder.number()) : List.<Item>of()) {
                messages.add(message(user, folder, item));
            }
        }
        return json;
    }

    private static ObjectNode message(User user, FolderView folder, Item item) throws IOException {
        return Json.object()
                .put("id", user.mailbox().ids().immutable(item.number()))
                .put("mutableId", user.mailbox().ids().mutable(item.number(), item.moves()))
                .put("folderId", user.mailbox().ids().folder(folder.number()))
                .put("folderPath", folder.pathText())
                .put("sha256", sha256(item.content()))
                .put("size", item.content().size())
                .put("isRead", item.attributes().isRead())
                .put("isDraft", item.attributes().isDraft())
                .put("receivedDateTime", item.attributes().receivedAt().toString())
                .put("subject", item.envelope().head().subject());
    }

    private static String sha256(Content content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(content.open(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    Reply mime(User user, String id) {
        Content content = item(user, id).content();
        return Reply.of(200, Body.stored("message/rfc822", content, content.size()));
    }

    /// A user deletes for good: the messages named, or all in a folder.
    ObjectNode delete(User user, JsonNode json) {
        List<Item> doomed = named(user, json);
        doomed.forEach(item -> user.mailbox().purge(item.number()));
        return Json.object().put("deleted", doomed.size());
    }

    ObjectNode move(User user, JsonNode json) {
        FolderView target =
                user.mailbox().ensureFolder(path(json.path("folderPath").asString("")));
        List<Item> items = ids(user, json);
        ObjectNode answer = Json.object();
        ArrayNode moved = answer.putArray("ids");
        for (Item item : items) {
            user.mailbox()
                    .move(item.number(), target.number())
                    .ifPresent(at -> moved.add(user.mailbox().ids().immutable(at.number())));
        }
        return answer.put("moved", moved.size());
    }

    ObjectNode mark(User user, JsonNode json) {
        boolean read = json.path("isRead").asBoolean(true);
        List<Item> items = named(user, json);
        items.forEach(item -> user.mailbox().update(item.number(), attributes -> attributes.withRead(read)));
        return Json.object().put("marked", items.size());
    }

    /// New mail arrives in a folder, the inbox by default.
    ObjectNode deliver(User user, byte[] mime, String folderPath) {
        MailboxStore mailbox = user.mailbox();
        FolderView folder =
                folderPath.isEmpty() ? mailbox.folder(WellKnown.INBOX) : mailbox.ensureFolder(path(folderPath));
        Item item = mailbox.create(folder.number(), Content.of(mime), Item.Attributes.received(clock.instant()));
        return Json.object().put("id", mailbox.ids().immutable(item.number())).put("folderPath", folder.pathText());
    }

    /// Every delta token of the folder, or of all folders, is expired from now on.
    ObjectNode expireDelta(User user, JsonNode json) {
        List<FolderView> folders = Json.text(json, "folderPath")
                .map(path -> List.of(folder(user, path)))
                .orElseGet(() -> user.mailbox().folders());
        folders.forEach(folder -> user.mailbox().expireDelta(folder.number()));
        return Json.object().put("expired", folders.size());
    }

    /// A user renames, moves, makes or deletes a folder.
    ObjectNode folder(User user, JsonNode json) {
        MailboxStore mailbox = user.mailbox();
        String path = json.path("folderPath").asString("");
        switch (json.path("action").asString("create")) {
            case "create" -> mailbox.ensureFolder(path(path));
            case "rename" ->
                mailbox.renameFolder(
                        folder(user, path).number(), json.path("name").asString(""));
            case "delete" -> mailbox.purgeFolder(folder(user, path).number());
            case "recreate" -> mailbox.recreateFolder(folder(user, path).number());
            default -> throw ControlFailure.bad("action must be create, rename, delete or recreate.");
        }
        return Json.object().put("done", true);
    }

    private List<Item> named(User user, JsonNode json) {
        if (json.has("ids")) {
            return ids(user, json);
        }
        return Json.text(json, "folderPath")
                .map(path -> user.mailbox().items(folder(user, path).number()))
                .orElseThrow(() -> ControlFailure.bad("Name the messages by \"ids\" or by \"folderPath\"."));
    }

    private static List<Item> ids(User user, JsonNode json) {
        List<Item> items = new ArrayList<>();
        json.path("ids").forEach(id -> items.add(item(user, id.asString(""))));
        if (items.isEmpty()) {
            throw ControlFailure.bad("\"ids\" must name at least one message.");
        }
        return items;
    }

    private static Item item(User user, String id) {
        return user.mailbox()
                .ids()
                .read(id.replace('+', '-').replace('/', '_'))
                .flatMap(reference -> user.mailbox().item(reference.number()))
                .orElseThrow(() -> ControlFailure.notFound("The message " + id));
    }

    private static FolderView folder(User user, String path) {
        return user.mailbox()
                .folderAt(path(path))
                .orElseThrow(() -> ControlFailure.notFound("The folder \"" + path + "\" of " + user.address()));
    }

    private static List<String> path(String text) {
        List<String> names = List.of(text.split("/", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw ControlFailure.bad("A folder's path is names with slashes between, such as \"Projects/Harbour\".");
        }
        return names;
    }
}
