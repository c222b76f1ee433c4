package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.mail.ItemId;
import org.postern.vault.store.FaultyObjectStore;
import org.postern.vault.store.FaultyObjectStore.Fault;
import org.postern.vault.store.LocalDisk;
import org.postern.vault.store.LocalObjectStore;
import org.postern.vault.store.ObjectStore;

/// A vault over a far store that fails, truncates, delays or lies at its Nth call: nothing acknowledged is lost, and no
/// other mail ever comes out.
class FaultyStoreTest {
    private static final long SMALL_PACK = 3_000;
    private static final int COMMITS = 4;

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultAtAnyCallLosesNothingAndGivesNoOtherMail(Fault fault) {
        for (int failAt = 1; failAt <= 7; failAt++) {
            String how = fault + " at " + failAt;
            Path directory = root.resolve(fault + "-" + failAt);
            ObjectStore far = new LocalObjectStore(new LocalDisk(), directory.resolve("far"));
            Map<String, byte[]> acknowledged =
                    run(directory, new FaultyObjectStore(far, fault, failAt, failAt, () -> {}));
            assertThat(acknowledged).as(how).hasSizeGreaterThanOrEqualTo(failAt == 1 ? 0 : COMMITS);
            try (PackVault vault = PackVault.open(config(directory, far), new LocalDisk())) {
                acknowledged.forEach((item, mime) ->
                        assertThat(read(vault, item)).as(how + ", " + item).isEqualTo(mime));
            }
        }
    }

    private static VaultConfig config(Path directory, ObjectStore store) {
        return Fixture.config(directory.resolve("vault"), SMALL_PACK).withStore(store);
    }

    private static Map<String, byte[]> run(Path directory, ObjectStore store) {
        Map<String, byte[]> acknowledged = new LinkedHashMap<>();
        try (PackVault vault = PackVault.open(config(directory, store), new LocalDisk())) {
            vault.addTenant(CONTOSO);
            for (int i = 0; i < COMMITS; i++) {
                byte[] mime = withAttachment("message " + i, random(i, 3_200), 76);
                PackVaultTest.put(vault, CONTOSO, "m" + i, mime);
                acknowledged.put("m" + i, mime);
                acknowledged.forEach((item, expected) -> assertRightOrRefused(vault, item, expected));
            }
        } catch (VaultException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(VaultException.Kind.RETRYABLE);
        }
        return acknowledged;
    }

    private static byte[] read(PackVault vault, String item) {
        MessageVersion version =
                vault.message(CONTOSO, ANNA, new ItemId(item), null).orElseThrow();
        return vault.content(CONTOSO, version.content().orElseThrow());
    }

    private static void assertRightOrRefused(PackVault vault, String item, byte[] expected) {
        try {
            assertThat(read(vault, item)).isEqualTo(expected);
        } catch (VaultException e) {
            assertThat(e.kind()).isNotEqualTo(VaultException.Kind.PERMANENT);
        }
    }
}
