package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.store.ForwardingStore;
import org.postern.vault.store.LocalDisk;
import org.postern.vault.store.LocalObjectStore;
import org.postern.vault.store.ObjectStore;

/// Destroying a tenant makes all of its bytes unreadable, wherever copies of them are.
class DestroyTenantTest {
    private static final String WORD = "Zwetschgenkuchen"; // In subject and body, so in index and catalog too.
    private static final byte[] SECRET = message(WORD);

    @TempDir
    Path root;

    private Path directory() {
        return root.resolve("vault");
    }

    private void fill(PackVault vault) {
        for (var tenant : List.of(CONTOSO, FABRIKAM)) {
            vault.addTenant(tenant);
            vault.putMailbox(tenant, ANNA, "post@" + tenant + ".test", "Post of " + tenant);
            PackVaultTest.put(vault, tenant, "m1", SECRET);
            PackVaultTest.put(vault, tenant, "m2", message("another"));
        }
        vault.search(CONTOSO, SearchQuery.words(WORD));
    }

    private void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.resolve("..").normalize());
                Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void nothingOfItsPacksOpensAnyMoreAndOthersAreAsTheyWere() throws IOException {
        try (PackVault vault = PackVault.open(config(directory(), 300), new LocalDisk())) {
            fill(vault);
        }
        copy(directory(), root.resolve("copy"));
        ContentName name;
        try (PackVault vault = PackVault.open(config(directory(), 300), new LocalDisk())) {
            name = vault.nameOf(CONTOSO, SECRET);
            assertThat(vault.destroyTenant(CONTOSO)).isZero();
            assertThat(vault.tenants()).containsExactly(FABRIKAM);
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.content(CONTOSO, name))
                    .withMessageContaining("no tenant contoso");
            assertThat(vault.content(FABRIKAM, vault.nameOf(FABRIKAM, SECRET))).isEqualTo(SECRET);
        }
        assertThat(filesOf("contoso")).isEmpty();
        assertThat(clearTextIn(directory())).isEmpty();
        // A copy of its packs, put back beside the vault's own keys, opens no more.
        copy(root.resolve("copy/packs"), directory().resolve("packs"));
        copy(root.resolve("copy/open"), directory().resolve("open"));
        try (PackVault vault = PackVault.open(config(directory(), 300), new LocalDisk())) {
            assertThat(vault.tenants()).containsExactly(FABRIKAM);
            vault.addTenant(CONTOSO); // With keys of its own.
            assertThat(vault.mailboxes(CONTOSO)).isEmpty();
            assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.content(CONTOSO, name));
            assertThat(vault.nameOf(CONTOSO, SECRET)).isNotEqualTo(name);
            assertThat(vault.messages(FABRIKAM, ANNA, INBOX, null, null, 10)).hasSize(2);
        }
    }

    private List<Path> filesOf(String tenant) throws IOException {
        try (Stream<Path> files = Files.walk(directory())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> directory().relativize(file).toString().contains(tenant))
                    .toList();
        }
    }

    /// The files in which a word of the tenant's mail, or its address, stands in clear.
    private List<Path> clearTextIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory().resolve("index/fabrikam")))
                    .filter(file -> contains(file, "post@contoso.test") || contains(file, "Post of contoso"))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aCrashAtAnyOperationOfItIsEndedAtTheNextOpening() throws IOException {
        for (int failAt = 1; failAt <= 12; failAt += 1) {
            Path vault = root.resolve("crash" + failAt);
            try (PackVault open = PackVault.open(config(vault, 300), new LocalDisk())) {
                fill(open);
            }
            FaultyDisk counting = FaultyDisk.sound();
            PackVault.open(config(vault, 300), counting).close();
            boolean destroyed;
            FaultyDisk disk = new FaultyDisk(counting.operations() + failAt, FaultyDisk.Mode.DIES);
            try (PackVault open = PackVault.open(config(vault, 300), disk)) {
                destroyed = destroys(open);
            }
            try (PackVault open = PackVault.open(config(vault, 300), new LocalDisk())) {
                if (failAt > 1) {
                    assertThat(open.tenants()).as("failing at " + failAt).containsExactly(FABRIKAM);
                } else {
                    assertThat(open.tenants()).as("nothing was begun").containsExactly(CONTOSO, FABRIKAM);
                }
                assertThat(open.messages(FABRIKAM, ANNA, INBOX, null, null, 10)).hasSize(2);
            }
            if (destroyed) {
                assertThat(disk.operations()).isLessThan(counting.operations() + failAt);
                return;
            }
        }
    }

    private static boolean destroys(PackVault vault) {
        try {
            vault.destroyTenant(CONTOSO);
            return true;
        } catch (VaultException e) {
            assertThat(e.kind()).isEqualTo(VaultException.Kind.RETRYABLE);
            return false;
        }
    }

    @Test
    void aWriterThatIsStillAtWorkWritesNothingMore() {
        try (PackVault vault = open(directory())) {
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(1))) {
                writer.put(state("m1", INBOX), SECRET);
                vault.destroyTenant(CONTOSO);
                assertThatExceptionOfType(VaultException.class).isThrownBy(writer::commit);
            }
            try (MailboxWriter late = lateWriter(vault)) {
                assertThat(late).isNotNull();
            } catch (VaultException e) {
                assertThat(e).hasMessageContaining("no tenant contoso");
            }
        }
        assertThat(directory().resolve("keys/contoso.key")).doesNotExist();
        assertThat(directory().resolve("open").toFile().list()).isEmpty();
    }

    private static MailboxWriter lateWriter(PackVault vault) {
        return vault.write(CONTOSO, ANNA, at(2));
    }

    @Test
    void packsThatALockKeepsAreCountedAndTheirNameIsNotUsedAgain() throws IOException {
        ObjectStore locked = new Locked(new LocalObjectStore(new LocalDisk(), root.resolve("far")));
        VaultConfig config = config(directory(), 300).withStore(locked);
        try (PackVault vault = PackVault.open(config, new LocalDisk())) {
            fill(vault);
            assertThat(vault.destroyTenant(CONTOSO)).isPositive();
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> vault.addTenant(CONTOSO))
                    .withMessageContaining("still locked");
        }
        VaultConfig unlocked =
                config(directory(), 300).withStore(new LocalObjectStore(new LocalDisk(), root.resolve("far")));
        try (PackVault vault = PackVault.open(unlocked, new LocalDisk())) { // The lock has ended.
            vault.addTenant(CONTOSO);
            assertThat(root.resolve("far/contoso").toFile().list()).isNullOrEmpty();
        }
    }

    /// A store whose objects cannot be deleted.
    private static final class Locked extends ForwardingStore {
        Locked(ObjectStore store) {
            super(store);
        }

        @Override
        public void delete(String key) throws IOException {
            if (size(key).isPresent()) {
                throw new AccessDeniedException(key);
            }
        }
    }
}
