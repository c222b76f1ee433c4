package org.postern.connections.ews;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Located;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Changes one tenant's mailboxes through EWS.
final class EwsMailWriter implements MailWriter {
    /// Exchange takes requests of 64 MB by default, and the bytes go as base64 (web.config of the EWS directory).
    private static final long LIMIT = 64L * 1024 * 1024 / 4 * 3 - 8192;

    private static final int PAGE = 500;
    private static final int MOST_PAGES = 1_000;

    private final EwsClient client;
    private final Folders folders;
    private final Locator locator;

    EwsMailWriter(EwsClient client, Folders folders) {
        this.client = client;
        this.folders = folders;
        this.locator = new Locator(client);
    }

    @Override
    public FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name) {
        return EwsMailReader.understood("A folder of mailbox " + mailbox, () -> ensured(mailbox, parent, name));
    }

    private FolderState ensured(MailboxId mailbox, @Nullable FolderId parent, String name) {
        Optional<FolderState> there = child(mailbox, parent, name);
        return there.isPresent() ? there.get() : made(mailbox, parent, name);
    }

    private FolderState made(MailboxId mailbox, @Nullable FolderId parent, String name) {
        Xml body = new Xml()
                .open("m:CreateFolder")
                .open("m:ParentFolderId")
                .add(id(parent))
                .close("m:ParentFolderId")
                .open("m:Folders")
                .open("t:Folder")
                .text("t:FolderClass", "IPF.Note")
                .text("t:DisplayName", name)
                .close("t:Folder")
                .close("m:Folders")
                .close("m:CreateFolder");
        try {
            Status status = client.call(
                            EwsRequest.once("CreateFolder", "folder.create", mailbox, body), EwsMailWriter::nothing)
                    .getFirst();
            if (!status.good() && !status.code().equals("ErrorFolderExists")) {
                throw EwsFaults.refused("Making a folder in mailbox " + mailbox, status);
            }
        } catch (ConnectionException e) {
            if (e.kind() != Kind.UNCERTAIN) {
                throw e;
            }
        }
        // Also when someone made it meanwhile, or this very request did and its answer was lost.
        return child(mailbox, parent, name)
                .orElseThrow(() -> new ConnectionException(
                        Kind.RETRYABLE,
                        "A folder in mailbox " + mailbox + " could neither be made nor found; it can be tried again."));
    }

    private static Xml id(@Nullable FolderId folder) {
        return folder == null
                ? new Xml().with("t:DistinguishedFolderId", "Id", "msgfolderroot")
                : new Xml().with("t:FolderId", "Id", Ids.theirs(folder));
    }

    private Optional<FolderState> child(MailboxId mailbox, @Nullable FolderId parent, String name) {
        WellKnown known = folders.of(mailbox);
        for (int page = 0; page < MOST_PAGES; page++) {
            List<FolderState> found = new ArrayList<>();
            boolean[] last = {true};
            Status status = client.call(
                            EwsRequest.read("FindFolder", "folder.children", 1, mailbox, find(parent, page * PAGE)),
                            () -> {
                                found.clear();
                                return (_, part, xml) -> {
                                    if (part.equals("RootFolder")) {
                                        last[0] = !xml.attribute("IncludesLastItemInRange")
                                                .equals("false");
                                        xml.children(list -> xml.children(element -> {
                                            FolderReader folder = FolderReader.read(xml);
                                            // Exchange keeps folder names unique without regard to case.
                                            if (folder.forMail(element)
                                                    && folder.name().equalsIgnoreCase(name)) {
                                                found.add(folder.state(known));
                                            }
                                        }));
                                    }
                                };
                            })
                    .getFirst();
            if (!status.good()) {
                throw EwsFaults.refused("Listing folders of mailbox " + mailbox, status);
            }
            if (!found.isEmpty() || last[0]) {
                return found.stream().findFirst();
            }
        }
        return Optional.empty();
    }

    private static Xml find(@Nullable FolderId parent, int offset) {
        return new Xml()
                .open("m:FindFolder Traversal=\"Shallow\"")
                .add(Shapes.folder("m:FolderShape"))
                .empty("m:IndexedPageFolderView MaxEntriesReturned=\"" + PAGE + "\" Offset=\"" + offset
                        + "\" BasePoint=\"Beginning\"")
                .open("m:ParentFolderIds")
                .add(id(parent))
                .close("m:ParentFolderIds")
                .close("m:FindFolder");
    }

    @Override
    public Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        if (mime.length > LIMIT) {
            return new Created.TooLarge(LIMIT);
        }
        return EwsMailReader.understood("A new message", () -> created(mailbox, folder, mime, like));
    }

    @Override
    public boolean uploadsItems() {
        return true;
    }

    @Override
    public Created upload(MailboxId mailbox, FolderId folder, byte[] stream, MessageState like) {
        if (stream.length > Transfers.LIMIT) {
            return new Created.TooLarge(Transfers.LIMIT);
        }
        EwsRequest request =
                EwsRequest.once("UploadItems", "message.upload", mailbox, Transfers.upload(folder, stream));
        return EwsMailReader.understood(
                "An uploaded item", () -> created(request, mailbox, like, Transfers.LIMIT, stream.length));
    }

    private Created created(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        EwsRequest request = EwsRequest.once("CreateItem", "message.create", mailbox, Marks.create(folder, mime, like));
        return created(request, mailbox, like, LIMIT, mime.length);
    }

    private Created created(EwsRequest request, MailboxId mailbox, MessageState like, long limit, int size) {
        ItemId[] id = new ItemId[1];
        Status status = client.call(request, idOf(id)).getFirst();
        if (status.code().equals("ErrorMessageSizeExceeded")) {
            return new Created.TooLarge(Math.min(limit, size - 1L));
        }
        if (status.denied() || status.mailboxMissing() || status.passing()) {
            throw EwsFaults.refused("Creating a message in mailbox " + mailbox, status);
        }
        if (!status.good()) {
            return new Created.Refused(status.code(), status.text());
        }
        if (id[0] == null) {
            throw new ConnectionException(
                    Kind.UNCERTAIN,
                    "A message was made in mailbox " + mailbox + " and its id was not told. Look in the mailbox before"
                            + " making it again.");
        }
        return marked(mailbox, id[0], like);
    }

    /// The message is there: whatever follows may be wrong, but does not undo that.
    private Created marked(MailboxId mailbox, ItemId id, MessageState like) {
        MessageState state;
        try {
            state = found(mailbox, id);
        } catch (ConnectionException e) {
            throw new ConnectionException(
                    Kind.UNCERTAIN,
                    "A message was made in mailbox " + mailbox + " but could not be looked at: " + e.getMessage(),
                    e);
        }
        String trouble = "";
        if (!Marks.same(state, like)) {
            try {
                state = mark(mailbox, id, like);
            } catch (ConnectionException e) {
                trouble = "Its marks (read, follow-up, importance, categories) could not be set: " + e.getMessage();
            }
        }
        return new Created.Done(state, Marks.caveat(state, like, trouble));
    }

    private MessageState found(MailboxId mailbox, ItemId id) {
        return switch (locator.locate(mailbox, List.of(id)).getFirst()) {
            case Located.Present(var _, MessageState state) -> state;
            case Located.Gone _ ->
                throw new ConnectionException(
                        Kind.RETRYABLE,
                        "A message of mailbox " + mailbox + " is gone while it was being changed; sync the mailbox.");
        };
    }

    @Override
    public MessageState mark(MailboxId mailbox, ItemId id, MessageState like) {
        return EwsMailReader.understood("A message of mailbox " + mailbox, () -> {
            EwsRequest request = EwsRequest.read("UpdateItem", "message.mark", 1, mailbox, Marks.update(id, like));
            good(mailbox, client.call(request, EwsMailWriter::nothing).getFirst());
            return found(mailbox, id);
        });
    }

    /// The message gets another id (MS-OXWSCORE 3.1.4.7), so that moving twice is not moving once.
    @Override
    public MessageState move(MailboxId mailbox, ItemId id, FolderId folder) {
        return EwsMailReader.understood("A message of mailbox " + mailbox, () -> {
            if (found(mailbox, id).folder().equals(folder)) {
                return found(mailbox, id);
            }
            Xml body = new Xml()
                    .open("m:MoveItem")
                    .open("m:ToFolderId")
                    .with("t:FolderId", "Id", Ids.theirs(folder))
                    .close("m:ToFolderId")
                    .add(Shapes.itemIds(List.of(id)))
                    .text("m:ReturnNewItemIds", "true")
                    .close("m:MoveItem");
            ItemId[] moved = new ItemId[1];
            good(
                    mailbox,
                    client.call(EwsRequest.once("MoveItem", "message.move", mailbox, body), idOf(moved))
                            .getFirst());
            return found(mailbox, moved[0] == null ? id : moved[0]);
        });
    }

    private static void good(MailboxId mailbox, Status status) {
        if (!status.good()) {
            throw EwsFaults.refused("Changing a message in mailbox " + mailbox, status);
        }
    }

    @Override
    public void delete(MailboxId mailbox, ItemId id) {
        Xml body = new Xml()
                .open("m:DeleteItem DeleteType=\"HardDelete\" SendMeetingCancellations=\"SendToNone\""
                        + " AffectedTaskOccurrences=\"SpecifiedOccurrenceOnly\"")
                .add(Shapes.itemIds(List.of(id)))
                .close("m:DeleteItem");
        Status status = client.call(
                        EwsRequest.read("DeleteItem", "message.delete", 1, mailbox, body), EwsMailWriter::nothing)
                .getFirst();
        if (!status.good() && !status.gone()) {
            throw EwsFaults.refused("Deleting a message in mailbox " + mailbox, status);
        }
    }

    /// For answers of which the status says all.
    private static Responses.Payload nothing() {
        return (_, _, _) -> {};
    }

    private static Supplier<Responses.Payload> idOf(@Nullable ItemId[] id) {
        return () -> (_, name, xml) -> {
            if (name.equals("Items")) {
                xml.children(_ -> id[0] = ItemReader.read(xml, null).id());
            } else if (name.equals("ItemId")) { // Of UploadItems.
                id[0] = Ids.item(xml.attribute("Id"));
            }
        };
    }
}
