package org.postern.vault.catalog;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.VARBINARY;

import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/// The catalog's tables and columns by name; what they mean stands in the migrations.
final class Tables {
    static final long FOREVER = Long.MAX_VALUE;

    static final Table<Record> TENANT = table(name("tenant"));
    static final Field<Long> TENANT_ROW = number("tenant", "id");
    static final Field<String> TENANT_NAME = text("tenant", "name");
    static final Field<Long> APPLIED_SEQUENCE = number("tenant", "applied_sequence");
    static final Field<byte[]> APPLIED_CHANGE = bytes("tenant", "applied_change");

    static final Table<Record> PACK = table(name("pack"));
    static final Field<Long> PACK_TENANT = number("pack", "tenant_id");
    static final Field<Long> PACK_NUMBER = number("pack", "number");
    static final Field<Integer> PACK_FINISHED = small("pack", "finished");
    static final Field<Long> PACK_BYTES = number("pack", "bytes");

    static final Table<Record> OBJECT = table(name("object"));
    static final Field<Long> OBJECT_ROW = number("object", "id");
    static final Field<Long> OBJECT_TENANT = number("object", "tenant_id");
    static final Field<Integer> OBJECT_KIND = small("object", "kind");
    static final Field<byte[]> OBJECT_NAME = bytes("object", "name");
    static final Field<Long> OBJECT_PACK = number("object", "pack");
    static final Field<Long> OBJECT_PLACE = number("object", "place");
    static final Field<Integer> OBJECT_LENGTH = small("object", "length");
    static final Field<Integer> OBJECT_PLAIN = small("object", "plain_length");

    static final Table<Record> CHANGE = table(name("change"));
    static final Field<Long> CHANGE_TENANT = number("change", "tenant_id");
    static final Field<Long> CHANGE_SEQUENCE = number("change", "sequence");
    static final Field<byte[]> CHANGE_NAME = bytes("change", "name");
    static final Field<Long> CHANGE_PACK = number("change", "pack");
    static final Field<Long> CHANGE_PLACE = number("change", "place");
    static final Field<Integer> CHANGE_LENGTH = small("change", "length");

    static final Table<Record> CONTENT = table(name("content"));
    static final Field<Long> CONTENT_OBJECT = number("content", "object_id");
    static final Field<Long> CONTENT_SIZE = number("content", "size");
    static final Field<String> SUBJECT = text("content", "subject");
    static final Field<String> SENDER = text("content", "sender");
    static final Field<String> RECIPIENTS = text("content", "recipients");
    static final Field<Long> SENT_AT = number("content", "sent_at");
    static final Field<String> MESSAGE_ID = text("content", "message_id");
    static final Field<Integer> HAS_ATTACHMENTS = small("content", "has_attachments");

    static final Table<Record> MAILBOX = table(name("mailbox"));
    static final Field<Long> MAILBOX_ROW = number("mailbox", "id");
    static final Field<Long> MAILBOX_TENANT = number("mailbox", "tenant_id");
    static final Field<String> MAILBOX_NAME = text("mailbox", "name");
    static final Field<String> ADDRESS = text("mailbox", "address");
    static final Field<String> MAILBOX_DISPLAY = text("mailbox", "display_name");
    static final Field<Long> FIRST_SEEN = number("mailbox", "first_seen");
    static final Field<Long> MESSAGES = number("mailbox", "messages");
    static final Field<Long> VERSIONS = number("mailbox", "versions");
    static final Field<Long> BYTES = number("mailbox", "bytes");

    static final Table<Record> FOLDER = table(name("folder"));
    static final Field<Long> FOLDER_ROW = number("folder", "id");
    static final Field<Long> FOLDER_MAILBOX = number("folder", "mailbox_id");
    static final Field<String> FOLDER_NAME = text("folder", "name");

    static final Table<Record> FOLDER_VERSION = table(name("folder_version"));
    static final Field<Long> FV_FOLDER = number("folder_version", "folder_id");
    static final Field<Long> FV_FROM = number("folder_version", "from_at");
    static final Field<Long> FV_UNTIL = number("folder_version", "until_at");
    static final Field<String> FV_PARENT = text("folder_version", "parent");
    static final Field<String> FV_DISPLAY = text("folder_version", "display_name");
    static final Field<String> FV_WELL_KNOWN = text("folder_version", "well_known");
    static final Field<Integer> FV_COUNT = small("folder_version", "message_count");

    static final Table<Record> ITEM = table(name("item"));
    static final Field<Long> ITEM_ROW = number("item", "id");
    static final Field<Long> ITEM_MAILBOX = number("item", "mailbox_id");
    static final Field<String> ITEM_NAME = text("item", "name");

    static final Table<Record> VERSION = table(name("message_version"));
    static final Field<Long> V_ITEM = number("message_version", "item_id");
    static final Field<Long> V_FROM = number("message_version", "from_at");
    static final Field<Long> V_UNTIL = number("message_version", "until_at");
    static final Field<Long> V_MAILBOX = number("message_version", "mailbox_id");
    static final Field<Long> V_FOLDER = number("message_version", "folder_id");
    static final Field<Long> V_CONTENT = number("message_version", "content_id");
    static final Field<String> V_CHANGE_KEY = text("message_version", "change_key");
    static final Field<Long> V_RECEIVED = number("message_version", "received_at");
    static final Field<Integer> V_MARKS = small("message_version", "marks");
    static final Field<String> V_CATEGORIES = text("message_version", "categories");
    static final Field<String> V_MISSING = text("message_version", "missing");

    static final Table<Record> SYNC_STATE = table(name("sync_state"));
    static final Field<Long> SYNC_MAILBOX = number("sync_state", "mailbox_id");
    static final Field<String> SYNC_SCOPE = text("sync_state", "scope");
    static final Field<String> SYNC_VALUE = text("sync_state", "state");

    static final Table<Record> RETENTION = table(name("retention"));
    static final Field<Long> RETENTION_TENANT = number("retention", "tenant_id");
    static final Field<String> RETENTION_TYPE = text("retention", "type");
    static final Field<Integer> RETENTION_DAYS = small("retention", "days");
    static final Field<Integer> RETENTION_VERSIONS = small("retention", "versions");

    static final Table<Record> HOLD = table(name("hold"));
    static final Field<Long> HOLD_TENANT = number("hold", "tenant_id");
    static final Field<String> HOLD_NAME = text("hold", "name");
    static final Field<String> HOLD_REASON = text("hold", "reason");
    static final Field<String> HOLD_BY = text("hold", "held_by");
    static final Field<Long> HOLD_SINCE = number("hold", "since");
    static final Field<String> HOLD_MAILBOX = text("hold", "mailbox");
    static final Field<String> HOLD_ITEM = text("hold", "item");
    static final Field<String> HOLD_QUERY = text("hold", "query");

    /// All of the catalog's tables, each before those that it refers to.
    static final List<Table<Record>> REFERRING_FIRST = List.of(
            SYNC_STATE,
            VERSION,
            FOLDER_VERSION,
            ITEM,
            FOLDER,
            MAILBOX,
            CONTENT,
            CHANGE,
            OBJECT,
            PACK,
            RETENTION,
            HOLD,
            TENANT);

    private Tables() {}

    private static Field<Long> number(String table, String column) {
        return field(name(table, column), BIGINT);
    }

    private static Field<Integer> small(String table, String column) {
        return field(name(table, column), INTEGER);
    }

    private static Field<String> text(String table, String column) {
        return field(name(table, column), CLOB);
    }

    private static Field<byte[]> bytes(String table, String column) {
        return field(name(table, column), VARBINARY);
    }
}
