package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.store.LocalDisk;

/// A catalog on the oldest PostgreSQL that Debian has installed here, beside one on SQLite.
class InstalledPostgresTest {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    @TempDir
    Path directory;

    private static Optional<Path> oldest() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .min(Comparator.naturalOrder());
        }
    }

    @Test
    void keepsTheSameRowsAsSqlite() throws Exception {
        Optional<Path> bin = oldest();
        assumeTrue(bin.isPresent(), "Debian's PostgreSQL is not tested: install its package postgresql.");
        try (InstalledPostgres server = InstalledPostgres.start(bin.orElseThrow())) {
            TestPostgres.prepare(server.port);
            VaultConfig config = Fixture.config(directory, 20_000);
            VaultConfig onServer = config.withCatalog(Optional.of(TestPostgres.schema(server.port, "installed")));
            Map<String, List<String>> kept;
            try (PackVault vault = PackVault.open(onServer, new LocalDisk())) {
                CatalogEnginesTest.fill(vault, 15, 20);
                kept = CatalogEnginesTest.dump(vault, CatalogEnginesTest.MEANING);
            }
            VaultConfig here = config.withCatalog(Optional.empty());
            assertThat(PackVault.rebuildCatalog(here, new LocalDisk())).isEmpty();
            try (PackVault vault = PackVault.open(here, new LocalDisk())) {
                CatalogEnginesTest.requireSame(kept, CatalogEnginesTest.dump(vault, CatalogEnginesTest.MEANING));
            }
        }
    }
}
