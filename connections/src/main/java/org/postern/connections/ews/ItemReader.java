package org.postern.connections.ews;

import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;

/// Reads one item's element: what says where it is and how it is marked, and its MIME content where there is any.
final class ItemReader {
    /// What Graph would list among messages, too; a contact or an appointment that lies in a mail folder is none.
    private static final Set<String> MESSAGES = Set.of(
            "Message",
            "Item",
            "PostItem",
            "MeetingMessage",
            "MeetingRequest",
            "MeetingResponse",
            "MeetingCancellation",
            "SharingMessage",
            "ApprovalRequest",
            "ReminderMessage",
            "RoleMember");

    private final @Nullable OutputStream mime;
    private String id = "";
    private String changeKey = "";
    private String parent = "";
    private @Nullable Instant received;
    private @Nullable Boolean read;
    private boolean draft;
    private boolean hasMime;
    private int size = -1;
    private FollowUp followUp = FollowUp.NOT_FLAGGED;
    private Importance importance = Importance.NORMAL;
    private final List<String> categories = new ArrayList<>();

    private ItemReader(@Nullable OutputStream mime) {
        this.mime = mime;
    }

    static boolean message(String element) {
        return MESSAGES.contains(element);
    }

    /// @param mime takes the MIME content; null when none was asked for
    static ItemReader read(SoapReader xml, @Nullable OutputStream mime) throws IOException, InterruptedException {
        ItemReader item = new ItemReader(mime);
        xml.children(field -> item.field(field, xml));
        return item;
    }

    private void field(String name, SoapReader xml) throws IOException, InterruptedException {
        switch (name) {
            case "MimeContent" -> mime(xml);
            case "ItemId" -> {
                id = xml.attribute("Id");
                changeKey = xml.attribute("ChangeKey");
            }
            case "ParentFolderId" -> parent = xml.attribute("Id");
            case "DateTimeReceived" -> received = instant(xml.text());
            case "IsRead" -> read = Boolean.valueOf(xml.text());
            case "IsDraft" -> draft = Boolean.parseBoolean(xml.text());
            case "Importance" -> importance = importance(xml.text());
            case "Categories" -> xml.children(_ -> categories.add(xml.text()));
            case "Size" -> size = FolderReader.number(xml.text());
            case "ExtendedProperty" -> property(xml);
            default -> {}
        }
    }

    private void mime(SoapReader xml) throws IOException {
        if (mime != null) {
            xml.base64(mime);
            hasMime = true;
        }
    }

    private void property(SoapReader xml) throws IOException, InterruptedException {
        boolean[] flag = {false};
        xml.children(part -> {
            if (part.equals("ExtendedFieldURI")) {
                flag[0] = tag(xml.attribute("PropertyTag")) == 0x1090;
            } else if (part.equals("Value") && flag[0]) {
                followUp = switch (xml.text()) {
                    case "1" -> FollowUp.COMPLETE;
                    case "2" -> FollowUp.FLAGGED;
                    default -> FollowUp.NOT_FLAGGED;
                };
            }
        });
    }

    /// Servers write a tag in hex or in decimal.
    static int tag(String text) {
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable Instant instant(String text) throws MalformedSoapException {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedSoapException("the answer holds a time that is none", e);
        }
    }

    private static Importance importance(String text) {
        return switch (text) {
            case "Low" -> Importance.LOW;
            case "High" -> Importance.HIGH;
            default -> Importance.NORMAL;
        };
    }

    OptionalInt size() {
        return size < 0 ? OptionalInt.empty() : OptionalInt.of(size);
    }

    boolean hasMime() {
        return hasMime;
    }

    ItemId id() throws MalformedSoapException {
        return Ids.item(id);
    }

    /// The state, or empty where the answer gave only a part of it.
    Optional<MessageState> state(FolderId folder) throws MalformedSoapException {
        if (changeKey.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MessageState(
                Ids.item(id),
                parent.isEmpty() ? folder : Ids.folder(parent),
                changeKey,
                received == null ? Instant.EPOCH : received,
                read == null || read, // An item that is no message, such as a note to oneself, is never unread.
                draft,
                followUp,
                importance,
                categories));
    }
}
