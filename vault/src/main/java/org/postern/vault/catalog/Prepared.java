package org.postern.vault.catalog;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/// Statements that are run for every object, prepared once for each connection: there, making the SQL text and binding
/// by the query builder would cost more than the database does.
///
/// A connection belongs to one thread, and so does what is kept here with it.
final class Prepared {
    private static final String KEY = Prepared.class.getName();
    static final int ROWS = 1_000;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Prepared() {}

    /// Uses a statement that stays open.
    @FunctionalInterface
    interface Use<T extends @Nullable Object> {
        T with(PreparedStatement statement) throws SQLException;
    }

    static <T extends @Nullable Object> T use(DSLContext sql, String text, Use<T> use) {
        Prepared kept =
                (Prepared) Objects.requireNonNull(sql.configuration().data().computeIfAbsent(KEY, _ -> new Prepared()));
        return sql.connectionResult(connection -> {
            PreparedStatement statement = kept.statements.get(text);
            if (statement == null) {
                statement = connection.prepareStatement(text);
                kept.statements.put(text, statement);
            }
            return use.with(statement);
        });
    }

    /// As [#use], for more rows than there is memory: PostgreSQL hands them out in portions only within a transaction.
    static <T extends @Nullable Object> T stream(DSLContext sql, String text, Use<T> use) {
        return sql.transactionResult(inside -> use(inside.dsl(), text, statement -> {
            statement.setFetchSize(ROWS);
            return use.with(statement);
        }));
    }

    /// Runs `query` for every row, whose values take the place of its own.
    static void each(DSLContext sql, Query query, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        use(sql, query.getSQL(), statement -> {
            for (@Nullable Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }
}
