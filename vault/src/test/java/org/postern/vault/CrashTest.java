package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.ItemId;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;

/// Fails every single operation of the disk, and every write of the catalog, in turn, and checks that what was
/// acknowledged is there.
///
/// A seed gives each operation one of the [FaultyDisk.Mode]s; five seeds give each operation all of them.
class CrashTest {
    private static final long SMALL_PACK = 3_000; // A pack is finished every few commits.
    private static final int COMMITS = 4;

    @TempDir
    Path root;

    static LongStream seeds() {
        return Seeds.of(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasAcknowledgedSurvivesAFailureAtAnyOperation(long seed) {
        FaultyDisk counting = FaultyDisk.sound();
        assertThat(run(root.resolve("reference"), counting)).hasSize(COMMITS);
        long operations = counting.operations();
        assertThat(operations).isGreaterThan(25);
        FaultyDisk.Mode[] modes = FaultyDisk.Mode.values();
        for (long failAt = 1; failAt <= operations; failAt++) {
            FaultyDisk.Mode mode = modes[(int) ((failAt + seed) % modes.length)];
            Path directory = root.resolve("run" + failAt);
            Map<String, byte[]> acknowledged = run(directory, new FaultyDisk(failAt, mode));
            check(
                    directory,
                    acknowledged,
                    (failAt / modes.length + seed) % 3 == 0,
                    "seed " + seed + ", " + mode + " at " + failAt);
            delete(directory);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCatalogThatFailsAfterThePackWasForcedOutLosesAndDoublesNothing(boolean afterwards) {
        for (int failAt = 1; failAt <= 2 * COMMITS; failAt++) {
            Path directory = root.resolve("sql" + failAt);
            int at = failAt;
            Map<String, byte[]> acknowledged = new LinkedHashMap<>();
            try (PackVault vault = VaultOpening.of(
                            config(directory, SMALL_PACK), new LocalDisk(), VaultOpening.Mode.INDEXED)
                    .around(database -> new FaultyDatabase(database, at, afterwards))
                    .open()) {
                commitAll(vault, acknowledged);
            } catch (VaultException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
            }
            check(directory, acknowledged, failAt % 4 == 0, "write " + failAt + " afterwards " + afterwards);
            delete(directory);
        }
    }

    /// Commits one message after the other, going on after a failure, and returns what was acknowledged.
    private static Map<String, byte[]> run(Path directory, Disk disk) {
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        try (PackVault vault = PackVault.open(config(directory, SMALL_PACK), disk)) {
            commitAll(vault, acknowledged);
        } catch (VaultException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
        }
        return acknowledged;
    }

    private static void commitAll(PackVault vault, Map<String, byte[]> acknowledged) {
        vault.addTenant(CONTOSO);
        for (int i = 0; i < COMMITS; i++) {
            byte[] mime = withAttachment("message " + i, random(i / 2, 1_500 + 4_000 * (i % 2)), 76);
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(i))) {
                writer.put(state("m" + i, INBOX), mime);
                writer.syncState("mail", "after-" + i);
                writer.commit();
                acknowledged.put("m" + i, mime);
            } catch (VaultException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
            }
        }
    }

    private static void check(Path directory, Map<String, byte[]> acknowledged, boolean rebuild, String how) {
        List<MessageVersion> kept;
        try (PackVault vault = PackVault.open(config(directory, SMALL_PACK), new LocalDisk())) {
            vault.addTenant(CONTOSO);
            acknowledged.forEach((item, mime) -> {
                List<MessageVersion> history = vault.history(CONTOSO, ANNA, new ItemId(item));
                assertThat(history).as(how + ", " + item).hasSize(1);
                ContentName name = history.getFirst().content().orElseThrow();
                assertThat(vault.content(CONTOSO, name)).as(how).isEqualTo(mime);
            });
            kept = vault.messages(CONTOSO, ANNA, INBOX, null, null, 100);
            for (MessageVersion version : kept) { // Also what was not acknowledged is whole when it is there.
                assertThat(vault.content(CONTOSO, version.content().orElseThrow()))
                        .as(how)
                        .hasSize((int) version.size());
            }
            assertThat(vault.stats(CONTOSO).versions()).as(how).isEqualTo(kept.size());
            PackVaultTest.put(vault, CONTOSO, "later", message("later"));
        }
        if (rebuild) { // For some of them: it takes longest.
            checkRebuilt(directory, kept, how);
        }
    }

    private static void checkRebuilt(Path directory, List<MessageVersion> kept, String how) {
        assertThat(PackVault.rebuildCatalog(config(directory, SMALL_PACK), new LocalDisk()))
                .as(how)
                .isEmpty();
        try (PackVault vault = PackVault.open(config(directory, SMALL_PACK), new LocalDisk())) {
            assertThat(vault.messages(CONTOSO, ANNA, INBOX, null, null, 100))
                    .as(how)
                    .containsAll(kept)
                    .hasSize(kept.size() + 1);
            assertThat(vault.message(CONTOSO, ANNA, new ItemId("later"), null))
                    .as(how)
                    .isPresent();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
