package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.connections.LabCustomer.TENANT;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

/// EWS against the lab: each way to sign in, the whole sample organisation to the byte, and every fault of the
/// pitfalls list: the mailbox is complete but for the named item.
@Timeout(240)
class LabEwsTest {
    @TempDir
    private Path directory;

    private LabServers servers;

    @BeforeEach
    void start() throws Exception {
        servers = new LabServers(directory);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    private MailReader reader() {
        return servers.connections().reader(TENANT);
    }

    private WholeRead readAll() throws Exception {
        WholeRead read = new WholeRead(reader());
        read.run();
        return read;
    }

    /// How often each content is held, whatever the ids.
    private Map<String, Long> held() throws Exception {
        Map<String, Long> held = new TreeMap<>();
        for (RemoteMailbox mailbox : reader().mailboxes()) {
            servers.customer.digests(mailbox.address()).values().forEach(digest -> held.merge(digest, 1L, Long::sum));
        }
        return held;
    }

    private static Map<String, Long> counted(WholeRead read) {
        Map<String, Long> counted = new TreeMap<>();
        read.digests.values().forEach(digest -> counted.merge(digest, 1L, Long::sum));
        return counted;
    }

    private void fault(String json) throws Exception {
        servers.customer.control("POST", "/faults", json);
    }

    @Test
    void aPasswordReadsTheWholeOrganisation() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC);
        ConnectionCheck check = servers.connections().check(TENANT, ConnectionFunction.SYNC);
        assertThat(check.passed()).as("%s", check).isTrue();
        WholeRead read = readAll();
        assertThat(read.notRead).isEmpty();
        assertThat(counted(read)).isEqualTo(held());
        assertThat(servers.connections().ledger(TENANT).verify()).isInstanceOf(Ledger.Verification.Whole.class);
    }

    @Test
    void aMailboxOfAThousandMessagesTakesFewRequests() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        servers.gatherInFirstMailbox(1_000);
        WholeRead read = readAll();
        assertThat(read.notRead).isEmpty();
        assertThat(read.messages.get()).isGreaterThanOrEqualTo(1_000);
        assertThat(counted(read)).isEqualTo(held());
        assertThat(servers.connections().requests(TENANT) * 1_000.0 / read.messages.get())
                .isLessThanOrEqualTo(110);
    }

    @Test
    void aCertificateInTheHandshakeOpens() throws Exception {
        servers.connectByCertificate(ConnectionFunction.SYNC, servers.firstAddress());
        ConnectionCheck check = servers.connections().check(TENANT, ConnectionFunction.SYNC);
        assertThat(check.passed()).as("%s", check).isTrue();
        assertThat(reader().mailboxes()).extracting(RemoteMailbox::address).containsExactly(servers.firstAddress());
    }

    @Test
    void aTokenOpensAndItsRolesAreSeen() throws Exception {
        servers.connectByToken(ConnectionFunction.SYNC);
        ConnectionCheck check = servers.connections().check(TENANT, ConnectionFunction.SYNC);
        assertThat(check.passed()).as("%s", check).isTrue();
        assertThat(check.findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains("full_access_as_app"));
    }

    @Test
    void aTenantWithEwsOffIsToldSo() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        servers.exchange().enable(false);
        assertThatThrownBy(() ->
                        reader().folderChanges(reader().mailboxes().getFirst().id(), null))
                .isInstanceOfSatisfying(
                        ConnectionException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.PERMANENT))
                .hasMessageContaining("EWS is switched off in this tenant")
                .hasMessageContaining("The credentials are not the trouble");
    }

    @Test
    void aWrongPasswordIsToldSo() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        servers.exchange()
                .add(new org.postern.lab.world.ServiceAccount(
                        LabServers.ACCOUNT, java.util.Optional.of("another"), java.util.Optional.empty(), true));
        ConnectionCheck check = servers.connections().check(TENANT, ConnectionFunction.SYNC);
        assertThat(check.passed()).isFalse();
        assertThat(check.toString()).contains("with its password (HTTP 401)").doesNotContain(LabServers.PASSWORD);
    }

    @Test
    void throttlingInAllGuisesAndLostConnectionsLoseNothing() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC);
        fault("{\"kind\":\"throttled\",\"everyNth\":11,\"status\":500,\"milliseconds\":20}");
        fault("{\"kind\":\"throttled\",\"everyNth\":13,\"status\":200,\"milliseconds\":10}");
        fault("{\"kind\":\"throttled\",\"everyNth\":17,\"status\":503}");
        fault("{\"kind\":\"connectionsExceeded\",\"everyNth\":19,\"milliseconds\":0}");
        fault("{\"kind\":\"connectionsExceeded\",\"everyNth\":29}");
        fault("{\"kind\":\"unavailable\",\"everyNth\":31,\"milliseconds\":0}");
        fault("{\"kind\":\"cutConnection\",\"everyNth\":23,\"bytes\":9000,\"times\":6}");
        fault("{\"kind\":\"emptyPage\",\"everyNth\":7,\"times\":9}");
        WholeRead read = readAll();
        servers.customer.control("DELETE", "/faults", "");
        assertThat(read.notRead).isEmpty();
        assertThat(counted(read)).isEqualTo(held());
    }

    @Test
    void anItemThatCannotBeReadIsNamedAndAllOthersCome() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        Map<String, Long> held = held();
        Map<String, String> ids = servers.customer.digests(servers.firstAddress());
        List<String> some = ids.keySet().stream().sorted().limit(6).toList();
        fault(ofItem("mimeConversionFailed", some.get(0)));
        fault(ofItem("corruptData", some.get(1)));
        fault(ofItem("batchAborted", some.get(2)));
        fault(ofItem("messageSizeExceeded", some.get(3)));
        fault(ofItem("ghostItem", some.get(4)));
        fault(ofItem("illegalXml", some.get(5)));
        WholeRead read = readAll();
        Map<String, Long> expected = new TreeMap<>(held);
        some.subList(0, 5).forEach(id -> expected.computeIfPresent(ids.get(id), (_, n) -> n == 1 ? null : n - 1));
        assertThat(counted(read)).isEqualTo(expected);
        Map<String, Fetched> outcomes = new HashMap<>();
        read.notRead.forEach(one -> outcomes.put(code(one), one));
        assertThat(outcomes)
                .containsOnlyKeys(
                        "ErrorMimeContentConversionFailed",
                        "ErrorCorruptData",
                        "ErrorMessageSizeExceeded",
                        "ErrorInternalServerError",
                        "gone");
        assertThat(outcomes.get("ErrorCorruptData"))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.permanent()).isTrue());
    }

    private static String ofItem(String kind, String id) {
        return "{\"kind\":\"" + kind + "\",\"item\":\"" + id + "\"}";
    }

    private static String code(Fetched fetched) {
        return fetched instanceof Fetched.Failed failed ? failed.code() : "gone";
    }

    @Test
    void aLostStateAndALostFolderAreTold() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        var mailbox = reader().mailboxes().getFirst().id();
        var tree = (ChangePage.Changes<FolderState, FolderId>) reader().folderChanges(mailbox, null);
        FolderState inbox = tree.present().stream()
                .filter(folder -> "inbox".equals(folder.wellKnownName()))
                .findFirst()
                .orElseThrow();
        var page = (ChangePage.Changes<MessageState, ItemId>) reader().messageChanges(mailbox, inbox.id(), null);
        fault("{\"kind\":\"syncStateNotFound\",\"times\":2}");
        assertThat(reader().messageChanges(mailbox, inbox.id(), page.nextState()))
                .isInstanceOf(ChangePage.StateExpired.class);
        assertThat(reader().folderChanges(mailbox, tree.nextState())).isInstanceOf(ChangePage.StateExpired.class);
        assertThat(reader().messageChanges(mailbox, inbox.id(), page.nextState()))
                .isInstanceOf(ChangePage.Changes.class);
    }

    @Test
    void anAccountThatMayNotImpersonateIsToldWhatIsMissing() throws Exception {
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        servers.exchange()
                .add(new org.postern.lab.world.ServiceAccount(
                        LabServers.ACCOUNT,
                        java.util.Optional.of(LabServers.PASSWORD),
                        java.util.Optional.empty(),
                        false));
        assertThatThrownBy(() ->
                        reader().folderChanges(reader().mailboxes().getFirst().id(), null))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("ApplicationImpersonation");
    }
}
