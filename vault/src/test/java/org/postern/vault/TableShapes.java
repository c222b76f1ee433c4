package org.postern.vault;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/// What tables a catalog has, and what is in them, in words that are the same on each engine.
public final class TableShapes {
    private static final String SQLITE_COLUMNS = """
            SELECT m.name AS t, c.name AS c, c."notnull" OR c.pk > 0 AS n FROM sqlite_master m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'flyway%' AND m.name NOT LIKE 'sqlite%'
            """;
    private static final String POSTGRES_COLUMNS = """
            SELECT table_name AS t, column_name AS c, is_nullable = 'NO' AS n FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name NOT LIKE 'flyway%' AND table_name NOT LIKE 'postern%'
            """;
    private static final String SQLITE_INDEXES = """
            SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'flyway%' AND name NOT LIKE 'sqlite%'
            """;
    private static final String POSTGRES_INDEXES = """
            SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT LIKE 'flyway%'
              AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'
            """;
    private static final String TEXT_OF_A_LANGUAGE = """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')
              AND table_name NOT LIKE 'flyway%' AND collation_name IS DISTINCT FROM 'C'
            """;

    private TableShapes() {}

    /// Each table's columns, and whether they may be null; and the indexes that have a name of their own.
    public static Map<String, SortedSet<String>> of(Database database) {
        Map<String, SortedSet<String>> shapes = new TreeMap<>();
        boolean sqlite = isSqlite(database);
        database.read(sql -> {
            for (Record row : sql.fetch(sqlite ? SQLITE_COLUMNS : POSTGRES_COLUMNS)) {
                boolean required = String.valueOf(row.get("n")).matches("1|true");
                shapes.computeIfAbsent(row.get("t", String.class), _ -> new TreeSet<>())
                        .add(row.get("c") + (required ? " required" : ""));
            }
            shapes.put(
                    "INDEXES",
                    new TreeSet<>(sql.fetch(sqlite ? SQLITE_INDEXES : POSTGRES_INDEXES)
                            .getValues(0, String.class)));
            return true;
        });
        return shapes;
    }

    /// The columns of text that PostgreSQL would order by a language's rules.
    public static List<String> orderedByLanguage(Database database) {
        return database.read(sql -> sql.fetch(TEXT_OF_A_LANGUAGE).getValues(0, String.class));
    }

    private static boolean isSqlite(Database database) {
        return database.<Boolean>read(sql -> sql.dialect() == SQLDialect.SQLITE);
    }

    /// Every row of a query as one line, sorted.
    public static List<String> rows(Database database, String query) {
        return database.read(sql -> lines(sql, query));
    }

    /// By JDBC, which tells a large number of SQLite's from a small one.
    private static List<String> lines(DSLContext sql, String query) {
        return sql.connectionResult(connection -> {
            List<String> lines = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    StringJoiner line = new StringJoiner(" | ");
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        line.add(word(rows.getObject(i)));
                    }
                    lines.add(line.toString());
                }
            }
            Collections.sort(lines);
            return lines;
        });
    }

    private static String word(@Nullable Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
