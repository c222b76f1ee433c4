package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.source.Content;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.Post;
import org.postern.lab.world.Seed;
import org.postern.lab.world.WellKnown;

/// CreateItem (MS-OXWSMSG 3.1.4.1): from MIME or from properties; a draft unless PidTagMessageFlags says otherwise.
final class ItemCreation {
    private final Clock clock;
    private final Seed seed;

    ItemCreation(Clock clock, Seed seed) {
        this.clock = clock;
        this.seed = seed;
    }

    void create(EwsCall call, Responses responses) {
        String disposition = call.operation().attribute("MessageDisposition").orElse("SaveOnly");
        if (!disposition.equals("SaveOnly")) {
            send(call, responses, disposition);
            return;
        }
        for (Element message : call.operation().needs("Items").children()) {
            responses.add(
                    xml -> {
                        FolderView folder = target(call);
                        Item made = create(call, folder, message);
                        xml.open("m:Items");
                        new ItemXml(call, Shape.ID_ONLY, true).write(xml, made);
                        xml.close();
                    },
                    ItemReads::noItems);
        }
    }

    private void send(EwsCall call, Responses responses, String disposition) {
        boolean saved = disposition.equals("SendAndSaveCopy");
        if (!saved && !disposition.equals("SendOnly")) {
            throw EwsFailure.schema("MessageDisposition is SaveOnly, SendOnly or SendAndSaveCopy.");
        }
        for (Element message : call.operation().needs("Items").children()) {
            responses.add(
                    xml -> {
                        requireMessage(message);
                        Content content = Content.of(bytes(message));
                        Post.send(call.tenant(), call.user(), content, saved, clock.instant())
                                .ifPresent(refusal -> {
                                    throw failure(refusal);
                                });
                        ItemReads.noItems(xml);
                    },
                    ItemReads::noItems);
        }
    }

    private static void requireMessage(Element message) {
        if (!message.name().equals("Message")) {
            throw EwsFailure.of(
                    "ErrorInvalidItemForOperationCreateItem",
                    "This lab keeps messages only; it cannot make a " + message.name() + ".");
        }
    }

    private static EwsFailure failure(Post.Refusal refusal) {
        return switch (refusal) {
            case SEND_AS_DENIED ->
                EwsFailure.of(
                        "ErrorSendAsDenied",
                        "The user account which was used to submit this request does not have the right to send mail on"
                                + " behalf of the specified sending account.");
            case NO_RECIPIENT ->
                EwsFailure.of("ErrorInvalidRecipients", "A message cannot be sent that has no recipients.");
        };
    }

    private static FolderView target(EwsCall call) {
        return call.operation()
                .child("SavedItemFolderId")
                .map(id -> call.target(id.only(), "ErrorSavedItemFolderNotFound"))
                .orElseGet(() -> call.mailbox().folder(WellKnown.DRAFTS));
    }

    private Item create(EwsCall call, FolderView folder, Element message) {
        requireMessage(message);
        if (call.strike(FaultKind.MESSAGE_SIZE_EXCEEDED).isPresent()) {
            throw EwsFailure.tooLarge();
        }
        Item.Attributes attributes = Item.Attributes.draft(clock.instant());
        for (Element property : message.children()) {
            attributes = ItemProperties.whenMade(property, attributes);
        }
        return call.mailbox().create(folder.number(), Content.of(bytes(message)), attributes);
    }

    private byte[] bytes(Element message) {
        return message.child("MimeContent")
                .map(ItemCreation::mime)
                .orElseGet(() ->
                        new Composed(message, "<" + seed.nextRequestId() + "@lab.example>", clock.instant()).mime());
    }

    private static byte[] mime(Element content) {
        byte[] mime;
        try {
            mime = Base64.getMimeDecoder().decode(content.text());
        } catch (IllegalArgumentException _) {
            throw EwsFailure.of("ErrorMimeContentInvalidBase64String", "The MimeContent is no base64.");
        }
        String start = new String(mime, 0, Math.min(mime.length, 8192), StandardCharsets.ISO_8859_1);
        if (!start.contains(":")) {
            throw EwsFailure.of("ErrorMimeContentInvalid", "The MIME content is empty or has no header.");
        }
        return mime;
    }
}
