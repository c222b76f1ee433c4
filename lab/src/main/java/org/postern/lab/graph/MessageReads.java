package org.postern.lab.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.net.Body;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MessageBody;
import org.postern.lab.world.Seed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reading messages: lists, single ones, their MIME and their attachments.
final class MessageReads {
    private static final int PAGE_DEFAULT = 10;
    private static final int PAGE_MAX = 1000;

    private final Seed seed;
    private final Faults faults;

    MessageReads(Seed seed, Faults faults) {
        this.seed = seed;
        this.faults = faults;
    }

    MessageJson json(MailCall mail) {
        Query query = mail.call().query();
        return new MessageJson(
                seed,
                mail.user(),
                mail.call().wantsImmutableIds(),
                query.select(),
                query.get("$expand").orElse(""));
    }

    Reply list(MailCall mail, List<FolderView> folders) {
        Query query = mail.call().query();
        if (query.get("$search").isPresent()) {
            throw GraphFailure.of(501, "NotImplemented", "This lab does not search; use $filter.");
        }
        Predicate<Item> filter = query.get("$filter").map(Filter::of).orElse(_ -> true);
        List<Item> items = folders.stream()
                .flatMap(folder -> mail.mailbox().items(folder.number()).stream())
                .filter(filter)
                .sorted(order(query.get("$orderby").orElse("receivedDateTime desc")))
                .toList();
        MessageJson json = json(mail);
        Paging.Window window = Paging.Window.of(mail.call(), items.size(), PAGE_DEFAULT, PAGE_MAX);
        List<ObjectNode> page = items.subList(window.from(), window.to()).stream()
                .map(json::write)
                .toList();
        return Paging.reply(mail.call(), mail.context("messages"), window, items.size(), page);
    }

    private static Comparator<Item> order(String option) {
        String[] words = option.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        Comparator<Item> order = switch (words[0]) {
            case "receiveddatetime" ->
                Comparator.comparing(item -> item.attributes().receivedAt());
            case "sentdatetime" -> Comparator.comparing(Item::sentAt);
            case "createddatetime" -> Comparator.comparing(Item::createdAt);
            case "lastmodifieddatetime" -> Comparator.comparing(Item::modifiedAt);
            case "subject" ->
                Comparator.comparing(item -> item.envelope().head().subject());
            default -> throw GraphFailure.badRequest("This lab does not order messages by '" + option + "'.");
        };
        boolean descending = words.length > 1 && words[1].equals("desc");
        return (descending ? order.reversed() : order).thenComparingLong(Item::number);
    }

    Reply get(MailCall mail, Item item) {
        checkCorrupt(mail, item);
        return entity(mail, 200, item);
    }

    /// One message as the answer to a call.
    Reply entity(MailCall mail, int status, Item item) {
        ObjectNode answer = Json.object().put("@odata.context", mail.context("messages/$entity"));
        answer.setAll(json(mail).write(item));
        return Reply.json(status, answer).with("ETag", "W/\"" + json(mail).changeKey(item) + "\"");
    }

    /// `GET …/messages/{id}/$value`: exactly the bytes that are stored.
    Reply mime(MailCall mail, Item item) {
        mail.call().needsMail("Mail.Read", "Mail.ReadWrite");
        checkCorrupt(mail, item);
        if (faults.strike(FaultKind.MIME_CONVERSION_FAILED, mail.target(item)).isPresent()) {
            throw GraphFailure.of(500, "ErrorMimeContentConversionFailed", "MIME content conversion failed.");
        }
        long size = item.content().size();
        Optional<Fault> truncated = faults.strike(FaultKind.MIME_TRUNCATED, mail.target(item));
        long length = truncated
                .map(fault -> Math.min(size, fault.bytes().orElse(size / 2)))
                .orElse(size);
        return Reply.of(200, Body.stored("text/plain", item.content(), length));
    }

    void checkCorrupt(MailCall mail, Item item) {
        if (faults.strike(FaultKind.CORRUPT_DATA, mail.target(item)).isPresent()) {
            throw GraphFailure.of(500, "ErrorCorruptData", "Data is corrupt.");
        }
    }

    /// `GET …/messages/{id}/attachments`
    Reply attachments(MailCall mail, Item item) {
        mail.call().needsMail("Mail.Read", "Mail.ReadWrite");
        checkCorrupt(mail, item);
        ObjectNode answer = Json.object()
                .put("@odata.context", mail.context("messages('" + json(mail).id(item) + "')/attachments"));
        ArrayNode value = answer.putArray("value");
        int number = 0;
        for (MessageBody.Attachment attachment : item.envelope().body().attachments()) {
            value.add(attachment(json(mail).id(item) + "-" + ++number, attachment));
        }
        return Reply.json(200, answer);
    }

    private static ObjectNode attachment(String id, MessageBody.Attachment attachment) {
        try {
            return Json.object()
                    .put("@odata.type", "#microsoft.graph.fileAttachment")
                    .put("@odata.mediaContentType", attachment.contentType())
                    .put("id", id)
                    .put("name", attachment.name())
                    .put("contentType", attachment.contentType())
                    .put("size", attachment.content().size())
                    .put("isInline", attachment.inline())
                    .put("contentBytes", Extended.base64(attachment.content().bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
