package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailServer.Method;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;

/// IMAP's own ways against a real Dovecot: each way to sign in, what is done behind the client's back, and refusals.
@Timeout(120)
class ImapTest {
    private static final TenantId TENANT = new TenantId("dovecot");
    private static final String ADA = "ada@example.org";
    private static final MailboxId ADA_ID = new MailboxId(ADA);

    @TempDir
    private Path directory;

    private Connections open() {
        return FileConnections.open(GraphFixture.config(directory), TestAuthority.quickKeys());
    }

    private static void connect(Connections connections, MailServer server, String password) {
        connections.create(TENANT, ConnectionFunction.SYNC, server, new Credential.Password(password.toCharArray()));
    }

    private static FolderState inbox(MailReader reader) {
        var page = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(ADA_ID, null);
        return page.present().stream()
                .filter(folder -> "inbox".equals(folder.wellKnownName()))
                .findFirst()
                .orElseThrow();
    }

    private static ChangePage.Changes<MessageState, ItemId> changes(ChangePage<MessageState, ItemId> page) {
        assertThat(page).isInstanceOf(ChangePage.Changes.class);
        return (ChangePage.Changes<MessageState, ItemId>) page;
    }

    @Test
    void seesWhatIsDoneBehindItsBack() throws IOException {
        try (Dovecot dovecot = Dovecot.start("", "", ADA);
                Connections connections = open()) {
            connect(connections, dovecot.server(Method.PASSWORD, Dovecot.MASTER, ADA), Dovecot.MASTER_PASSWORD);
            MailReader reader = connections.reader(TENANT);
            dovecot.save(ADA, "Subject: one\r\n\r\nfirst\r\n");
            dovecot.save(ADA, "Subject: two\r\n\r\nsecond\r\n");
            FolderId inbox = inbox(reader).id();
            var first = changes(reader.messageChanges(ADA_ID, inbox, null));
            assertThat(first.present())
                    .hasSize(2)
                    .allSatisfy(state -> assertThat(state.read()).isFalse());
            assertThat(changes(reader.messageChanges(ADA_ID, inbox, first.nextState()))
                            .present())
                    .isEmpty();
            dovecot.doveadm("flags", "add", "-u", ADA, "\\Seen \\Flagged $Forwarded", "mailbox", "INBOX", "uid", "1");
            dovecot.doveadm("expunge", "-u", ADA, "mailbox", "INBOX", "uid", "2");
            dovecot.save(ADA, "Subject: three\r\n\r\nthird\r\n");
            var second = changes(reader.messageChanges(ADA_ID, inbox, first.nextState()));
            ItemId one = first.present().stream()
                    .map(MessageState::id)
                    .filter(id -> id.value().contains(".1."))
                    .findFirst()
                    .orElseThrow();
            assertThat(second.present()).hasSize(2);
            assertThat(second.present())
                    .filteredOn(state -> state.id().equals(one))
                    .first()
                    .satisfies(state -> {
                        assertThat(state.read()).isTrue();
                        assertThat(state.followUp()).isEqualTo(MessageState.FollowUp.FLAGGED);
                        assertThat(state.categories()).containsExactly("$Forwarded");
                    });
            assertThat(second.removed()).hasSize(1).doesNotContain(one);
            dovecot.doveadm("mailbox", "delete", "-u", ADA, "-s", "Sent");
            dovecot.doveadm("mailbox", "create", "-u", ADA, "Sent");
        }
    }

    @Test
    void aFolderMadeAnewUnderItsNameIsAnotherOne() throws IOException {
        try (Dovecot dovecot = Dovecot.start("", "", ADA);
                Connections connections = open()) {
            connect(connections, dovecot.server(Method.PASSWORD, Dovecot.MASTER, ADA), Dovecot.MASTER_PASSWORD);
            MailReader reader = connections.reader(TENANT);
            dovecot.doveadm("mailbox", "create", "-u", ADA, "Again");
            dovecot.saveTo(ADA, "Again", "Subject: one\r\n\r\nfirst\r\n");
            var tree = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(ADA_ID, null);
            FolderId again = tree.present().stream()
                    .filter(folder -> folder.name().equals("Again"))
                    .map(FolderState::id)
                    .findFirst()
                    .orElseThrow();
            var first = changes(reader.messageChanges(ADA_ID, again, null));
            ItemId old = first.present().getFirst().id();
            dovecot.doveadm("mailbox", "delete", "-u", ADA, "Again");
            dovecot.doveadm("mailbox", "create", "-u", ADA, "Again");
            dovecot.saveTo(ADA, "Again", "Subject: other\r\n\r\nother\r\n");
            assertThat(reader.messageChanges(ADA_ID, again, first.nextState()))
                    .isInstanceOf(ChangePage.StateExpired.class);
            assertThat(fetch(reader, old)).containsExactly(new Fetched.Gone(old));
        }
    }

    private static List<Fetched> fetch(MailReader reader, ItemId... ids) {
        List<Fetched> fetched = new ArrayList<>();
        reader.fetch(ADA_ID, List.of(ids), fetched::add);
        return fetched;
    }

    @Test
    void opensByAMailboxesOwnPasswordByItsCertificateAndByAToken() throws IOException, JOSEException {
        try (ScriptedServer entra = new ScriptedServer();
                Connections connections = open()) {
            Cloud cloud = new Cloud("scripted", entra.uri(), entra.uri(), TestAuthority.pem());
            String token = token();
            entra.script(
                    _ -> ScriptedServer.Answer.json(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599}"));
            MailServer nowhere = new MailServer(
                    ServiceKind.IMAP,
                    java.net.URI.create("imaps://localhost:1"),
                    Method.CERTIFICATE,
                    null,
                    List.of(ADA),
                    null,
                    TestAuthority.pem());
            connections.create(TENANT, ConnectionFunction.SYNC, nowhere, new Credential.Certificate());
            String certificate =
                    connections.kit(TENANT, ConnectionFunction.SYNC).certificatePem();
            try (Dovecot dovecot = Dovecot.start(Dovecot.LOCAL_TOKENS, certificate, ADA)) {
                moved(connections, dovecot, nowhere);
                assertOpens(
                        new TenantId("dovecot-own"),
                        connections,
                        dovecot,
                        dovecot.server(Method.PASSWORD, "", ADA),
                        new Credential.Password(Dovecot.PASSWORD.toCharArray()));
                assertOpens(
                        new TenantId("dovecot-token"),
                        connections,
                        dovecot,
                        dovecot.server(Method.TOKEN, "", ADA),
                        new Credential.Entra(cloud, "contoso.example"));
            }
        }
    }

    /// The certificate was made before the server that is to trust it; its key is used at the server's real port.
    private void moved(Connections connections, Dovecot dovecot, MailServer before) throws IOException {
        Path file = directory.resolve(TENANT.value()).resolve("sync.json");
        String json = java.nio.file.Files.readString(file);
        java.nio.file.Files.writeString(
                file, json.replace(before.address().toString(), dovecot.uri().toString()));
        ConnectionCheck check = connections.check(TENANT, ConnectionFunction.SYNC);
        assertThat(check.passed()).as("%s %s", check, dovecot.log()).isTrue();
    }

    private static void assertOpens(
            TenantId tenant, Connections connections, Dovecot dovecot, MailServer server, Credential credential)
            throws IOException {
        connections.create(tenant, ConnectionFunction.SYNC, server, credential);
        if (credential instanceof Credential.Entra) {
            connections.register(tenant, ConnectionFunction.SYNC, GraphFixture.CLIENT);
        }
        ConnectionCheck check = connections.check(tenant, ConnectionFunction.SYNC);
        assertThat(check.passed()).as("%s %s", check, dovecot.log()).isTrue();
        assertThat(connections
                        .find(tenant, ConnectionFunction.SYNC)
                        .orElseThrow()
                        .state())
                .isEqualTo(Connection.State.ACTIVE);
    }

    private static String token() throws JOSEException {
        Instant now = Instant.now();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID("lab")
                        .build(),
                new JWTClaimsSet.Builder()
                        .subject(ADA)
                        .claim("email", ADA)
                        .claim("roles", List.of("IMAP.AccessAsApp"))
                        .issueTime(Date.from(now.minusSeconds(60)))
                        .expirationTime(Date.from(now.plusSeconds(3_600)))
                        .build());
        jwt.sign(new RSASSASigner(TestAuthority.tokenKeys().getPrivate()));
        return jwt.serialize();
    }

    @Test
    void aWrongPasswordAndAnUntrustedServerAreToldApart() throws IOException {
        try (Dovecot dovecot = Dovecot.start("", "", ADA);
                Connections connections = open()) {
            connect(connections, dovecot.server(Method.PASSWORD, Dovecot.MASTER, ADA), "not the secret");
            ConnectionCheck check = connections.check(TENANT, ConnectionFunction.SYNC);
            assertThat(check.passed()).isFalse();
            assertThat(check.toString())
                    .contains("AUTHENTICATIONFAILED")
                    .contains("master user")
                    .doesNotContain("not the secret");
            TenantId other = new TenantId("dovecot-stranger");
            MailServer untrusted = new MailServer(
                    ServiceKind.IMAP, dovecot.uri(), Method.PASSWORD, Dovecot.MASTER, List.of(ADA), null, null);
            connections.create(
                    other,
                    ConnectionFunction.SYNC,
                    untrusted,
                    new Credential.Password(Dovecot.MASTER_PASSWORD.toCharArray()));
            assertThatThrownBy(() -> connections.reader(other).folderChanges(ADA_ID, null))
                    .hasMessageContaining("certificate is not trusted");
        }
    }

    @Test
    void aMessageAboveTheLimitFailsAlone() throws IOException {
        try (Dovecot dovecot = Dovecot.start("", "", ADA);
                Connections connections = FileConnections.open(
                        GraphFixture.config(directory).withLimits(GraphFixture.limits(3 << 20)),
                        TestAuthority.quickKeys())) {
            connect(connections, dovecot.server(Method.PASSWORD, Dovecot.MASTER, ADA), Dovecot.MASTER_PASSWORD);
            dovecot.save(ADA, "Subject: small\r\n\r\nsmall\r\n");
            String line = "x".repeat(998) + "\r\n";
            dovecot.save(ADA, "Subject: huge\r\n\r\n" + line.repeat(4_000));
            MailReader reader = connections.reader(TENANT);
            var page = changes(reader.messageChanges(ADA_ID, inbox(reader).id(), null));
            List<Fetched> fetched =
                    fetch(reader, page.present().stream().map(MessageState::id).toArray(ItemId[]::new));
            assertThat(fetched)
                    .hasSize(2)
                    .anySatisfy(one -> assertThat(one)
                            .isInstanceOfSatisfying(
                                    Fetched.Failed.class,
                                    failed -> assertThat(failed.code()).isEqualTo("PosternMessageTooLarge")));
            assertThat(fetched).anySatisfy(one -> assertThat(one).isInstanceOf(Fetched.Bytes.class));
        }
    }

    @Test
    void theLedgerNamesEachCommandAndHoldsNoSecret() throws IOException {
        try (Dovecot dovecot = Dovecot.start("", "", ADA);
                Connections connections = open()) {
            connect(connections, dovecot.server(Method.PASSWORD, Dovecot.MASTER, ADA), Dovecot.MASTER_PASSWORD);
            inbox(connections.reader(TENANT));
            List<Ledger.Entry> entries = connections.ledger(TENANT).read(0, 100);
            assertThat(entries)
                    .anySatisfy(entry -> assertThat(entry.details()).containsEntry("operations", "session.open:1"))
                    .anySatisfy(entry -> assertThat(entry.details()).containsEntry("operations", "folder.list:1"))
                    .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain(Dovecot.MASTER_PASSWORD));
            byte[] secret = java.nio.file.Files.readAllBytes(
                    directory.resolve(TENANT.value()).resolve("sync.secret"));
            assertThat(new String(secret, StandardCharsets.UTF_8)).doesNotContain("secret");
        }
    }
}
