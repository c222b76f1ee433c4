package org.postern.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.postern.vault.Database;

/// Fills the tables of a vault's catalog in bulk, as if so much mail had come in over a year.
///
/// Any [Database] will do whose tables the vault has made: only plain SQL is used. The secondary indexes are dropped
/// before and made again after, as one would for any bulk load.
final class GrownCatalog {
    private static final int BATCH = 20_000; // Messages in one transaction.
    private static final Map<String, String> INDEXES = indexes();
    private final Database database;
    private final GrownShape shape;

    GrownCatalog(Database database, GrownShape shape) {
        this.database = database;
        this.shape = shape;
    }

    private static Map<String, String> indexes() {
        Map<String, String> indexes = new LinkedHashMap<>();
        indexes.put("object_by_name", "CREATE UNIQUE INDEX object_by_name ON object (tenant_id, name)");
        indexes.put("item_by_name", "CREATE UNIQUE INDEX item_by_name ON item (mailbox_id, name)");
        indexes.put(
                "message_version_current",
                "CREATE INDEX message_version_current ON message_version (folder_id, item_id)"
                        + " WHERE until_at = 9223372036854775807");
        indexes.put(
                "message_version_by_time",
                "CREATE INDEX message_version_by_time ON message_version (folder_id, until_at, from_at, item_id)");
        indexes.put(
                "message_version_missing",
                "CREATE INDEX message_version_missing ON message_version (mailbox_id, item_id)"
                        + " WHERE content_id IS NULL");
        indexes.put(
                "message_version_ended",
                "CREATE INDEX message_version_ended ON message_version (mailbox_id, item_id)"
                        + " WHERE until_at < 9223372036854775807");
        indexes.put(
                "message_version_content",
                "CREATE INDEX message_version_content ON message_version (content_id)"
                        + " WHERE content_id IS NOT NULL");
        return indexes;
    }

    /// Fills the tables of a tenant that has nothing yet.
    ///
    /// @param packBytes the size of each pack
    void fill(long tenant, long packBytes) {
        INDEXES.keySet().forEach(index -> execute("DROP INDEX " + index));
        Messages messages = new Messages(shape, tenant);
        places(tenant);
        while (messages.hasNext()) {
            database.write(sql -> {
                messages.write(sql, BATCH);
                return true;
            });
            if (messages.written() % (50L * BATCH) == 0) {
                Growth.say("  %,d of %,d messages".formatted(messages.written(), shape.messages()));
            }
        }
        packs(tenant, packBytes);
        changes(tenant);
        count();
        INDEXES.forEach((name, create) -> {
            Growth.say("  index " + name);
            execute(create);
        });
        if (database.read(DSLContext::family) == SQLDialect.POSTGRES) {
            execute("ANALYZE"); // Which PostgreSQL does by itself, a while after; the product never asks for it.
        }
    }

    private void execute(String statement) {
        database.write(sql -> sql.execute(statement));
    }

    private void places(long tenant) {
        database.write(sql -> {
            each(
                    sql,
                    "INSERT INTO mailbox (id, tenant_id, name, address, display_name, first_seen, messages, versions,"
                            + " bytes) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)",
                    statement -> {
                        for (int i = 0; i < shape.mailboxes(); i++) {
                            String address = "person%d@example.org".formatted(i);
                            long at = Messages.micros(GrownShape.START);
                            add(statement, i + 1L, tenant, GrownShape.mailboxName(i), address, "Person " + i, at);
                        }
                    });
            each(sql, "INSERT INTO folder (id, mailbox_id, name) VALUES (?, ?, ?)", statement -> {
                for (int i = 0; i < shape.mailboxes() * shape.folders(); i++) {
                    String name = GrownShape.folderName(i % shape.folders());
                    add(statement, i + 1L, i / shape.folders() + 1L, name);
                }
            });
            each(
                    sql,
                    "INSERT INTO folder_version (folder_id, from_at, until_at, parent, display_name, well_known,"
                            + " message_count) VALUES (?, ?, ?, NULL, ?, NULL, -1)",
                    statement -> {
                        for (int i = 0; i < shape.mailboxes() * shape.folders(); i++) {
                            String name = "Folder " + i % shape.folders();
                            add(statement, i + 1L, Messages.micros(GrownShape.START), Long.MAX_VALUE, name);
                        }
                    });
            return true;
        });
    }

    private void packs(long tenant, long packBytes) {
        database.write(sql -> {
            each(sql, "INSERT INTO pack (tenant_id, number, finished, bytes) VALUES (?, ?, 1, ?)", statement -> {
                for (long number = 1; number <= shape.packs(); number++) {
                    add(statement, tenant, number, packBytes);
                }
            });
            return true;
        });
    }

    private void changes(long tenant) {
        database.write(sql -> {
            each(
                    sql,
                    "INSERT INTO change (tenant_id, sequence, name, pack, place, length) VALUES (?, ?, ?, ?, 64, 900)",
                    statement -> {
                        for (long i = 1; i <= shape.changes(); i++) {
                            long pack = 1 + i * shape.packs() / (shape.changes() + 1);
                            add(statement, tenant, i, Messages.name(-i), pack);
                        }
                    });
            each(
                    sql,
                    "UPDATE tenant SET applied_sequence = ?, applied_change = ? WHERE id = ?",
                    statement -> add(statement, shape.changes(), Messages.name(-shape.changes()), tenant));
            return true;
        });
    }

    private void count() {
        execute("CREATE TEMPORARY TABLE counted AS SELECT mailbox_id, COUNT(*) AS versions,"
                + " SUM(CASE WHEN until_at = 9223372036854775807 THEN 1 ELSE 0 END) AS messages"
                + " FROM message_version GROUP BY mailbox_id");
        for (String column : List.of("versions", "messages")) {
            execute("UPDATE mailbox SET " + column + " = COALESCE((SELECT counted." + column
                    + " FROM counted WHERE counted.mailbox_id = mailbox.id), 0)");
        }
        execute("DROP TABLE counted");
    }

    /// Binds and adds rows to a batch.
    @FunctionalInterface
    interface Rows {
        void add(PreparedStatement statement) throws SQLException;
    }

    static void each(DSLContext sql, String text, Rows rows) {
        sql.connection(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                rows.add(statement);
                statement.executeBatch();
            }
        });
    }

    static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
