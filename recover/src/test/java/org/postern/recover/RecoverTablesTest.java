package org.postern.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.Database;
import org.postern.vault.TableShapes;
import org.postern.vault.TestPostgres;
import org.postern.vault.catalog.PostgresDatabase;

class RecoverTablesTest {
    @TempDir
    Path folder;

    @Test
    void areTheSameOnEachEngine() {
        Path file = folder.resolve("tables.db");
        try (Database sqlite = new SqliteDatabase(file);
                Database server =
                        PostgresDatabase.open(TestPostgres.schemaOf(file), new byte[16], folder.resolve("none.db"))) {
            sqlite.migrate("recover", "org/postern/recover/migrations");
            server.migrate("recover", "org/postern/recover/migrations");
            assertThat(TableShapes.of(server))
                    .isEqualTo(TableShapes.of(sqlite))
                    .containsKeys("recover_mailbox", "recover_missing", "recover_restored");
            assertThat(TableShapes.orderedByLanguage(server)).isEmpty();
        }
    }
}
