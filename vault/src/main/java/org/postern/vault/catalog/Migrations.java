package org.postern.vault.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postern.vault.VaultException;

/// Brings an owner's tables up to date, each owner with a history of its own.
///
/// The number of an owner's last migration lies beside them in a file `latest`: where the history ends with it, Flyway,
/// whose start is dearer than all else of an opening, has nothing to do and is not called.
final class Migrations {
    private Migrations() {}

    /// Returns how many migrations were new.
    static int run(DataSource source, String owner, String location) {
        int latest = latest(location);
        int applied = applied(source, "flyway_" + owner);
        if (applied > latest) {
            throw failed(
                    owner,
                    new FlywayException("they are of version " + applied + ", and this Postern knows " + latest + "."));
        }
        if (applied == latest) {
            return 0;
        }
        int done = migrate(source, owner, location);
        if (applied(source, "flyway_" + owner) != latest) {
            throw new IllegalStateException(location + "/latest does not name the last migration");
        }
        return done;
    }

    private static int migrate(DataSource source, String owner, String location) {
        try {
            return Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:" + location)
                    .table("flyway_" + owner)
                    .baselineOnMigrate(true) // Another owner's tables may be there already.
                    .baselineVersion("0")
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw failed(owner, e);
        }
    }

    private static int latest(String location) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(location + "/latest")) {
            if (in == null) {
                throw new IllegalStateException(location + "/latest is not there");
            }
            return Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new IllegalStateException(location + "/latest cannot be read", e);
        }
    }

    /// The last migration of a history without failures; −1 when there is no history, or when Flyway must look at it.
    private static int applied(DataSource source, String table) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(CAST(version AS INTEGER)),"
                        + " sum(CASE WHEN success THEN 0 ELSE 1 END) FROM " + table)) {
            return row.next() && row.getInt(2) == 0 ? row.getInt(1) : -1;
        } catch (SQLException e) {
            return -1; // There is no such table; where it is anything else, Flyway meets the same and says it.
        }
    }

    private static VaultException failed(String owner, Exception cause) {
        return new VaultException(
                VaultException.Kind.PERMANENT,
                "The tables of " + owner + " could not be brought up to date: " + cause.getMessage()
                        + " Was the vault used by a newer version? Then use that one.",
                cause);
    }
}
