package org.postern.connections.graph;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import tools.jackson.databind.JsonNode;

/// Changes one tenant's mailboxes through Graph.
final class GraphMailWriter implements MailWriter {
    /// Graph takes 4 MB of a request's body, and the body is base64.
    static final long LIMIT = 4L * 1024 * 1024 / 4 * 3;

    private static final int MOST_PAGES = 1_000;
    private static final String CHILDREN = "?$select=" + Resources.FOLDER_FIELDS + "&$top=100";

    private final GraphClient client;
    private final States states;
    private final WellKnownFolders wellKnown;

    GraphMailWriter(GraphClient client, Cloud cloud) {
        this.client = client;
        this.states = new States(cloud);
        this.wellKnown = new WellKnownFolders(client);
    }

    @Override
    public FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name) {
        return GraphMailReader.understood("A folder of mailbox " + mailbox, () -> ensured(mailbox, parent, name));
    }

    private FolderState ensured(MailboxId mailbox, @Nullable FolderId parent, String name) {
        Optional<FolderState> there = child(mailbox, parent, name);
        if (there.isPresent()) {
            return there.get();
        }
        byte[] json = GraphJson.MAPPER.writeValueAsBytes(
                GraphJson.MAPPER.createObjectNode().put("displayName", name));
        try {
            Reply reply = client.call(Operation.once("folder.create", mailbox, children(mailbox, parent), json));
            if (reply.succeeded()) {
                return folder(mailbox, reply.body());
            }
            if (reply.status() != 409) {
                throw Faults.refused("Making a folder in mailbox " + mailbox, reply);
            }
        } catch (ConnectionException e) {
            if (e.kind() != Kind.UNCERTAIN) {
                throw e;
            }
        }
        // Someone made it meanwhile, or this very request did and its answer was lost.
        return child(mailbox, parent, name)
                .orElseThrow(() -> new ConnectionException(
                        Kind.RETRYABLE,
                        "A folder in mailbox " + mailbox + " could neither be made nor found; it can be tried again."));
    }

    private Optional<FolderState> child(MailboxId mailbox, @Nullable FolderId parent, String name) {
        String path = children(mailbox, parent) + CHILDREN;
        for (int page = 0; page < MOST_PAGES && !path.isEmpty(); page++) {
            Reply reply = client.call(Operation.get("folder.children", mailbox, path));
            if (!reply.succeeded()) {
                throw Faults.refused("Listing folders of mailbox " + mailbox, reply);
            }
            for (JsonNode node : reply.body().path("value")) {
                // Exchange keeps folder names unique without regard to case.
                if (node.path("displayName").asString("").equalsIgnoreCase(name)) {
                    return Optional.of(folder(mailbox, node));
                }
            }
            String next = reply.body().path("@odata.nextLink").asString("");
            path = next.isEmpty() ? "" : states.keep(next);
        }
        return Optional.empty();
    }

    private static String children(MailboxId mailbox, @Nullable FolderId parent) {
        String folder = parent == null ? "msgfolderroot" : Operation.segment(parent.value());
        return Operation.user(mailbox) + "/mailFolders/" + folder + "/childFolders";
    }

    private FolderState folder(MailboxId mailbox, JsonNode node) {
        WellKnownFolders.Known known = wellKnown.of(mailbox);
        return Resources.folder(node, known.root(), known.names());
    }

    @Override
    public Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        if (mime.length > LIMIT) {
            return new Created.TooLarge(LIMIT);
        }
        return GraphMailReader.understood("A new message", () -> created(mailbox, folder, mime, like));
    }

    private Created created(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        String path = Operation.user(mailbox) + "/mailFolders/" + Operation.segment(folder.value()) + "/messages";
        Reply reply = client.call(Operation.upload(
                "message.create", mailbox, path, Base64.getEncoder().encode(mime)));
        if (reply.status() == 413) {
            return new Created.TooLarge(LIMIT);
        }
        if (reply.status() == 403 || Faults.mailboxMissing(reply)) {
            throw Faults.refused("Creating a message in mailbox " + mailbox, reply);
        }
        if (!reply.succeeded()) {
            return new Created.Refused(
                    reply.code().isEmpty() ? "HTTP " + reply.status() : reply.code(), reply.reason());
        }
        return marked(mailbox, made(mailbox, folder, reply), like);
    }

    /// The service said that it made the message: when it cannot be told which, it must not be made again blindly.
    private static MessageState made(MailboxId mailbox, FolderId folder, Reply reply) {
        try {
            return state(reply.body(), folder);
        } catch (MalformedReplyException | IllegalArgumentException e) {
            throw new ConnectionException(
                    Kind.UNCERTAIN,
                    "A new message of mailbox " + mailbox + " was answered with something that could not be read: "
                            + e.getMessage() + ". Look in the mailbox before making it again.",
                    e);
        }
    }

    /// The message exists now: whatever becomes of its marks must not look as if it did not.
    private Created marked(MailboxId mailbox, MessageState made, MessageState like) {
        String trouble = "";
        MessageState state = made;
        try {
            state = sameMarks(made, like) ? made : mark(mailbox, made.id(), like);
        } catch (ConnectionException e) {
            trouble = "Its marks (read, follow-up, importance, categories) could not be set: " + e.getMessage();
        }
        return new Created.Done(state, Caveats.of(state, like, trouble));
    }

    private static boolean sameMarks(MessageState made, MessageState like) {
        return made.read() == like.read()
                && made.followUp() == like.followUp()
                && made.importance() == like.importance()
                && made.categories().equals(like.categories());
    }

    @Override
    public MessageState mark(MailboxId mailbox, ItemId id, MessageState like) {
        return changed(
                mailbox,
                Operation.set("PATCH", "message.mark", mailbox, message(mailbox, id), Resources.marks(like)),
                like.folder());
    }

    /// With immutable ids the id stays, so that moving twice moves once.
    @Override
    public MessageState move(MailboxId mailbox, ItemId id, FolderId folder) {
        byte[] json = GraphJson.MAPPER.writeValueAsBytes(
                GraphJson.MAPPER.createObjectNode().put("destinationId", folder.value()));
        return changed(
                mailbox, Operation.set("POST", "message.move", mailbox, message(mailbox, id) + "/move", json), folder);
    }

    private MessageState changed(MailboxId mailbox, Operation operation, FolderId folder) {
        return GraphMailReader.understood("A message of mailbox " + mailbox, () -> {
            Reply reply = client.call(operation);
            if (!reply.succeeded()) {
                throw Faults.refused("Changing a message in mailbox " + mailbox, reply);
            }
            return state(reply.body(), folder);
        });
    }

    @Override
    public void delete(MailboxId mailbox, ItemId id) {
        Reply reply = client.call(
                Operation.set("POST", "message.delete", mailbox, message(mailbox, id) + "/permanentDelete", null));
        if (!reply.succeeded() && !Faults.gone(reply)) {
            throw Faults.refused("Deleting a message in mailbox " + mailbox, reply);
        }
    }

    private static String message(MailboxId mailbox, ItemId id) {
        return Operation.user(mailbox) + "/messages/" + Operation.segment(id.value());
    }

    private static MessageState state(JsonNode node, FolderId folder) {
        return Resources.message(node, folder)
                .orElseThrow(() -> new MalformedReplyException("a message came without its state"));
    }
}
