package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways to open a vault, changed by command; and the end of a tenant.
class VaultKeysCommandTest {
    private static final String OLD = "the old passphrase";
    private static final String NEW = "another, newer passphrase";

    @TempDir
    Path temp;

    private String repo() {
        return temp.resolve("repo").toString();
    }

    private static Map<String, String> opened(String passphrase) {
        return Map.of("POSTERN_PASSPHRASE", passphrase);
    }

    @BeforeEach
    void put() throws IOException {
        Path mail = Files.createDirectories(temp.resolve("mail"));
        Files.writeString(mail.resolve("one.eml"), "Subject: One\r\n\r\nText\r\n");
        assertThat(VaultRun.of(opened(OLD), "put", "--repo", repo(), mail.toString())
                        .code())
                .isZero();
    }

    @Test
    void aNewPassphraseOpensTheVaultAndTheOldOneNoMore() throws IOException {
        byte[] packsBefore = packs();
        VaultRun changed = VaultRun.of(
                Map.of("POSTERN_PASSPHRASE", OLD, "POSTERN_NEW_PASSPHRASE", NEW), "passphrase", "--repo", repo());
        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(changed.out()).contains("passphrase").doesNotContain(NEW);
        assertThat(packs()).isEqualTo(packsBefore);
        assertThat(VaultRun.of(opened(OLD), "stats", "--repo", repo()).code()).isNotZero();
        assertThat(VaultRun.of(opened(NEW), "stats", "--repo", repo(), "--json").out())
                .contains("\"messages\":1");
    }

    private byte[] packs() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(temp.resolve("repo"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.toString();
                if (name.endsWith(".pack") || name.endsWith(".open")) {
                    all.write(Files.readAllBytes(file));
                }
            }
        }
        return all.toByteArray();
    }

    @Test
    void aSecondPassphraseIsAddedShownAndRemoved() throws IOException {
        Path file = Files.writeString(temp.resolve("new"), NEW + "\n");
        assertThat(VaultRun.of(
                                opened(OLD),
                                "passphrase",
                                "--add",
                                "--new-passphrase-file",
                                file.toString(),
                                "--repo",
                                repo())
                        .code())
                .isZero();
        assertThat(VaultRun.of(Map.of(), "stats", "--repo", repo(), "--passphrase-file", file.toString())
                        .code())
                .isZero();
        assertThat(VaultRun.of(opened(OLD), "keys", "--repo", repo(), "--json").out())
                .contains("\"number\":1")
                .contains("\"number\":2");
        assertThat(VaultRun.of(opened(NEW), "remove-key", "1", "--repo", repo()).code())
                .isZero();
        assertThat(VaultRun.of(opened(OLD), "keys", "--repo", repo()).code()).isNotZero();
        assertThat(VaultRun.of(opened(NEW), "remove-key", "1", "--repo", repo()).code())
                .isNotZero(); // The last one stays.
        assertThat(VaultRun.of(opened(NEW), "keys", "--repo", repo()).code()).isZero();
    }

    @Test
    void withoutTheNewPassphraseNothingChanges() {
        VaultRun run = VaultRun.of(opened(OLD), "passphrase", "--repo", repo());
        assertThat(run.code()).isNotZero();
        assertThat(VaultRun.of(opened(OLD), "keys", "--repo", repo()).code()).isZero();
        VaultRun tooShort = VaultRun.of(
                Map.of("POSTERN_PASSPHRASE", OLD, "POSTERN_NEW_PASSPHRASE", "short"), "passphrase", "--repo", repo());
        assertThat(tooShort.code()).isNotZero();
        assertThat(VaultRun.of(opened(OLD), "keys", "--repo", repo()).code()).isZero();
    }

    @Test
    void aTenantIsDestroyedOnlyWhenItIsNamedTwice() {
        assertThat(VaultRun.of(opened(OLD), "destroy-tenant", "offline", "--confirm", "other", "--repo", repo())
                        .code())
                .isNotZero();
        assertThat(VaultRun.of(opened(OLD), "stats", "--repo", repo()).code()).isZero();
        VaultRun destroyed =
                VaultRun.of(opened(OLD), "destroy-tenant", "offline", "--confirm", "offline", "--repo", repo());
        assertThat(destroyed.code()).as(destroyed.err()).isZero();
        assertThat(VaultRun.of(opened(OLD), "stats", "--repo", repo(), "--tenant", "offline")
                        .code())
                .isNotZero();
    }
}
