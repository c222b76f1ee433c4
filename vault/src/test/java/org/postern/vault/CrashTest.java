package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.ItemId;
import org.postern.vault.store.Disk;
import org.postern.vault.store.LocalDisk;

/// Fails every single operation of the disk in turn, alone or for good, and checks that what was acknowledged is there.
class CrashTest {
    private static final long SMALL_PACK = 3_000; // A pack is finished every few commits.
    private static final int COMMITS = 5;

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"true,true", "false,false"})
    void whatWasAcknowledgedSurvivesAFailureAtAnyOperation(boolean dies, boolean tears) {
        FaultyDisk counting = new FaultyDisk(Long.MAX_VALUE, false, false);
        Path reference = root.resolve("reference");
        assertThat(run(reference, counting)).hasSize(COMMITS);
        long operations = counting.operations();
        assertThat(operations).isGreaterThan(25);
        for (long failAt = 1; failAt <= operations; failAt++) {
            Path directory = root.resolve("run" + failAt);
            Map<String, byte[]> acknowledged = run(directory, new FaultyDisk(failAt, dies, tears));
            check(directory, acknowledged, "failing at " + failAt + " dies " + dies + " tears " + tears);
        }
    }

    /// Commits one message after the other, going on after a failure, and returns what was acknowledged.
    private static Map<String, byte[]> run(Path directory, Disk disk) {
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        try (PackVault vault = PackVault.open(config(directory, SMALL_PACK), disk)) {
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
        } catch (VaultException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
        }
        return acknowledged;
    }

    private static void check(Path directory, Map<String, byte[]> acknowledged, String how) {
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
        if (acknowledged.size() % 2 == 0) {
            return; // A rebuild for some of them: it takes longest.
        }
        assertThat(PackVault.rebuildCatalog(config(directory, SMALL_PACK), new LocalDisk()))
                .as(how)
                .isEmpty();
        try (PackVault vault = PackVault.open(config(directory, SMALL_PACK), new LocalDisk())) {
            assertThat(vault.messages(CONTOSO, ANNA, INBOX, null, null, 100))
                    .as(how)
                    .containsAll(kept);
            assertThat(vault.message(CONTOSO, ANNA, new ItemId("later"), null))
                    .as(how)
                    .isPresent();
        }
    }
}
