package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.LabCustomer.TENANT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Exported;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailWriter.Created;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// ExportItems and UploadItems against the lab's EWS.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsExportTest {
    private LabServers servers;
    private MailboxId mailbox;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        servers = new LabServers(directory);
        servers.connectByPassword(ConnectionFunction.SYNC, servers.firstAddress());
        servers.connectByPassword(ConnectionFunction.REMEDIATE, servers.firstAddress());
        mailbox = reader().mailboxes().getFirst().id();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @AfterEach
    void endFaults() throws Exception {
        servers.customer.control("DELETE", "/faults", "");
    }

    private MailReader reader() {
        return servers.connections().reader(TENANT);
    }

    private MailWriter writer() {
        return TestMandates.writer(servers.connections(), TENANT);
    }

    private List<MessageState> someMessages() {
        var tree = (ChangePage.Changes<FolderState, FolderId>) reader().folderChanges(mailbox, null);
        FolderState fullest = tree.present().stream()
                .max(java.util.Comparator.comparingInt(FolderState::messageCount))
                .orElseThrow();
        var page = (ChangePage.Changes<MessageState, ItemId>) reader().messageChanges(mailbox, fullest.id(), null);
        return page.present();
    }

    private List<Exported> export(ItemId... ids) {
        List<Exported> exported = new ArrayList<>();
        reader().exportItems(mailbox, List.of(ids), exported::add);
        return exported;
    }

    private byte[] mime(ItemId id) {
        byte[][] mime = new byte[1][];
        reader().fetch(mailbox, List.of(id), fetched -> mime[0] = ((Fetched.Bytes) fetched).mime());
        return mime[0];
    }

    private void fault(String kind, ItemId id) throws Exception {
        servers.customer.control("POST", "/faults", "{\"kind\":\"" + kind + "\",\"item\":\"" + id.value() + "\"}");
    }

    @Test
    void anItemThatHasNoMimeComesWholeAndGoesBackWhole() throws Exception {
        MessageState wanted = someMessages().getFirst();
        byte[] before = mime(wanted.id());
        fault("mimeConversionFailed", wanted.id());
        Exported.Stream exported = (Exported.Stream) export(wanted.id()).getFirst();
        assertThat(exported.gist().subject()).isNotEmpty();
        assertThat(exported.gist().from()).contains("@");
        FolderState folder = writer().ensureFolder(mailbox, null, "Uploaded");
        Created created = writer().upload(mailbox, folder.id(), exported.stream(), wanted);
        assertThat(created).isInstanceOf(Created.Done.class);
        MessageState made = ((Created.Done) created).state();
        assertThat(made.folder()).isEqualTo(folder.id());
        assertThat(made.draft()).isEqualTo(wanted.draft());
        assertThat(made.read()).isEqualTo(wanted.read());
        assertThat(made.receivedAt()).isEqualTo(wanted.receivedAt());
        assertThat(mime(made.id())).isEqualTo(before);
    }

    @Test
    void oneItemThatCannotBeExportedStopsNoOther() throws Exception {
        List<MessageState> some = someMessages();
        ItemId large = some.get(0).id();
        ItemId corrupt = some.get(1).id();
        ItemId gone = some.get(2).id();
        ItemId good = some.get(3).id();
        fault("messageSizeExceeded", large);
        fault("corruptData", corrupt);
        fault("ghostItem", gone);
        assertThat(export(large, corrupt, gone, good, good))
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOfSatisfying(Exported.Failed.class, failed -> {
                            assertThat(failed.code()).isEqualTo("ErrorMessageSizeExceeded");
                            assertThat(failed.permanent()).isTrue();
                        }),
                        one -> assertThat(one)
                                .isInstanceOfSatisfying(
                                        Exported.Failed.class,
                                        failed -> assertThat(failed.code()).isEqualTo("ErrorCorruptData")),
                        one -> assertThat(one).isInstanceOf(Exported.Gone.class),
                        one -> assertThat(one).isInstanceOf(Exported.Stream.class));
    }

    @Test
    void aStreamThatIsNoneIsRefused() {
        FolderState folder = writer().ensureFolder(mailbox, null, "Uploaded");
        MessageState like = someMessages().getFirst();
        assertThat(writer().upload(mailbox, folder.id(), new byte[] {1, 2, 3, 4}, like))
                .isInstanceOfSatisfying(
                        Created.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("ErrorCorruptData"));
        assertThat(writer().upload(mailbox, folder.id(), new byte[20 << 20], like))
                .isInstanceOf(Created.TooLarge.class);
    }
}
