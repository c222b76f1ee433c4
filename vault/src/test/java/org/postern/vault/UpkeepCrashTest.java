package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.mail.ItemId;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;

/// Fails every single operation of the disk while versions are forgotten and packs are rewritten, in turn, and checks
/// that nothing is lost that is to be kept, and that doing it again ends it.
class UpkeepCrashTest {
    private static final long SMALL_PACK = 6_000;
    private static final int ITEMS = 8;

    @TempDir
    Path root;

    private Path template = Path.of(".");

    static LongStream seeds() {
        return Seeds.of(1);
    }

    @BeforeEach
    void fill() {
        template = root.resolve("template");
        try (PackVault vault = VaultOpening.of(config(template, SMALL_PACK), new LocalDisk(), VaultOpening.Mode.PLAIN)
                .open()) {
            vault.addTenant(CONTOSO);
            for (int i = 0; i < ITEMS; i++) {
                try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(i))) {
                    writer.put(state("m" + i, INBOX), mime(i));
                    writer.commit();
                }
            }
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(20))) {
                writer.put(state("m0", INBOX), message("m0 anew"));
                writer.put(state("m1", INBOX), message("m1 anew"));
                writer.put(state("m2", INBOX), message("m2 anew"));
                writer.put(state("m5", INBOX), message("m5 anew"));
                writer.commit();
            }
            vault.upkeep(CONTOSO).setRetention(new RetentionPolicy(RetentionPolicy.MESSAGE, 0, 1), "tester");
            vault.upkeep(CONTOSO).hold("case", "a case", "tester", new HoldScope.OfItem(ANNA, new ItemId("m5")));
        }
    }

    private static byte[] mime(int i) {
        return withAttachment("message " + i, random(i / 2, 3_500), 76);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFailureAtAnyOperationLosesNothingThatIsKept(long seed) {
        FaultyDisk counting = FaultyDisk.sound();
        Path reference = copy("reference");
        assertThat(run(reference, counting)).isTrue();
        Map<String, List<MessageVersion>> after = histories(reference);
        long operations = counting.operations();
        assertThat(operations).isGreaterThan(15);
        FaultyDisk.Mode[] modes = FaultyDisk.Mode.values();
        for (long failAt = 1; failAt <= operations; failAt++) {
            FaultyDisk.Mode mode = modes[(int) ((failAt + seed) % modes.length)];
            String how = "seed " + seed + ", " + mode + " at " + failAt + " of " + operations;
            Path directory = copy("run" + failAt);
            run(directory, new FaultyDisk(failAt, mode));
            checkAndFinish(directory, after, how);
            if (failAt % 4 == seed % 4) {
                assertThat(PackVault.rebuildCatalog(config(directory, SMALL_PACK), new LocalDisk()))
                        .as(how)
                        .isEmpty();
                assertThat(histories(directory)).as(how).isEqualTo(after);
            }
            delete(directory);
        }
    }

    /// Whether all of it was done.
    private static boolean run(Path directory, Disk disk) {
        try (PackVault vault = VaultOpening.of(config(directory, SMALL_PACK), disk, VaultOpening.Mode.PLAIN)
                .open()) {
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            return true;
        } catch (VaultException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
            return false;
        }
    }

    /// All versions by item, each read whole.
    private static Map<String, List<MessageVersion>> histories(Path directory) {
        try (PackVault vault = plain(directory, new LocalDisk())) {
            return histories(vault);
        }
    }

    private static Map<String, List<MessageVersion>> histories(PackVault vault) {
        Map<String, List<MessageVersion>> histories = new HashMap<>();
        for (int i = 0; i < ITEMS; i++) {
            List<MessageVersion> history = vault.history(CONTOSO, ANNA, new ItemId("m" + i));
            histories.put("m" + i, history);
            for (MessageVersion version : history) {
                assertThat(vault.content(CONTOSO, version.content().orElseThrow()))
                        .hasSize((int) version.size());
            }
        }
        assertThat(vault.check(CONTOSO, true).damages()).isEmpty();
        return histories;
    }

    /// All that is to be kept is there; doing it again ends it.
    private static void checkAndFinish(Path directory, Map<String, List<MessageVersion>> kept, String how) {
        try (PackVault vault = plain(directory, new LocalDisk())) {
            Map<String, List<MessageVersion>> now = histories(vault);
            kept.forEach((item, versions) -> assertThat(now.get(item)).as(how).containsAll(versions));
            assertThat(now.get("m5")).as(how + ": held").hasSize(2);
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            assertThat(histories(vault)).as(how).isEqualTo(kept);
        }
    }

    private static PackVault plain(Path directory, Disk disk) {
        return VaultOpening.of(config(directory, SMALL_PACK), disk, VaultOpening.Mode.PLAIN)
                .open();
    }

    private Path copy(String name) {
        Path to = root.resolve(name);
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(template.relativize(file).toString());
                Files.createDirectories(target.resolve("..").normalize());
                Files.copy(file, target);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
