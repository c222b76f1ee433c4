package org.postern.vault.catalog;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// Brings what users of the vault keep beside the catalog's own tables from the SQLite file of a vault whose catalog
/// moves to a server: the packs do not have it. Once for each owner, whose tables begin with its name.
final class Inheritance {
    private static final int ROWS = 1_000;
    private final Path earlier;

    /// @param earlier the file; may not be there
    Inheritance(Path earlier) {
        this.earlier = earlier;
    }

    /// Copies the owner's rows, unless that was done before, in one transaction that notes it.
    void bring(SqlDatabase to, String owner, String location) {
        to.write(sql -> {
            sql.execute("CREATE TABLE IF NOT EXISTS postern_moved (owner text COLLATE \"C\" PRIMARY KEY)");
            boolean first = sql.execute("INSERT INTO postern_moved VALUES (?) ON CONFLICT DO NOTHING", owner) == 1;
            if (first && Files.exists(earlier)) {
                copy(sql, owner, location);
            }
            return first;
        });
    }

    private void copy(DSLContext to, String owner, String location) {
        try (SqliteDatabase from = new SqliteDatabase(earlier)) {
            from.migrate(owner, location); // So that it has the tables as they are now.
            for (String table : tables(from, owner)) {
                copyTable(from, to, table);
            }
        }
    }

    private static List<String> tables(SqliteDatabase from, String owner) {
        return from.read(sql -> sql.fetch(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ? ESCAPE '!' ORDER BY name",
                        owner + "!_%")
                .getValues(0, String.class));
    }

    private static void copyTable(SqliteDatabase from, DSLContext to, String table) {
        List<String> columns = columns(to, table);
        List<Field<Object>> fields =
                columns.stream().map(column -> field(name(column))).toList();
        from.read(sql -> {
            try (Cursor<Record> rows =
                    sql.select(fields).from(table(name(table))).fetchLazy()) {
                while (rows.hasNext()) {
                    insert(to, table, fields, rows.fetchNext(ROWS));
                }
            }
            return true;
        });
        continueNumbers(to, table);
    }

    private static List<String> columns(DSLContext to, String table) {
        return to.fetch(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                                + " AND table_name = ? ORDER BY ordinal_position",
                        table)
                .getValues(0, String.class);
    }

    private static void insert(DSLContext to, String table, List<Field<Object>> fields, List<Record> rows) {
        List<@Nullable Object[]> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.intoArray()));
        Prepared.each(
                to,
                to.insertInto(table(name(table)), fields)
                        .values(new @Nullable Object[fields.size()])
                        .onConflictDoNothing(),
                values);
    }

    /// Rows that come later get higher numbers than those that were brought.
    private static void continueNumbers(DSLContext to, String table) {
        List<String> identities = to.fetch(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
                                + " AND table_name = ? AND is_identity = 'YES'",
                        table)
                .getValues(0, String.class);
        for (String column : identities) {
            Field<Long> highest = DSL.max(field(name(column), Long.class));
            Long last = to.select(highest).from(table(name(table))).fetchOne(highest);
            if (last != null) {
                to.fetch("SELECT setval(pg_get_serial_sequence(?, ?), ?)", table, column, last);
            }
        }
    }
}
