package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.LabCustomer.TENANT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionCheck.Outcome;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.Located;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

/// The whole of it against the lab: from the kit to bytes, marks and faults.
@Timeout(240)
class LabTest {
    @TempDir
    private Path directory;

    private LabCustomer customer;

    @BeforeEach
    void start() throws Exception {
        customer = new LabCustomer(directory);
    }

    @AfterEach
    void stop() {
        customer.close();
    }

    private ConnectionCheck check(ConnectionFunction function) {
        return customer.connections.check(TENANT, function);
    }

    @Test
    void fromKitToActive() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        ConnectionCheck sync = check(ConnectionFunction.SYNC);
        assertThat(sync.passed()).as("%s", sync).isTrue();
        customer.connect(ConnectionFunction.REMEDIATE, "Mail.ReadWrite");
        ConnectionCheck remediate = check(ConnectionFunction.REMEDIATE);
        assertThat(remediate.passed()).as("%s", remediate).isTrue();
        assertThat(remediate.findings().getLast().detail()).contains("can be read");
        assertThat(customer.connections.list(TENANT))
                .extracting(Connection::state)
                .containsOnly(Connection.State.ACTIVE);
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read");
        assertFailed("Application roles", "Missing: User.Read.All");
        String pem = customer.connections.kit(TENANT, ConnectionFunction.SYNC).certificatePem();
        customer.register(ConnectionFunction.SYNC, pem, "User.Read.All");
        assertFailed("Application roles", "Missing: Mail.Read (");
        customer.register(ConnectionFunction.SYNC, pem, "User.Read.All", "Mail.ReadWrite");
        assertFailed("Application roles", "DANGER");
        customer.register(ConnectionFunction.SYNC, TestAuthority.pem(), "User.Read.All", "Mail.Read");
        assertFailed("Sign in with the certificate", "AADSTS700027");
        customer.connections.register(TENANT, ConnectionFunction.SYNC, GraphFixture.CLIENT);
        assertFailed("Sign in with the certificate", "AADSTS700016");
    }

    private void assertFailed(String step, String detail) {
        ConnectionCheck check = check(ConnectionFunction.SYNC);
        assertThat(check.passed()).isFalse();
        assertThat(check.findings())
                .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                .first()
                .satisfies(finding -> {
                    assertThat(finding.step()).isEqualTo(step);
                    assertThat(finding.detail()).contains(detail);
                    assertThat(finding.advice()).isNotEmpty();
                });
    }

    private WholeRead readAll() throws Exception {
        WholeRead read = new WholeRead(customer.connections.reader(TENANT));
        read.run();
        return read;
    }

    private Map<String, String> held() throws Exception {
        Map<String, String> held = new HashMap<>();
        for (RemoteMailbox mailbox : customer.connections.reader(TENANT).mailboxes()) {
            held.putAll(customer.digests(mailbox.address()));
        }
        return held;
    }

    @Test
    void readsEveryMessageByteForByteInFewRequests() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        WholeRead read = readAll();
        double perThousand = customer.connections.requests(TENANT) * 1_000.0 / read.messages.get();
        assertThat(read.notRead).isEmpty();
        assertThat(read.messages.get()).isGreaterThan(1_000);
        assertThat(read.digests).isEqualTo(held());
        assertThat(perThousand).isLessThanOrEqualTo(75);
        Ledger ledger = customer.connections.ledger(TENANT);
        assertThat(ledger.verify()).isInstanceOf(Ledger.Verification.Whole.class);
        var tokens = new Ledger.Query(Instant.EPOCH, Instant.MAX, Set.of("token.received"), 0, 100);
        assertThat(ledger.find(tokens))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.details().get("uti")).isNotBlank());
    }

    @Test
    void readsOnWhileTheLabMisbehaves() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        fault("{\"kind\":\"throttled\",\"everyNth\":40}");
        fault("{\"kind\":\"throttled\",\"everyNth\":97,\"retryAfterSeconds\":1,\"times\":3}");
        fault("{\"kind\":\"unavailable\",\"everyNth\":61,\"milliseconds\":0}");
        fault("{\"kind\":\"cutConnection\",\"everyNth\":9,\"bytes\":20000,\"times\":5}");
        fault("{\"kind\":\"emptyPage\",\"everyNth\":3}");
        fault("{\"kind\":\"mimeConversionFailed\",\"everyNth\":50}");
        fault("{\"kind\":\"corruptData\",\"everyNth\":70}");
        WholeRead read = readAll();
        customer.control("DELETE", "/faults", "");
        Map<String, String> held = held();
        assertThat(read.notRead)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one)
                        .isInstanceOfSatisfying(
                                Fetched.Failed.class,
                                failed -> assertThat(failed.code())
                                        .isIn("ErrorMimeContentConversionFailed", "ErrorCorruptData")));
        assertThat(read.digests).hasSize(held.size() - read.notRead.size());
        assertThat(held).containsAllEntriesOf(read.digests);
    }

    private void fault(String json) throws Exception {
        customer.control("POST", "/faults", json);
    }

    @Test
    void writesMarksMovesAndDeletes() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        customer.connect(ConnectionFunction.REMEDIATE, "Mail.ReadWrite");
        MailReader reader = customer.connections.reader(TENANT);
        MailWriter writer = TestMandates.writer(customer.connections, TENANT);
        var mailbox = reader.mailboxes().getFirst().id();
        FolderState made = writer.ensureFolder(mailbox, null, "Restored 'Ü' & more");
        assertThat(writer.ensureFolder(mailbox, null, "restored 'ü' & MORE")).isEqualTo(made);
        FolderState below = writer.ensureFolder(mailbox, made.id(), "Below");
        assertThat(below.parentId()).isEqualTo(made.id());
        byte[] mime = "Subject: restored\r\nFrom: a@x.example\r\n\r\nBody\r\n".getBytes(StandardCharsets.UTF_8);
        MessageState like = new MessageState(
                new ItemId("old"),
                new FolderId("old"),
                "k",
                Instant.parse("2020-01-02T03:04:05Z"),
                true,
                false,
                MessageState.FollowUp.COMPLETE,
                MessageState.Importance.HIGH,
                List.of("Blue", "Red"));
        var created = (MailWriter.Created.Done) writer.create(mailbox, below.id(), mime, like);
        assertThat(created.caveat()).contains("draft");
        MessageState state = created.state();
        assertThat(state.read()).isTrue();
        assertThat(state.followUp()).isEqualTo(like.followUp());
        assertThat(state.importance()).isEqualTo(like.importance());
        assertThat(state.categories()).isEqualTo(like.categories());
        assertThat(bytes(reader, mailbox, state.id())).isEqualTo(mime);
        MessageState moved = writer.move(mailbox, state.id(), made.id());
        assertThat(moved.id()).isEqualTo(state.id());
        assertThat(moved.folder()).isEqualTo(made.id());
        assertThat(writer.move(mailbox, state.id(), made.id()).id()).isEqualTo(state.id());
        writer.delete(mailbox, state.id());
        writer.delete(mailbox, state.id());
        assertThat(reader.locate(mailbox, List.of(state.id()))).containsExactly(new Located.Gone(state.id()));
        assertThat(writer.create(mailbox, made.id(), new byte[4 << 20], like))
                .isInstanceOf(MailWriter.Created.TooLarge.class);
    }

    private static byte[] bytes(MailReader reader, org.postern.mail.MailboxId mailbox, ItemId id) {
        byte[][] got = {new byte[0]};
        reader.fetch(mailbox, List.of(id), fetched -> got[0] = ((Fetched.Bytes) fetched).mime());
        return got[0];
    }

    @Test
    void seesWhatTheUserDoes() throws Exception {
        customer.connect(ConnectionFunction.SYNC, "Mail.Read", "User.Read.All");
        MailReader reader = customer.connections.reader(TENANT);
        RemoteMailbox mailbox = reader.mailboxes().getFirst();
        var tree = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(mailbox.id(), null);
        assertThat(tree.present())
                .extracting(FolderState::wellKnownName)
                .contains("inbox", "sentitems", "deleteditems");
        FolderState inbox = tree.present().stream()
                .filter(folder -> "inbox".equals(folder.wellKnownName()))
                .findFirst()
                .orElseThrow();
        assertThat(inbox.parentId()).isNull();
        var before = drain(reader, mailbox, inbox, null);
        assertThat(before.present()).hasSize(inbox.messageCount());
        ItemId doomed = before.present().getFirst().id();
        customer.control(
                "POST",
                "/tenants/" + customer.domain() + "/mailboxes/" + mailbox.address() + "/delete",
                "{\"ids\":[\"" + doomed.value() + "\"]}");
        var after = drain(reader, mailbox, inbox, before.nextState());
        assertThat(after.removed()).containsExactly(doomed);
        fault("{\"kind\":\"syncStateNotFound\",\"times\":1}");
        assertThat(reader.messageChanges(mailbox.id(), inbox.id(), after.nextState()))
                .isInstanceOf(ChangePage.StateExpired.class);
    }

    private static ChangePage.Changes<MessageState, ItemId> drain(
            MailReader reader, RemoteMailbox mailbox, FolderState folder, @Nullable String from) {
        List<MessageState> present = new java.util.ArrayList<>();
        List<ItemId> removed = new java.util.ArrayList<>();
        String state = from;
        while (true) {
            var page =
                    (ChangePage.Changes<MessageState, ItemId>) reader.messageChanges(mailbox.id(), folder.id(), state);
            present.addAll(page.present());
            removed.addAll(page.removed());
            state = page.nextState();
            if (page.last()) {
                return new ChangePage.Changes<>(present, removed, state, true);
            }
        }
    }
}
