package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.catalog.ObjectNames;
import org.postern.vault.catalog.SqliteDatabase;
import org.postern.vault.pack.NameFile;
import org.postern.vault.pack.NameFilter;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.store.LocalDisk;

class KnownNamesTest {
    private static final long TENANT = 1;
    private static final long OTHER = 2;
    private static final int WORTH = 100;

    @TempDir
    Path directory;

    private Path path;
    private SqliteDatabase database;

    @BeforeEach
    void makeCatalog() {
        path = directory.resolve("names").resolve("contoso");
        database = new SqliteDatabase(directory.resolve("catalog.db"));
        database.migrate("vault", "org/postern/vault/catalog");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ObjectName name(long number) {
        ByteBuffer bytes = ByteBuffer.allocate(ObjectName.BYTES);
        new Random(number).nextBytes(bytes.array());
        return ObjectName.read(bytes);
    }

    private void put(long tenant, long row) {
        database.write(sql -> sql.execute(
                "INSERT INTO object VALUES (?, ?, 1, ?, 1, 0, 1, 1)",
                row,
                tenant,
                name(row).bytes()));
    }

    private void put(long tenant, long from, long until) {
        for (long row = from; row < until; row++) {
            put(tenant, row);
        }
    }

    private NameFilter learn() {
        NameFilter filter = new NameFilter();
        KnownNames names =
                new KnownNames(new ObjectNames(database), TENANT, filter, new NameFile(new LocalDisk(), path), WORTH);
        names.learn();
        while (!filter.isComplete()) {
            Thread.onSpinWait();
        }
        names.close();
        return filter;
    }

    private void assertKnows(NameFilter filter, long from, long until) {
        for (long row = from; row < until; row++) {
            assertThat(filter.mayHold(name(row))).as("row %d", row).isTrue();
        }
    }

    @Test
    void onlyWhatCameSinceIsReadFromTheCatalog() {
        put(TENANT, 1, 201);
        assertKnows(learn(), 1, 201);
        assertThat(path).exists();
        database.write(sql -> sql.execute("DELETE FROM object WHERE id <= 100")); // Only the file knows these now.
        put(TENANT, 201, 211);
        NameFilter filter = learn();
        assertKnows(filter, 1, 211);
        assertThat(filter.count()).isEqualTo(210);
    }

    @Test
    void anotherTenantsNamesAreNotTold() {
        put(TENANT, 1, 151);
        put(OTHER, 151, 301);
        assertThat(learn().count()).isEqualTo(150);
        put(OTHER, 301, 311);
        put(TENANT, 311, 321);
        assertThat(learn().count()).isEqualTo(160);
    }

    @Test
    void aCatalogThatWasMadeAnewIsReadWhole() {
        put(TENANT, 1, 201);
        learn();
        database.write(sql -> sql.execute("DELETE FROM object"));
        database.write(sql -> sql.execute(
                "INSERT INTO object VALUES (200, 1, 1, ?, 1, 0, 1, 1)",
                name(9_000).bytes()));
        NameFilter filter = learn();
        assertThat(filter.count()).isEqualTo(1);
        assertThat(filter.mayHold(name(9_000))).isTrue();
    }

    @Test
    void aDamagedFileIsMadeAnew() throws IOException {
        put(TENANT, 1, 201);
        learn();
        Files.write(path, new byte[300]);
        assertKnows(learn(), 1, 201);
        assertThat(Files.size(path)).isGreaterThan(300);
    }

    @Test
    void ofFewNamesNoFileIsMade() {
        put(TENANT, 1, WORTH);
        learn();
        assertThat(path).doesNotExist();
    }
}
