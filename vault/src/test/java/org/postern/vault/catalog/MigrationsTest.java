package org.postern.vault.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.VaultException;
import org.sqlite.SQLiteDataSource;

class MigrationsTest {
    private static final String HERE = "org/postern/vault/catalog";

    @TempDir
    Path dir;

    private final SQLiteDataSource source = new SQLiteDataSource();

    @BeforeEach
    void open() {
        source.setUrl("jdbc:sqlite:" + dir.resolve("catalog.db"));
    }

    @Test
    void aSecondRunHasNothingToDo() {
        assertThat(Migrations.run(source, "vault", HERE)).isPositive();
        assertThat(Migrations.run(source, "vault", HERE)).isZero();
    }

    @Test
    void tablesWhoseHistoryIsGoneAreNotMadeAnew() throws SQLException {
        Migrations.run(source, "vault", HERE);
        change("DROP TABLE flyway_vault");
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> Migrations.run(source, "vault", HERE))
                .withMessageContaining("could not be brought up to date");
    }

    @Test
    void tablesOfANewerVersionAreNotTouched() throws SQLException {
        Migrations.run(source, "vault", HERE);
        change("INSERT INTO flyway_vault SELECT installed_rank + 1, '99', description, type, script, checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_vault ORDER BY 1 DESC LIMIT 1");
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> Migrations.run(source, "vault", HERE))
                .withMessageContaining("version 99")
                .withMessageContaining("newer version");
    }

    @Test
    void aMigrationThatFailedIsShown() throws SQLException {
        Migrations.run(source, "vault", HERE);
        change("UPDATE flyway_vault SET success = 0 WHERE version = '3'");
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> Migrations.run(source, "vault", HERE))
                .withMessageContaining("could not be brought up to date");
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(source.getUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
