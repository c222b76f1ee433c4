package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.TenantId;
import org.postern.vault.store.LocalDisk;

/// Changes the bytes at rest: never may other mail come out, and never may damage go unsaid.
class TamperTest {
    private static final byte[] ONE = withAttachment("one", random(1, 3_100), 76);
    private static final byte[] TWO = message("two");

    @TempDir
    Path directory;

    private ContentName one = new ContentName("0".repeat(64));
    private ContentName two = one;

    /// So that pack 1 holds the leaf of `one`, 2 its skeleton, 3 its change, 4 the skeleton of `two`.
    @BeforeEach
    void finishOnePackForEachObject() {
        try (PackVault vault = PackVault.open(config(directory, 1), new LocalDisk())) {
            vault.addTenant(CONTOSO);
            vault.addTenant(FABRIKAM);
            one = PackVaultTest.put(vault, CONTOSO, "m1", ONE);
            two = PackVaultTest.put(vault, CONTOSO, "m2", TWO);
            PackVaultTest.put(vault, CONTOSO, "m3", message("three"));
            PackVaultTest.put(vault, FABRIKAM, "m1", ONE);
            PackVaultTest.put(vault, FABRIKAM, "m2", TWO);
        }
    }

    private Path pack(TenantId tenant, int number) {
        return directory.resolve(String.format("packs/%s/%012d.pack", tenant, number));
    }

    @Test
    void noFlippedBitOfAPackGivesOtherMail() throws IOException {
        try (PackVault vault = open(directory)) {
            flipEachByte(pack(CONTOSO, 1), () -> assertRightOrCorrupt(vault, one, ONE));
            flipEachByte(pack(CONTOSO, 2), () -> assertRightOrCorrupt(vault, one, ONE));
            flipEachByte(pack(CONTOSO, 4), () -> assertRightOrCorrupt(vault, two, TWO));
            assertThat(vault.content(CONTOSO, one)).isEqualTo(ONE);
            assertThat(vault.content(CONTOSO, two)).isEqualTo(TWO);
        }
    }

    /// Checks after one bit of each byte in turn was flipped, and sets it right again.
    private static void flipEachByte(Path pack, Runnable check) throws IOException {
        byte[] whole = Files.readAllBytes(pack);
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            for (int i = 0; i < whole.length; i++) {
                write(file, i, whole[i] ^ (1 << i % 8));
                check.run();
                write(file, i, whole[i]);
            }
        }
    }

    private static void write(RandomAccessFile file, int at, int octet) throws IOException {
        file.seek(at);
        file.write(octet);
    }

    private static void assertRightOrCorrupt(PackVault vault, ContentName name, byte[] mime) {
        try {
            assertThat(vault.content(CONTOSO, name)).isEqualTo(mime);
        } catch (VaultException e) {
            assertThat(e.kind()).isEqualTo(VaultException.Kind.CORRUPT);
            assertThat(e).hasMessageContaining("contoso/0000").hasMessageContaining("Put the pack back");
        }
    }

    @Test
    void aRebuildFromAPackWithAFlippedBitSaysSo() throws IOException {
        Path pack = pack(CONTOSO, 2);
        byte[] whole = Files.readAllBytes(pack);
        for (int i = whole.length - 120; i < whole.length; i += 17) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            Files.write(pack, changed);
            assertThat(PackVault.rebuildCatalog(config(directory), new LocalDisk()))
                    .as("byte " + i)
                    .isNotEmpty();
        }
        Files.write(pack, whole);
        assertThat(PackVault.rebuildCatalog(config(directory), new LocalDisk())).isEmpty();
    }

    /// The catalog comes back whole from packs whose index is gone: each object says itself what it is.
    @Test
    void aRebuildFindsTheObjectsOfAPackWithoutItsIndex() throws IOException {
        Path vault = directory.resolve("larger");
        Path pack = vault.resolve("packs/contoso/000000000001.pack");
        try (PackVault open = PackVault.open(config(vault, 4_500), new LocalDisk())) {
            open.addTenant(CONTOSO);
            one = PackVaultTest.put(open, CONTOSO, "m1", ONE);
            for (int i = 2; !Files.exists(pack); i++) {
                two = PackVaultTest.put(open, CONTOSO, "m" + i, message("more " + i));
            }
        }
        List<MessageVersion> before = versions(vault);
        byte[] whole = Files.readAllBytes(pack);
        for (int cut : new int[] {1, 40, 130}) { // Into the trailer, and into the footer.
            Files.write(pack, java.util.Arrays.copyOf(whole, whole.length - cut));
            assertRebuiltWithoutIndex(vault);
            assertThat(versions(vault)).as("cut by " + cut).isEqualTo(before);
        }
        byte[] holed = whole.clone();
        holed[60] ^= 1; // In the first object as well.
        holed[whole.length - 1] ^= 1;
        Files.write(pack, holed);
        assertRebuiltWithoutIndex(vault);
        assertThat(versions(vault)).as("what its changes say is all there").isEqualTo(before);
        try (PackVault open = open(vault)) {
            assertThat(open.content(CONTOSO, two)).isNotEmpty();
            assertThatExceptionOfType(VaultException.class).isThrownBy(() -> open.content(CONTOSO, one));
        }
    }

    private static void assertRebuiltWithoutIndex(Path vault) {
        assertThat(PackVault.rebuildCatalog(config(vault), new LocalDisk()))
                .anySatisfy(problem -> assertThat(problem).contains("000000000001.pack"))
                .anySatisfy(problem -> assertThat(problem).contains("found without its index"));
    }

    private static List<MessageVersion> versions(Path vault) {
        try (PackVault open = open(vault)) {
            return open.messages(CONTOSO, ANNA, INBOX, null, null, 100);
        }
    }

    @Test
    void aPackCutShortOrMissingIsSaidAndOthersStayReadable() throws IOException {
        ContentName first = firstIn(1);
        Path pack = pack(CONTOSO, 1);
        byte[] whole = Files.readAllBytes(pack);
        Files.write(pack, java.util.Arrays.copyOf(whole, 100));
        try (PackVault vault = open(directory)) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.content(CONTOSO, first))
                    .withMessageContaining("contoso/000000000001.pack is cut short");
            assertThat(vault.content(CONTOSO, two)).isEqualTo(TWO);
        }
        Files.delete(pack);
        try (PackVault vault = open(directory)) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.content(CONTOSO, first))
                    .withMessageContaining("contoso/000000000001.pack is missing");
            assertThat(vault.content(CONTOSO, two)).isEqualTo(TWO);
        }
    }

    private ContentName firstIn(int number) {
        assertThat(pack(CONTOSO, number)).exists();
        return one;
    }

    @Test
    void anotherTenantsPackInPlaceOfOnesOwnIsRefused() throws IOException {
        Files.copy(pack(FABRIKAM, 1), pack(CONTOSO, 1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (PackVault vault = open(directory)) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.content(CONTOSO, one))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.CORRUPT));
        }
        assertThat(PackVault.rebuildCatalog(config(directory), new LocalDisk())).isNotEmpty();
    }

    @Test
    void anotherOfTheTenantsPacksInItsPlaceIsRefused() throws IOException {
        Files.copy(pack(CONTOSO, 2), pack(CONTOSO, 1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(PackVault.rebuildCatalog(config(directory), new LocalDisk()))
                .anySatisfy(problem -> assertThat(problem).contains("000000000001.pack", "another pack"));
    }
}
