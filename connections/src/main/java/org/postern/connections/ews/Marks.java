package org.postern.connections.ews;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

/// Writes a message with its marks, and its marks alone.
final class Marks {
    private static final int READ = 1;
    private static final int UNSENT = 8;

    private Marks() {}

    /// CreateItem (MS-OXWSCORE 3.1.4.2). Without PidTagMessageFlags what is made from MIME is a draft.
    static Xml create(FolderId folder, byte[] mime, MessageState like) {
        int flags = (like.read() ? READ : 0) | (like.draft() ? UNSENT : 0);
        byte[] base64 = Base64.getEncoder().encode(mime);
        Xml xml = Xml.sized(base64.length + 2048)
                .open("m:CreateItem MessageDisposition=\"SaveOnly\"")
                .open("m:SavedItemFolderId")
                .with("t:FolderId", "Id", Ids.theirs(folder))
                .close("m:SavedItemFolderId")
                .open("m:Items")
                .open("t:Message")
                .base64("t:MimeContent CharacterSet=\"UTF-8\"", "t:MimeContent", base64)
                .add(categories(like))
                .text("t:Importance", importance(like))
                .add(Shapes.property(Shapes.MESSAGE_FLAGS, "Integer", Integer.toString(flags)));
        if (!like.receivedAt().equals(Instant.EPOCH)) {
            xml.add(Shapes.property(
                    Shapes.DELIVERY_TIME, "SystemTime", like.receivedAt().toString()));
        }
        return xml.add(flagProperty(like))
                .text("t:IsRead", Boolean.toString(like.read()))
                .close("t:Message")
                .close("m:Items")
                .close("m:CreateItem");
    }

    private static Xml flagProperty(MessageState like) {
        return like.followUp() == MessageState.FollowUp.NOT_FLAGGED
                ? new Xml()
                : Shapes.property(Shapes.FLAG_STATUS, "Integer", flag(like));
    }

    private static String flag(MessageState like) {
        return switch (like.followUp()) {
            case NOT_FLAGGED -> "0";
            case COMPLETE -> "1";
            case FLAGGED -> "2";
        };
    }

    private static String importance(MessageState like) {
        return switch (like.importance()) {
            case LOW -> "Low";
            case NORMAL -> "Normal";
            case HIGH -> "High";
        };
    }

    private static Xml categories(MessageState like) {
        if (like.categories().isEmpty()) {
            return new Xml();
        }
        Xml xml = new Xml().open("t:Categories");
        like.categories().forEach(category -> xml.text("t:String", category));
        return xml.close("t:Categories");
    }

    /// UpdateItem (MS-OXWSCORE 3.1.4.9) that overwrites: no change key, so there is no conflict to have.
    static Xml update(ItemId id, MessageState like) {
        Xml xml = new Xml()
                .open("m:UpdateItem MessageDisposition=\"SaveOnly\" ConflictResolution=\"AlwaysOverwrite\""
                        + " SuppressReadReceipts=\"true\"")
                .open("m:ItemChanges")
                .open("t:ItemChange")
                .with("t:ItemId", "Id", Ids.theirs(id))
                .open("t:Updates");
        set(xml, "item:Importance", new Xml().text("t:Importance", importance(like)));
        if (like.categories().isEmpty()) {
            xml.open("t:DeleteItemField")
                    .with("t:FieldURI", "FieldURI", "item:Categories")
                    .close("t:DeleteItemField");
        } else {
            set(xml, "item:Categories", categories(like));
        }
        set(xml, "message:IsRead", new Xml().text("t:IsRead", Boolean.toString(like.read())));
        xml.open("t:SetItemField")
                .add(Shapes.property(Shapes.FLAG_STATUS, "Integer"))
                .open("t:Message")
                .add(Shapes.property(Shapes.FLAG_STATUS, "Integer", flag(like)))
                .close("t:Message")
                .close("t:SetItemField");
        return xml.close("t:Updates")
                .close("t:ItemChange")
                .close("m:ItemChanges")
                .close("m:UpdateItem");
    }

    private static void set(Xml xml, String field, Xml value) {
        xml.open("t:SetItemField")
                .with("t:FieldURI", "FieldURI", field)
                .open("t:Message")
                .add(value)
                .close("t:Message")
                .close("t:SetItemField");
    }

    static boolean same(MessageState made, MessageState like) {
        return made.read() == like.read()
                && made.followUp() == like.followUp()
                && made.importance() == like.importance()
                && made.categories().equals(like.categories());
    }

    /// What the server could not keep, in plain words.
    static String caveat(MessageState made, MessageState like, String trouble) {
        List<String> sentences = new ArrayList<>();
        if (made.draft() && !like.draft()) {
            sentences.add("The server made it a draft: Outlook shows it as unsent, and this cannot be changed.");
        }
        // Exchange keeps seconds.
        boolean known = !like.receivedAt().equals(Instant.EPOCH);
        if (known && made.receivedAt().getEpochSecond() != like.receivedAt().getEpochSecond()) {
            sentences.add("Its time of receipt is " + made.receivedAt() + " instead of " + like.receivedAt()
                    + "; the date in its header is the old one.");
        }
        if (!trouble.isEmpty()) {
            sentences.add(trouble);
        }
        return String.join(" ", sentences);
    }
}
