package org.postern.vault.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postern.vault.CatalogServer;
import org.postern.vault.VaultException;

/// Sees to it that one process alone writes a catalog on a server, and only the catalog of its own vault.
///
/// The mark is an advisory lock of the session that writes: the server takes it away with the session, whatever ends
/// it. Each opening is counted in the catalog, so that a process whose session broke learns whether another has written
/// in the meantime; what it remembers would no longer be true then.
final class CatalogOwner {
    private static final long LOCK_CLASS = 0x50535454L; // "PSTT", before the schema's number.
    private static final String LOCK_TIMED_OUT = "55P03"; // lock_not_available
    private final CatalogServer server;
    private final byte[] vaultId;
    private final Duration patience;
    private @Nullable Long opening; // Written and read by the one thread that writes.

    CatalogOwner(CatalogServer server, byte[] vaultId, Duration patience) {
        this.server = server;
        this.vaultId = vaultId.clone();
        this.patience = patience;
    }

    /// Takes hold of the catalog for this session, which is going to write.
    void claim(Connection connection) throws SQLException {
        requireUtf8(connection);
        makeSchema(connection);
        lock(connection);
        long now = sameVault(connection);
        if (opening == null) {
            opening = count(connection);
        } else if (opening != now) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "Another Postern used the catalog at " + server.place() + " while the connection to it was lost,"
                            + " so that this one no longer knows what is in it. Let only one use the vault, and"
                            + " restart.");
        }
    }

    private static void requireUtf8(Connection connection) throws SQLException {
        if (!"UTF8".equals(text(connection, "SELECT current_setting('server_encoding')"))) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The catalog's database does not keep text as UTF-8. Create one with ENCODING 'UTF8'.");
        }
    }

    private static @Nullable String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /// Only when it is not there: to make one takes a right that the user may lack.
    private void makeSchema(Connection connection) throws SQLException {
        if (schemaNumber(connection) == null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + server.schema());
            }
        }
    }

    private @Nullable String schemaNumber(Connection connection) throws SQLException {
        return text(connection, "SELECT oid FROM pg_namespace WHERE nspname = '" + server.schema() + "'");
    }

    private void lock(Connection connection) throws SQLException {
        long key = LOCK_CLASS << 32 | Long.parseLong(String.valueOf(schemaNumber(connection)));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + patience.toMillis());
            statement.execute("SELECT pg_advisory_lock(" + key + ")");
            statement.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            if (LOCK_TIMED_OUT.equals(e.getSQLState())) {
                throw inUse(e);
            }
            throw e;
        }
    }

    private VaultException inUse(SQLException e) {
        String used = "The catalog at " + server.place() + " is in use by ";
        return opening == null
                ? new VaultException(
                        VaultException.Kind.PERMANENT,
                        used + "another Postern. Stop that one first, or give this vault a schema of its own"
                                + " (currentSchema in the URL).",
                        e)
                : new VaultException(
                        VaultException.Kind.RETRYABLE,
                        used + "another Postern, or by our own session, which was lost and has not ended yet. Try"
                                + " again.",
                        e);
    }

    /// How often the catalog was opened; a catalog that is new becomes this vault's.
    private long sameVault(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS postern_vault (one_row boolean PRIMARY KEY DEFAULT true CHECK"
                    + " (one_row), vault_id bytea NOT NULL, openings bigint NOT NULL)");
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO postern_vault (vault_id, openings) VALUES (?, 0) ON CONFLICT DO NOTHING")) {
            statement.setBytes(1, vaultId);
            statement.execute();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT vault_id, openings FROM postern_vault")) {
            row.next();
            if (!Arrays.equals(vaultId, row.getBytes(1))) {
                throw otherVault(row.getBytes(1));
            }
            return row.getLong(2);
        }
    }

    private VaultException otherVault(byte[] other) {
        HexFormat hex = HexFormat.of();
        return new VaultException(
                VaultException.Kind.PERMANENT,
                "The catalog at " + server.place() + " belongs to vault " + hex.formatHex(other) + ", not to this one, "
                        + hex.formatHex(vaultId) + ". Check the URL, or give this vault a schema of its own"
                        + " (currentSchema in the URL).");
    }

    private static long count(Connection connection) throws SQLException {
        return Long.parseLong(String.valueOf(
                text(connection, "UPDATE postern_vault SET openings = openings + 1 RETURNING openings")));
    }
}
