package org.postern.vault.catalog;

import static org.postern.vault.catalog.Tables.*;

import java.time.Instant;
import java.util.List;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.vault.ContentName;
import org.postern.vault.FolderVersion;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;

/// Rows as the types of the façade.
final class Rows {
    static final List<SelectField<?>> MESSAGE = List.of(
            ITEM_NAME,
            FOLDER_NAME,
            V_ITEM,
            V_FROM,
            V_UNTIL,
            V_CHANGE_KEY,
            V_RECEIVED,
            V_MARKS,
            V_CATEGORIES,
            V_MISSING,
            OBJECT_NAME,
            CONTENT_SIZE,
            SUBJECT,
            SENDER,
            RECIPIENTS,
            SENT_AT,
            MESSAGE_ID,
            HAS_ATTACHMENTS);
    static final List<SelectField<?>> FOLDERS =
            List.of(FOLDER_ROW, FOLDER_NAME, FV_FROM, FV_UNTIL, FV_PARENT, FV_DISPLAY, FV_WELL_KNOWN, FV_COUNT);
    static final List<SelectField<?>> MAILBOXES =
            List.of(MAILBOX_NAME, ADDRESS, MAILBOX_DISPLAY, MESSAGES, VERSIONS, BYTES, FIRST_SEEN);

    private Rows() {}

    static MessageState state(String item, Record row) {
        return Marks.state(
                row.get(V_MARKS),
                new ItemId(item),
                new FolderId(row.get(FOLDER_NAME)),
                row.get(V_CHANGE_KEY),
                Times.instant(row.get(V_RECEIVED)),
                Lines.split(row.get(V_CATEGORIES)));
    }

    static MessageVersion message(MailboxId mailbox, Record row) {
        MessageState state = state(row.get(ITEM_NAME), row);
        Instant from = Times.instant(row.get(V_FROM));
        @Nullable Instant until = Times.until(row.get(V_UNTIL));
        byte @Nullable [] name = row.get(OBJECT_NAME);
        if (name == null || row.get(CONTENT_SIZE) == null) {
            String missing = name == null ? row.get(V_MISSING) : "What the vault knew of its content is lost.";
            return new MessageVersion(
                    mailbox, state, null, 0, "", "", List.of(), null, "", false, missing, from, until);
        }
        Long sentAt = row.get(SENT_AT);
        return new MessageVersion(
                mailbox,
                state,
                ContentName.of(name),
                row.get(CONTENT_SIZE),
                row.get(SUBJECT),
                row.get(SENDER),
                Lines.split(row.get(RECIPIENTS)),
                sentAt == null ? null : Times.instant(sentAt),
                row.get(MESSAGE_ID),
                row.get(HAS_ATTACHMENTS) == 1,
                "",
                from,
                until);
    }

    static FolderVersion folder(Record row, long messages) {
        return new FolderVersion(
                FolderChanges.state(
                        row.get(FOLDER_NAME),
                        row.get(FV_PARENT),
                        row.get(FV_DISPLAY),
                        row.get(FV_WELL_KNOWN),
                        row.get(FV_COUNT)),
                messages,
                Times.instant(row.get(FV_FROM)),
                Times.until(row.get(FV_UNTIL)));
    }

    static MailboxRecord mailbox(Record row) {
        return new MailboxRecord(
                new MailboxId(row.get(MAILBOX_NAME)),
                row.get(ADDRESS),
                row.get(MAILBOX_DISPLAY),
                row.get(MESSAGES),
                row.get(VERSIONS),
                row.get(BYTES),
                Times.instant(row.get(FIRST_SEEN)));
    }
}
