package org.postern.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.connections.TestMandates;
import org.postern.connections.WriteMandate;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.sample.SampleOrganisation;
import org.postern.lab.world.Application;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.RestoreRequest.Conflict;
import org.postern.recover.RestoreRequest.Place;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.vault.FolderVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;

/// The main job over the real parts: the lab's Exchange by certificate, the vault on disk; bytes compared at each step.
class LabEndToEndTest {
    private static final TenantId TENANT = new TenantId("fernhollow");
    private static final double REQUESTS_PER_THOUSAND_MAX = 75;

    @TempDir
    Path directory;

    private Lab lab;
    private Tenant organisation;
    private Connections connections;
    private Vault vault;
    private Recovery recovery;

    @BeforeEach
    void start() throws Exception {
        lab = Lab.start(LabConfig.of(
                directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z"))));
        organisation = lab.world().tenants().getFirst();
        Clock clock = Clock.systemUTC();
        connections = Connections.open(new ConnectionsConfig(
                directory.resolve("connections"),
                "correct horse"::toCharArray,
                clock,
                new SecureRandom(),
                1_000,
                ConnectionLimits.DEFAULT));
        connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        connect(ConnectionFunction.REMEDIATE, "Mail.ReadWrite");
        vault = Vault.open(
                VaultConfig.of(directory.resolve("vault"), "battery staple".toCharArray(), clock, new SecureRandom()));
        vault.addTenant(TENANT);
        recovery = Recovery.open(vault, connections, clock, SyncLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        recovery.close();
        vault.close();
        connections.close();
        lab.close();
    }

    private void connect(ConnectionFunction function, String... roles) throws Exception {
        Cloud cloud =
                new Cloud("lab", URI.create(lab.baseUrl()), URI.create(lab.baseUrl()), Files.readString(lab.caFile()));
        connections.create(TENANT, function, cloud, organisation.domain());
        String pem = connections.kit(TENANT, function).certificatePem();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        Application application = organisation.register("Postern " + function, Set.of(roles));
        application.addKey(organisation.key(application, certificate, "postern"));
        connections.register(TENANT, function, application.appId().toString());
    }

    /// Folder paths with the digests of what the lab holds in them, each with how often.
    private static Map<String, Long> held(MailboxStore mailbox) throws IOException {
        Map<String, Long> held = new TreeMap<>();
        for (FolderView folder : mailbox.folders()) {
            if (folder.hidden() || folder.path().isEmpty()) {
                continue;
            }
            for (Item item : mailbox.items(folder.number())) {
                held.merge(folder.pathText() + " " + digest(item.content().bytes()), 1L, Long::sum);
            }
        }
        return held;
    }

    private Map<String, Long> recalled(MailboxId mailbox, Instant asAt) {
        Map<String, Long> recalled = new TreeMap<>();
        Map<FolderId, FolderVersion> folders = new java.util.HashMap<>();
        vault.folders(TENANT, mailbox, asAt)
                .forEach(folder -> folders.put(folder.state().id(), folder));
        for (FolderVersion folder : folders.values()) {
            String path = path(folder, folders);
            vault.messages(TENANT, mailbox, folder.state().id(), asAt, null, 10_000)
                    .forEach(version -> recalled.merge(
                            path + " "
                                    + digest(vault.content(
                                            TENANT, version.content().orElseThrow())),
                            1L,
                            Long::sum));
        }
        return recalled;
    }

    private static String path(FolderVersion folder, Map<FolderId, FolderVersion> folders) {
        return folder.state()
                .parent()
                .map(folders::get)
                .map(parent -> path(parent, folders) + "/" + folder.state().name())
                .orElse(folder.state().name());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MailboxId id(User user) {
        return new MailboxId(user.id().toString());
    }

    private MailboxResult result(SyncReport report, User user) {
        return report.mailboxes().stream()
                .filter(found -> found.mailbox().equals(id(user)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void syncsDeletesRestoresAndExportsToTheByte() throws Exception {
        SyncReport first = recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, Progress.NONE);
        report(first);
        for (User user : organisation.users()) {
            assertThat(result(first, user).outcome())
                    .as(result(first, user).reason())
                    .isEqualTo(MailboxResult.Outcome.SUCCESS);
            assertThat(recalled(id(user), result(first, user).at()))
                    .as(user.address())
                    .isEqualTo(held(user.mailbox()));
        }
        assertThat(connections.requests(TENANT) * 1_000.0 / first.stored())
                .isLessThanOrEqualTo(REQUESTS_PER_THOUSAND_MAX);
        restoresWhatIsDeleted(organisation.users().getFirst(), first);
        exports(organisation.users().getLast(), first);
    }

    private void report(SyncReport report) {
        System.Logger log = System.getLogger(LabEndToEndTest.class.getName());
        double seconds = report.took().toMillis() / 1_000.0;
        log.log(
                System.Logger.Level.INFO,
                "first sync: {0} messages, {1} requests, {2} s",
                report.stored(),
                connections.requests(TENANT),
                seconds);
    }

    private void restoresWhatIsDeleted(User user, SyncReport first) throws IOException {
        Map<String, Long> before = held(user.mailbox());
        FolderView inbox = user.mailbox().folder(WellKnown.INBOX);
        int deleted = 0;
        for (Item item : user.mailbox().items(inbox.number())) {
            user.mailbox().purge(item.number());
            deleted++;
        }
        Instant asAt = result(first, user).at();
        SyncReport second = recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, Progress.NONE);
        assertThat(result(second, user).removed()).isEqualTo(deleted);
        RestoreRequest request = new RestoreRequest(
                TENANT, id(user), new Scope.WholeMailbox(), asAt, id(user), new Place.Original(), Conflict.SKIP);
        WriteMandate mandate = connections.mandate(TENANT, TestMandates.WARRANT);
        RestoreReport restored = recovery.restore().restore(request, mandate, Progress.NONE);
        assertThat(restored.ending()).as(restored.reason()).isEqualTo(RestoreReport.Ending.COMPLETE);
        assertThat(restored.count(ItemOutcome.Kind.CREATED))
                .as(restored.notable().toString())
                .isEqualTo(deleted);
        assertThat(held(user.mailbox())).isEqualTo(before);
        RestoreReport again = recovery.restore().restore(request, mandate, Progress.NONE);
        assertThat(again.restored()).isZero();
        assertThat(held(user.mailbox())).isEqualTo(before);
    }

    private void exports(User user, SyncReport first) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Instant asAt = result(first, user).at();
        ExportRequest request = new ExportRequest(TENANT, new ExportRequest.Scope.WholeMailbox(id(user)), asAt);
        recovery.export().zip(request, out, Progress.NONE);
        Map<String, Long> exported = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    exported.merge(digest(zip.readAllBytes()), 1L, Long::sum);
                }
            }
        }
        Map<String, Long> wanted = new TreeMap<>();
        recalled(id(user), asAt)
                .forEach((key, count) -> wanted.merge(key.substring(key.lastIndexOf(' ') + 1), count, Long::sum));
        assertThat(exported).isEqualTo(wanted);
    }
}
