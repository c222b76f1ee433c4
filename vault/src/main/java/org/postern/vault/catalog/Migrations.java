package org.postern.vault.catalog;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postern.vault.VaultException;

/// Brings an owner's tables up to date, each owner with a history of its own.
final class Migrations {
    private Migrations() {}

    /// Returns how many migrations were new.
    static int run(DataSource source, String owner, String location) {
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
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The tables of " + owner + " could not be brought up to date: " + e.getMessage()
                            + " Was the vault used by a newer version? Then use that one.",
                    e);
        }
    }
}
