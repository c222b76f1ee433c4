package org.postern.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cli.terminal.Progress;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.CheckReport;
import org.postern.vault.ContentName;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import org.postern.vault.VaultException;
import org.postern.vault.key.KeyCost;
import tools.jackson.databind.JsonNode;

/// Trees of mail and of odd files through put and get, and what becomes of a vault's damage.
class OfflineVaultTest {
    private static final TenantId TENANT = new TenantId("offline");
    private static final MailboxId TREE = new MailboxId("tree:mail");
    private static final long SEED = 20261122;

    @TempDir
    Path temp;

    private Path mail;
    private Path repo;
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @BeforeEach
    void makeTree() throws IOException {
        mail = Files.createDirectories(temp.resolve("mail"));
        repo = temp.resolve("repo");
    }

    @Test
    void everyFileComesBackByteForByte() throws Exception {
        oddTree();
        Tally put = put();
        assertThat(put.problems()).isEmpty();
        assertThat(put.files()).isEqualTo(files(mail).size());
        assertThat(files(get(null))).isEqualTo(files(mail));
        assertThat(Files.isDirectory(temp.resolve("out-now/empty/below"))).isTrue();
        assertThat(Files.getLastModifiedTime(temp.resolve("out-now/plain.eml")))
                .isEqualTo(FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z")));
        assertThat(Files.readSymbolicLink(temp.resolve("out-now/link"))).isEqualTo(Path.of("plain.eml"));
    }

    @Test
    void messagesOfAnMboxAreCountedAndShared() throws Exception {
        write(
                "box",
                "From a@b Mon Jan  1 00:00:00 2024\nSubject: one\n\nHi\n\nFrom c@d Tue\r\nSubject: two\r\n\r\n"
                        + "body\r\n\r\nFrom e@f Wed\nSubject: three\n\nend, no line end");
        write("one.eml", "Subject: one\n\nHi\n");
        Tally tally = put();
        assertThat(tally.messages()).isEqualTo(3 + 1);
        assertThat(files(get(null))).isEqualTo(files(mail));
    }

    @Test
    void aSecondPutReadsNothing() throws Exception {
        oddTree();
        Tally first = put();
        later();
        Tally second = put();
        assertThat(second.read()).isZero();
        assertThat(second.added()).isZero();
        assertThat(second.messages()).isEqualTo(first.messages());
        assertThat(second.bytes()).isEqualTo(first.bytes());
        write("new.eml", "Subject: new\n\nx\n");
        later();
        Tally third = put();
        assertThat(third.read()).isEqualTo(1);
        assertThat(third.added()).isEqualTo(1);
    }

    @Test
    void whatIsGoneIsStillThereAsAtTheInstantBefore() throws Exception {
        oddTree();
        Map<String, String> before = files(mail);
        put();
        Instant then = now;
        later();
        Files.delete(mail.resolve("plain.eml"));
        Files.delete(mail.resolve("boxes/inbox.mbox"));
        Files.delete(mail.resolve("boxes/crlf.mbox"));
        Files.delete(mail.resolve("boxes"));
        write("changed.eml", "Subject: now another\n\n" + "z".repeat(5000));
        Tally tally = put();
        assertThat(tally.removed()).isGreaterThanOrEqualTo(4);
        assertThat(files(get(null))).isEqualTo(files(mail));
        assertThat(files(get(then))).isEqualTo(before);
    }

    @Test
    void aPutThatWasBrokenOffIsFinishedByTheNext() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 3_000; i++) {
            write(
                    "f" + i % 7 + "/" + i + ".eml",
                    "Subject: " + i + "\n\n" + Long.toHexString(random.nextLong()) + "\n");
        }
        try (Vault vault = open()) {
            vault.addTenant(TENANT);
            Thread putter = Thread.ofPlatform().start(() -> {
                try {
                    tree(vault);
                } catch (InterruptedException | RuntimeException e) {
                    // Broken off, as it is meant to be.
                }
            });
            while (vault.stats(TENANT).messages() == 0 && putter.isAlive()) {
                Thread.sleep(1);
            }
            putter.interrupt();
            putter.join();
        }
        later();
        Tally tally = put();
        assertThat(tally.files()).as("seed " + SEED).isEqualTo(3_000);
        assertThat(tally.read()).as("what was acknowledged is not read again").isLessThan(3_000);
        assertThat(files(get(null))).isEqualTo(files(mail));
    }

    @Test
    void packsAndKeysAloneGiveEverythingAndAreNotTouched() throws Exception {
        oddTree();
        put();
        Files.delete(repo.resolve("catalog.db"));
        Map<String, String> before = files(repo);
        Path scratch = Files.createDirectories(temp.resolve("scratch"));
        try (Vault vault = Vault.readPacks(config(), scratch)) {
            Path out = temp.resolve("disaster");
            Tally tally = new Tally();
            new TreeGet(vault, TENANT, TREE, out, null, quiet(), tally).run();
            assertThat(tally.problems()).isEmpty();
            assertThat(files(out)).isEqualTo(files(mail));
        }
        assertThat(files(repo)).isEqualTo(before);
    }

    @Test
    void aRebuiltCatalogGivesTheSame() throws Exception {
        oddTree();
        put();
        assertThat(Vault.rebuildCatalog(config())).isEmpty();
        later();
        assertThat(put().read()).as("even what the file system said came back").isZero();
        assertThat(files(get(null))).isEqualTo(files(mail));
    }

    @Test
    void anyFlippedBitIsFoundAndCostsOnlyWhatItHits() throws Exception {
        oddTree();
        put();
        finishPacks();
        Random random = new Random(SEED);
        Path pack = packs().getFirst();
        byte[] sound = Files.readAllBytes(pack);
        try (Vault vault = open()) {
            assertThat(vault.check(TENANT, true).isSound()).isTrue();
            Map<String, byte[]> whole = contents(vault);
            for (int i = 0; i < 200; i++) {
                int at = i < 40 ? i : i < 80 ? sound.length - 1 - (i - 40) : random.nextInt(sound.length);
                byte[] flipped = sound.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(pack, flipped);
                CheckReport report = vault.check(TENANT, true);
                assertThat(report.isSound()).as("byte %d, seed %d", at, SEED).isFalse();
                readAllBut(vault, report, whole);
            }
            Files.write(pack, sound);
        }
    }

    /// What the check does not name reads back exactly, and what it names does not come back changed.
    private void readAllBut(Vault vault, CheckReport report, Map<String, byte[]> whole) {
        Set<String> touched =
                report.touched().stream().map(CheckReport.Touched::item).collect(Collectors.toSet());
        for (Map.Entry<String, byte[]> one : whole.entrySet()) {
            ItemId item = new ItemId(one.getKey());
            ContentName name = vault.message(TENANT, TREE, item, null)
                    .flatMap(MessageVersion::content)
                    .orElseThrow();
            if (touched.contains(one.getKey())) {
                assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.content(TENANT, name));
            } else {
                assertThat(vault.content(TENANT, name)).as(one.getKey()).isEqualTo(one.getValue());
            }
        }
    }

    private static Map<String, byte[]> contents(Vault vault) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (FolderVersion folder : vault.folders(TENANT, TREE, null)) {
            vault.messages(TENANT, TREE, folder.state().id(), null, null, 1_000)
                    .forEach(version -> contents.put(
                            version.state().id().value(),
                            vault.content(TENANT, version.content().orElseThrow())));
        }
        return contents;
    }

    @Test
    void theCommandsAnswerAsAgreed() throws Exception {
        oddTree();
        JsonNode put = VaultRun.json(0, "put", "--repo", repo.toString(), mail.toString(), "--json");
        for (String figure : new String[] {
            "messages", "rawBytes", "storedBytes", "indexBytes", "added", "seconds", "cpuSeconds", "peakRssBytes"
        }) {
            assertThat(put.path(figure).isNumber()).as(figure).isTrue();
        }
        assertThat(put.path("rawBytes").asLong()).isEqualTo(size(mail));
        assertThat(put.path("indexBytes").asLong()).isZero();
        assertThat(VaultRun.json(0, "check", "--repo", repo.toString(), "--read-data", "--json")
                        .path("sound")
                        .asBoolean())
                .isTrue();
        String out = temp.resolve("given").toString();
        VaultRun.json(0, "get", "--repo", repo.toString(), "--out", out, "--json");
        assertThat(files(Path.of(out))).isEqualTo(files(mail));
        assertThat(VaultRun.json(0, "search", "--repo", repo.toString(), "kingfisher", "--json")
                        .path("total")
                        .asLong())
                .isEqualTo(1);
        assertThat(VaultRun.json(0, "stats", "--repo", repo.toString(), "--json")
                        .path("messages")
                        .asLong())
                .isPositive();
        finishPacks();
        Path pack = packs().getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);
        assertThat(VaultRun.json(1, "check", "--repo", repo.toString(), "--read-data", "--json")
                        .path("sound")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void realMailComesBackByteForByte() throws Exception {
        String given = System.getenv().getOrDefault("POSTERN_CORPUS", "../../shared/corpus/unpacked");
        mail = Path.of(given).toAbsolutePath();
        assumeThat(mail)
                .as("Set POSTERN_CORPUS to a folder of real mail to run this.")
                .isDirectory();
        Tally tally = put();
        assertThat(tally.problems()).isEmpty();
        assertThat(files(get(null))).isEqualTo(files(mail));
    }

    private void oddTree() throws IOException {
        Random random = new Random(SEED);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        write("plain.eml", "Subject: kingfisher\r\nFrom: a@b.example\r\n\r\nHello\r\n");
        Files.setLastModifiedTime(
                mail.resolve("plain.eml"), FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z")));
        write(
                "changed.eml",
                "Subject: b64\nContent-Transfer-Encoding: base64\n\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(noise));
        write("maildir/cur/1.x:2,FS", "Subject: seen\n\nx\n");
        write("boxes/inbox.mbox", "From a Mon\nSubject: 1\n\n>From here\n\nFrom b Tue\nSubject: 2\n\nend\n\n\n");
        write("boxes/crlf.mbox", "From a Mon\r\nSubject: 1\r\n\r\nx\r\n\r\nFrom b Tue\r\nSubject: 2\r\n\r\ny");
        Files.createDirectories(mail.resolve("empty/below"));
        write("zero", "");
        write("From", "From nobody, and no header follows\nat all\n");
        Files.write(mail.resolve("noise.bin"), noise);
        Files.createSymbolicLink(mail.resolve("link"), Path.of("plain.eml"));
        write("100% sure?.txt", "percent");
        write("ünïcode/日本.eml", "Subject: name\n\nx\n");
        write("line\nbreak", "control");
    }

    private void write(String name, String text) throws IOException {
        Path file = mail.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private void later() {
        now = now.plusSeconds(60);
    }

    private VaultConfig config() {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new VaultConfig(
                repo, "a passphrase".toCharArray(), clock, new SecureRandom(), 1 << 20, new KeyCost(64, 1, 1));
    }

    private Vault open() {
        return Vault.openWithoutIndex(config());
    }

    private Tally put() throws InterruptedException {
        try (Vault vault = open()) {
            vault.addTenant(TENANT);
            return tree(vault);
        }
    }

    private Tally tree(Vault vault) throws InterruptedException {
        return new TreePut(vault, TENANT, TREE, mail, now, quiet()).run();
    }

    private Path get(@org.jspecify.annotations.Nullable Instant asAt) throws IOException, InterruptedException {
        Path out = temp.resolve(asAt == null ? "out-now" : "out-then");
        try (Vault vault = open()) {
            Tally tally = new Tally();
            new TreeGet(vault, TENANT, TREE, out, asAt, quiet(), tally).run();
            assertThat(tally.problems()).isEmpty();
        }
        return out;
    }

    /// Enough new bytes that the growing pack is finished.
    private void finishPacks() throws IOException, InterruptedException {
        later();
        byte[] noise = new byte[700_000];
        Path more = Files.createDirectories(temp.resolve("more"));
        for (int i = 0; i < 4; i++) {
            new Random(SEED + i).nextBytes(noise);
            Files.write(more.resolve(i + ".bin"), noise);
        }
        try (Vault vault = open()) {
            new TreePut(vault, TENANT, new MailboxId("tree:more"), more, now, quiet()).run();
        }
        if (packs().isEmpty()) { // A pack of the default size, as the commands make it: close it by the next append.
            Files.write(more.resolve("last.bin"), noise);
            later();
            try (Vault vault = open()) {
                new TreePut(vault, TENANT, new MailboxId("tree:more"), more, now, quiet()).run();
            }
        }
        assertThat(packs()).isNotEmpty();
    }

    private java.util.List<Path> packs() throws IOException {
        Path packs = repo.resolve("packs/offline");
        if (!Files.isDirectory(packs)) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(packs)) {
            return files.sorted().toList();
        }
    }

    private static Progress quiet() {
        return new Progress() {
            @Override
            public void at(long done, long total, String note) {}

            @Override
            public void close() {}
        };
    }

    /// Relative path → digest of the bytes, or the target of a link.
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.toList()) {
                String name = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    files.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(name, digest(Files.readAllBytes(path)));
                }
            }
        }
        return files;
    }

    private static long size(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
