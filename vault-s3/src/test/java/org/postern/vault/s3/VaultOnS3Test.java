package org.postern.vault.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.vault.MailboxWriter;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import org.postern.vault.VaultException;
import org.postern.vault.key.KeyCost;
import org.postern.vault.store.ObjectStore;

/// A whole vault whose finished packs are in a bucket: what stays when the machine's disk is lost.
class VaultOnS3Test {
    private static final TenantId TENANT = new TenantId("contoso");
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final FolderId INBOX = new FolderId("inbox");
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final int MESSAGES = 12;

    @TempDir
    static Path serverDirectory;

    @TempDir
    Path root;

    private static @Nullable S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static S3Server server() {
        return Objects.requireNonNull(server);
    }

    private VaultConfig config(Path directory, ObjectStore store) {
        return new VaultConfig(
                        directory,
                        "correct horse".toCharArray(),
                        Clock.fixed(START, ZoneOffset.UTC),
                        new SecureRandom(),
                        2_000,
                        new KeyCost(64, 1, 1))
                .withStore(store);
    }

    private static byte[] mail(int i) {
        return ("From: anna@contoso.test\r\nSubject: number " + i + "\r\n\r\nText " + i + ".\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void fill(Vault vault) {
        vault.addTenant(TENANT);
        for (int i = 0; i < MESSAGES; i++) {
            try (MailboxWriter writer = vault.write(TENANT, ANNA, START.plusSeconds(i))) {
                writer.put(
                        new MessageState(
                                new ItemId("m" + i),
                                INBOX,
                                "k",
                                START,
                                false,
                                false,
                                MessageState.FollowUp.NOT_FLAGGED,
                                MessageState.Importance.NORMAL,
                                List.of()),
                        mail(i));
                writer.commit();
            }
        }
    }

    private static void awaitUploads(Path directory) throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(directory.resolve("staged"))) {
                if (files.noneMatch(Files::isRegularFile)) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void packsGoToTheBucketAndTheKeysAloneBringThemBack() throws Exception {
        Path directory = root.resolve("vault");
        try (S3ObjectStore store = server().store("whole/")) {
            int inBucket;
            try (Vault vault = Vault.open(config(directory, store))) {
                fill(vault);
                for (MessageVersion version : vault.messages(TENANT, ANNA, INBOX, null, null, 100)) {
                    vault.content(TENANT, version.content().orElseThrow());
                }
                awaitUploads(directory);
                inBucket = store.list("contoso/").size();
                assertThat(inBucket).isGreaterThan(1);
            }
            assertThat(directory.resolve("packs")).doesNotExist();
            // The disk is lost; a backup of keys/ is left. What was in the open pack is lost with it.
            Path fresh = root.resolve("fresh");
            copyKeys(directory, fresh);
            try (Vault vault = Vault.open(config(fresh, store))) {
                List<MessageVersion> found = vault.messages(TENANT, ANNA, INBOX, null, null, 100);
                assertThat(found).hasSizeBetween(MESSAGES / 2, MESSAGES);
                for (MessageVersion version : found) {
                    int number = Integer.parseInt(version.state().id().value().substring(1));
                    assertThat(vault.content(TENANT, version.content().orElseThrow()))
                            .isEqualTo(mail(number));
                }
                fill(vault); // It goes on, with pack numbers that are free.
            }
            assertThat(store.list("contoso/").size()).isGreaterThanOrEqualTo(inBucket);
        }
    }

    private static void copyKeys(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("keys"));
        try (Stream<Path> keys = Files.list(from.resolve("keys"))) {
            for (Path key : keys.toList()) {
                Files.copy(key, to.resolve("keys").resolve(key.getFileName()));
            }
        }
    }

    @Test
    void withoutTheKeysNoNewVaultIsMadeOverAFullBucket() throws Exception {
        try (S3ObjectStore store = server().store("full/")) {
            store.put("contoso/000000000001.pack", Files.writeString(root.resolve("pack"), "sealed"));
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> Vault.open(config(root.resolve("vault"), store)))
                    .withMessageContaining("lost its key file");
        }
    }

    @Test
    void aServerThatIsAwayIsSaidAtTheOpening() throws Exception {
        try (S3ObjectStore store = S3Server.away()) {
            assertThatExceptionOfType(VaultException.class)
                    .isThrownBy(() -> Vault.open(config(root.resolve("vault"), store)))
                    .withMessageContaining("bucket packs")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.RETRYABLE));
        }
    }
}
