package org.postern.vault.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/// A connection to which text goes without U+0000, which PostgreSQL's text cannot hold: U+FFFD stands in its place.
///
/// What the vault keeps has none already; this is for what is only asked for, and for the tables of others. Half a
/// surrogate pair, which has no UTF-8, becomes a question mark in the driver, as it does on SQLite.
final class NulFreeConnection extends DefaultConnection {
    NulFreeConnection(Connection connection) {
        super(connection);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return new Binding(super.prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return new Binding(super.prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return new Binding(super.prepareStatement(sql, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
        return new Binding(super.prepareStatement(sql, generatedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        return new Binding(super.prepareStatement(sql, columns));
    }

    private static final class Binding extends DefaultPreparedStatement {
        Binding(PreparedStatement statement) {
            super(statement);
        }

        @Override
        public void setString(int index, @Nullable String value) throws SQLException {
            super.setString(index, value == null ? null : nulFree(value));
        }

        @Override
        public void setObject(int index, @Nullable Object value) throws SQLException {
            super.setObject(index, value instanceof String text ? nulFree(text) : value);
        }

        @Override
        public void setObject(int index, @Nullable Object value, int type) throws SQLException {
            super.setObject(index, value instanceof String text ? nulFree(text) : value, type);
        }

        private static String nulFree(String text) {
            return text.replace('\0', '\uFFFD');
        }
    }
}
