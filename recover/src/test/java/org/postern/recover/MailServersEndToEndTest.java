package org.postern.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.connections.Credential;
import org.postern.connections.Dovecot;
import org.postern.connections.MailServer;
import org.postern.connections.ServiceKind;
import org.postern.connections.TestMandates;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.sample.SampleOrganisation;
import org.postern.lab.source.Content;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.RestoreRequest.Conflict;
import org.postern.recover.RestoreRequest.Place;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.recover.stream.Carrier;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;

/// Sync and restore from an Exchange Server (the lab's EWS) and from an IMAP server (a real Dovecot), bytes compared.
@Timeout(240)
class MailServersEndToEndTest {
    private static final TenantId TENANT = new TenantId("fernhollow");
    private static final String ACCOUNT = "FERNHOLLOW\\postern";
    private static final String PASSWORD = "correct horse";
    private static final String ADA = "ada@example.org";

    @TempDir
    Path directory;

    private Connections connections;
    private Vault vault;
    private Recovery recovery;

    @BeforeEach
    void start() {
        Clock clock = Clock.systemUTC();
        connections = Connections.open(new ConnectionsConfig(
                directory.resolve("connections"),
                "correct horse"::toCharArray,
                clock,
                new SecureRandom(),
                1_000,
                ConnectionLimits.DEFAULT));
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
    }

    private void connect(MailServer server, String password) {
        for (ConnectionFunction function : List.of(ConnectionFunction.SYNC, ConnectionFunction.REMEDIATE)) {
            connections.create(TENANT, function, server, new Credential.Password(password.toCharArray()));
        }
    }

    private SyncReport sync() {
        SyncReport report = recovery.sync().syncTenant(TENANT, MailboxSelection.ALL, Progress.NONE);
        assertThat(report.mailboxes())
                .isNotEmpty()
                .allSatisfy(mailbox -> assertThat(mailbox.outcome())
                        .as("%s: %s", mailbox.address(), mailbox.reason())
                        .isEqualTo(MailboxResult.Outcome.SUCCESS));
        return report;
    }

    private RestoreReport restore(String address, Instant asAt) {
        MailboxId mailbox = new MailboxId(address);
        return recovery.restore()
                .restore(
                        new RestoreRequest(
                                TENANT,
                                mailbox,
                                new Scope.WholeMailbox(),
                                asAt,
                                mailbox,
                                new Place.Original(),
                                Conflict.SKIP),
                        connections.mandate(TENANT, TestMandates.WARRANT),
                        Progress.NONE);
    }

    /// Digests of what the vault has, each with how often.
    private Map<String, Long> recalled(String address) {
        Map<String, Long> recalled = new TreeMap<>();
        MailboxId mailbox = new MailboxId(address);
        for (FolderVersion folder : vault.folders(TENANT, mailbox, null)) {
            vault.messages(TENANT, mailbox, folder.state().id(), null, null, 10_000)
                    .forEach(version -> recalled.merge(
                            folder.state().name() + " "
                                    + digest(vault.content(
                                            TENANT, version.content().orElseThrow())),
                            1L,
                            Long::sum));
        }
        return recalled;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anExchangeServerIsSyncedAndRestored() throws Exception {
        try (Lab lab = Lab.start(LabConfig.of(
                directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z"))))) {
            var organisation = lab.world().tenants().getFirst();
            organisation.exchange().add(new ServiceAccount(ACCOUNT, Optional.of(PASSWORD), Optional.empty(), true));
            connect(
                    new MailServer(
                            ServiceKind.EWS,
                            URI.create(lab.baseUrl() + "/EWS/Exchange.asmx"),
                            MailServer.Method.PASSWORD,
                            ACCOUNT,
                            List.of(),
                            null,
                            Files.readString(lab.caFile())),
                    PASSWORD);
            SyncReport first = sync();
            assertThat(connections.requests(TENANT) * 1_000.0 / first.stored())
                    .as("requests per 1,000 messages over many small mailboxes")
                    .isLessThanOrEqualTo(110);
            for (User user : organisation.users()) {
                assertThat(recalled(user.address())).as(user.address()).isEqualTo(held(user.mailbox()));
            }
            User user = organisation.users().getFirst();
            Map<String, Long> before = held(user.mailbox());
            FolderView inbox = user.mailbox().folder(WellKnown.INBOX);
            List<Item> doomed = user.mailbox().items(inbox.number());
            doomed.forEach(item -> user.mailbox().purge(item.number()));
            RestoreReport restored = restore(user.address(), at(first, user.address()));
            assertThat(restored.ending()).as(restored.reason()).isEqualTo(RestoreReport.Ending.COMPLETE);
            assertThat(restored.count(ItemOutcome.Kind.CREATED)).isEqualTo(doomed.size());
            assertThat(held(user.mailbox())).isEqualTo(before);
            assertThat(user.mailbox().items(inbox.number()))
                    .noneSatisfy(item -> assertThat(item.attributes().isDraft()).isTrue());
        }
    }

    private MailServer exchangeServer(Lab lab, List<User> users) throws Exception {
        lab.world()
                .tenants()
                .getFirst()
                .exchange()
                .add(new ServiceAccount(ACCOUNT, Optional.of(PASSWORD), Optional.empty(), true));
        return new MailServer(
                ServiceKind.EWS,
                URI.create(lab.baseUrl() + "/EWS/Exchange.asmx"),
                MailServer.Method.PASSWORD,
                ACCOUNT,
                users.stream().map(User::address).toList(),
                null,
                Files.readString(lab.caFile()));
    }

    @Test
    void whatHasNoMimeIsKeptWholeAndRestoredWhole() throws Exception {
        try (Lab lab = Lab.start(LabConfig.of(
                directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z"))))) {
            User user = lab.world().tenants().getFirst().users().getFirst();
            connect(exchangeServer(lab, List.of(user)), PASSWORD);
            FolderView inbox = user.mailbox().folder(WellKnown.INBOX);
            Item broken = user.mailbox().items(inbox.number()).getFirst();
            String id = user.mailbox().ids().immutable(broken.number());
            lab.faults()
                    .add(Fault.always(
                            FaultKind.MIME_CONVERSION_FAILED,
                            new Fault.Scope(
                                    Optional.empty(), Optional.of(user.address()), Optional.of(id), Optional.empty())));
            SyncReport first = sync();
            assertThat(first.mailboxes())
                    .allSatisfy(mailbox -> assertThat(mailbox.missing()).isZero());
            MessageVersion kept = carried(user.address());
            byte[] carrier = vault.content(TENANT, kept.content().orElseThrow());
            assertThat(new String(carrier, StandardCharsets.US_ASCII)).contains("ErrorMimeContentConversionFailed");
            assertThat(sync().stored()).as("nothing is fetched again").isZero();
            Map<String, Long> before = held(user.mailbox());
            user.mailbox().purge(broken.number());
            RestoreReport restored = restore(user.address(), at(first, user.address()));
            assertThat(restored.count(ItemOutcome.Kind.CREATED)).isEqualTo(1);
            assertThat(restored.notable()).as("no caveat").isEmpty();
            assertThat(held(user.mailbox())).isEqualTo(before);
        }
    }

    private MessageVersion carried(String address) {
        MailboxId mailbox = new MailboxId(address);
        return vault.folders(TENANT, mailbox, null).stream()
                .flatMap(
                        folder -> vault.messages(TENANT, mailbox, folder.state().id(), null, null, 10_000).stream())
                .filter(version -> Carrier.carries(version.state()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeliveryIsInTheVaultWithinSecondsAndAfterABrokenConnectionToo() throws Exception {
        try (Lab lab = Lab.start(LabConfig.of(
                        directory.resolve("lab"), SampleOrganisation.one(7, Instant.parse("2026-11-01T00:00:00Z"))));
                LiveSync live = new LiveSync(recovery.sync(), connections, () -> List.of(TENANT), LiveLimits.DEFAULT)) {
            List<User> users = lab.world().tenants().getFirst().users().subList(0, 2);
            connect(exchangeServer(lab, users), PASSWORD);
            sync();
            User user = users.getFirst();
            live.start();
            await(() -> live.status(TENANT).hearing().size() == users.size());
            long requests = connections.requests(TENANT);
            arrives(user, "while it listens", Duration.ofSeconds(20));
            assertThat(connections.requests(TENANT) - requests)
                    .as("the folder tree, the folder, the message")
                    .isLessThanOrEqualTo(4);
            lab.faults()
                    .add(new Fault(
                            FaultKind.SUBSCRIPTION_LOST,
                            new Fault.Scope(
                                    Optional.empty(), Optional.of(user.address()), Optional.empty(), Optional.empty()),
                            1,
                            OptionalInt.of(1),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            "any"));
            await(() -> live.status(TENANT).hearing().size() < users.size());
            arrives(user, "while nobody listens", Duration.ofSeconds(35));
            await(() -> live.status(TENANT).hearing().size() == users.size());
            arrives(user, "when it listens again", Duration.ofSeconds(20));
        }
    }

    /// Delivers a message to the lab, and waits until the vault has it.
    private void arrives(User user, String subject, Duration within) throws InterruptedException {
        user.mailbox()
                .create(
                        user.mailbox().folder(WellKnown.INBOX).number(),
                        Content.of(("Subject: " + subject + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)),
                        Item.Attributes.received(Instant.parse("2026-11-02T00:00:00Z")));
        long start = System.nanoTime();
        await(() -> subjects(user.address()).contains(subject));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(within);
    }

    private Set<String> subjects(String address) {
        MailboxId mailbox = new MailboxId(address);
        return vault.folders(TENANT, mailbox, null).stream()
                .flatMap(
                        folder -> vault.messages(TENANT, mailbox, folder.state().id(), null, null, 10_000).stream())
                .map(MessageVersion::subject)
                .collect(Collectors.toSet());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 40 s").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static Instant at(SyncReport report, String address) {
        return report.mailboxes().stream()
                .filter(mailbox -> mailbox.address().equals(address))
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static Map<String, Long> held(MailboxStore mailbox) throws Exception {
        Map<String, Long> held = new TreeMap<>();
        for (FolderView folder : mailbox.folders()) {
            if (folder.hidden() || folder.path().isEmpty()) {
                continue;
            }
            for (Item item : mailbox.items(folder.number())) {
                held.merge(folder.path().getLast() + " " + digest(item.content().bytes()), 1L, Long::sum);
            }
        }
        return held;
    }

    @Test
    void anImapServerIsSyncedAndRestored() throws Exception {
        try (Dovecot dovecot = Dovecot.start("", "", ADA)) {
            connect(dovecot.server(MailServer.Method.PASSWORD, Dovecot.MASTER, ADA), Dovecot.MASTER_PASSWORD);
            Map<String, Long> expected = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                String folder = i % 4 == 0 ? "Sent" : "INBOX";
                String mime =
                        "Subject: message " + i + "\r\nMessage-ID: <m" + i + "@x.example>\r\n\r\nBody " + i + "\r\n";
                dovecot.saveTo(ADA, folder, mime);
                expected.merge(folder + " " + digest(mime.getBytes(StandardCharsets.UTF_8)), 1L, Long::sum);
            }
            SyncReport first = sync();
            assertThat(first.stored()).isEqualTo(40);
            assertThat(recalled(ADA)).isEqualTo(expected);
            dovecot.doveadm("expunge", "-u", ADA, "mailbox", "INBOX", "all");
            SyncReport second = sync();
            assertThat(second.mailboxes().getFirst().removed()).isEqualTo(30);
            RestoreReport restored = restore(ADA, at(first, ADA));
            assertThat(restored.ending()).as(restored.reason()).isEqualTo(RestoreReport.Ending.COMPLETE);
            assertThat(restored.count(ItemOutcome.Kind.CREATED)).isEqualTo(30);
            assertThat(restore(ADA, at(first, ADA)).restored()).isZero();
            sync();
            assertThat(recalled(ADA)).isEqualTo(expected);
            assertThat(dovecot.doveadm("fetch", "-u", ADA, "uid", "mailbox", "INBOX", "all"))
                    .contains("uid: 31");
        }
    }
}
