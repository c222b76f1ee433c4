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
import org.postern.vault.format.AllObjects;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;

/// Fails every single operation of the disk, and every write of the catalog, in turn, and checks that what was
/// acknowledged is there.
///
/// A seed gives each operation one of the [FaultyDisk.Mode]s; five seeds give each operation all of them.
class CrashTest {
    private static final int COMMITS = 4;

    /// What is stored, and in which packs.
    private enum Work {
        /// A pack is finished every few commits.
        ATTACHMENTS(3_000, 1, 1) {
            @Override
            byte[] mail(int commit, int number) {
                return withAttachment("message " + commit, random(commit / 2, 1_500 + 4_000 * (commit % 2)), 76);
            }
        },
        /// Small mail, of which a dictionary is made, and another pack that uses it.
        LETTERS(30_000, 12, 5) {
            @Override
            byte[] mail(int commit, int number) {
                return DictionaryTest.letter(100 * commit + number);
            }
        };

        private final long packBytes;
        private final int mails;
        private final int every;

        /// @param mails in a commit
        /// @param every of how many operations one is failed
        Work(long packBytes, int mails, int every) {
            this.packBytes = packBytes;
            this.mails = mails;
            this.every = every;
        }

        abstract byte[] mail(int commit, int number);

        VaultConfig config(Path directory) {
            return Fixture.config(directory, packBytes);
        }
    }

    @TempDir
    Path root;

    static LongStream seeds() {
        return Seeds.of(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasAcknowledgedSurvivesAFailureAtAnyOperation(long seed) {
        failEach(seed, Work.ATTACHMENTS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFailureWhileADictionaryIsMadeAndUsedLosesNothing(long seed) {
        failEach(seed, Work.LETTERS);
        assertThat(AllObjects.of(root.resolve("reference"), CONTOSO.value()))
                .as("there is a dictionary")
                .anyMatch(object -> object.kind() == 4);
    }

    private void failEach(long seed, Work work) {
        FaultyDisk counting = FaultyDisk.sound();
        assertThat(run(work, root.resolve("reference"), counting)).hasSize(COMMITS * work.mails);
        long operations = counting.operations();
        assertThat(operations).isGreaterThan(25);
        FaultyDisk.Mode[] modes = FaultyDisk.Mode.values();
        for (long failAt = 1L + Math.floorMod(seed, work.every); failAt <= operations; failAt += work.every) {
            FaultyDisk.Mode mode = modes[Math.floorMod(failAt / work.every + seed, modes.length)];
            Path directory = root.resolve("run" + failAt);
            Map<String, byte[]> acknowledged = run(work, directory, new FaultyDisk(failAt, mode));
            check(
                    work,
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
                            Work.ATTACHMENTS.config(directory), new LocalDisk(), VaultOpening.Mode.INDEXED)
                    .around(database -> new FaultyDatabase(database, at, afterwards))
                    .open()) {
                commitAll(Work.ATTACHMENTS, vault, acknowledged);
            } catch (VaultException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
            }
            check(
                    Work.ATTACHMENTS,
                    directory,
                    acknowledged,
                    failAt % 4 == 0,
                    "write " + failAt + " afterwards " + afterwards);
            delete(directory);
        }
    }

    /// Commits one message after the other, going on after a failure, and returns what was acknowledged.
    private static Map<String, byte[]> run(Work work, Path directory, Disk disk) {
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        try (PackVault vault = PackVault.open(work.config(directory), disk)) {
            commitAll(work, vault, acknowledged);
        } catch (VaultException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
        }
        return acknowledged;
    }

    private static void commitAll(Work work, PackVault vault, Map<String, byte[]> acknowledged) {
        vault.addTenant(CONTOSO);
        for (int i = 0; i < COMMITS; i++) {
            Map<String, byte[]> mails = new LinkedHashMap<>();
            for (int number = 0; number < work.mails; number++) {
                mails.put("m" + i + "-" + number, work.mail(i, number));
            }
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(i))) {
                mails.forEach((item, mime) -> writer.put(state(item, INBOX), mime));
                writer.syncState("mail", "after-" + i);
                writer.commit();
                acknowledged.putAll(mails);
            } catch (VaultException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
            }
        }
    }

    private static void check(
            Work work, Path directory, Map<String, byte[]> acknowledged, boolean rebuild, String how) {
        List<MessageVersion> kept;
        try (PackVault vault = PackVault.open(work.config(directory), new LocalDisk())) {
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
            checkRebuilt(work, directory, kept, how);
        }
    }

    private static void checkRebuilt(Work work, Path directory, List<MessageVersion> kept, String how) {
        assertThat(PackVault.rebuildCatalog(work.config(directory), new LocalDisk()))
                .as(how)
                .isEmpty();
        try (PackVault vault = PackVault.open(work.config(directory), new LocalDisk())) {
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
