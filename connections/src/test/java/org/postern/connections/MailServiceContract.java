package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.Located;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.MailWriter.Created;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;

/// What every mail service keeps, whichever protocol it speaks; run against a lab or a real server.
@Timeout(120)
abstract class MailServiceContract {
    private static final Instant RECEIVED = Instant.parse("2020-01-02T03:04:05Z");

    private MailReader reader;
    private MailWriter writer;
    private MailboxId mailbox;
    private FolderState folder;

    /// The service of a sync connection and of a remediate connection.
    abstract MailReader reader();

    abstract MailWriter writer();

    /// Of a probe connection; refuses where the service only keeps mail.
    abstract MailSender sender();

    boolean sends() {
        return true;
    }

    /// The address of a mailbox that the test may change.
    abstract String address();

    /// Deletes a folder of that mailbox behind the client's back.
    abstract void deleteFolder(String name) throws Exception;

    /// Whether what is made from bytes keeps its time of receipt and is no draft (Graph's is one).
    boolean keepsReceipt() {
        return true;
    }

    @BeforeEach
    void open() {
        reader = reader();
        writer = writer();
        mailbox = reader.mailboxes().stream()
                .filter(found -> found.address().equals(address()))
                .map(RemoteMailbox::id)
                .findFirst()
                .orElseThrow();
        folder = writer.ensureFolder(mailbox, null, "Contract");
    }

    private static byte[] mime(String subject) {
        return ("Subject: " + subject + "\r\nFrom: a@x.example\r\nMessage-ID: <" + subject.replace(' ', '.')
                        + "@x.example>\r\n\r\nBody of " + subject + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static MessageState like(boolean read, FollowUp followUp, String... categories) {
        return new MessageState(
                new ItemId("any"),
                new FolderId("any"),
                "k",
                RECEIVED,
                read,
                false,
                followUp,
                Importance.NORMAL,
                List.of(categories));
    }

    private MessageState create(String subject) {
        return created(folder, mime(subject), like(true, FollowUp.NOT_FLAGGED));
    }

    private MessageState created(FolderState where, byte[] mime, MessageState like) {
        Created created = writer.create(mailbox, where.id(), mime, like);
        assertThat(created).isInstanceOf(Created.Done.class);
        return ((Created.Done) created).state();
    }

    private Map<ItemId, Fetched> fetch(ItemId... ids) {
        Map<ItemId, Fetched> fetched = new HashMap<>();
        Thread caller = Thread.currentThread();
        reader.fetch(mailbox, List.of(ids), one -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(fetched.put(one.id(), one)).isNull();
        });
        return fetched;
    }

    private byte[] bytes(ItemId id) {
        return fetch(id).get(id) instanceof Fetched.Bytes bytes ? bytes.mime() : new byte[0];
    }

    /// All pages from a state on.
    private ChangePage.Changes<MessageState, ItemId> drain(FolderId of, @Nullable String from) {
        Map<ItemId, MessageState> present = new HashMap<>();
        List<ItemId> removed = new ArrayList<>();
        String state = from;
        while (true) {
            ChangePage<MessageState, ItemId> read = reader.messageChanges(mailbox, of, state);
            assertThat(read).isInstanceOf(ChangePage.Changes.class);
            var page = (ChangePage.Changes<MessageState, ItemId>) read;
            page.present().forEach(one -> present.put(one.id(), one));
            removed.addAll(page.removed());
            state = page.nextState();
            if (page.last()) {
                return new ChangePage.Changes<>(List.copyOf(present.values()), removed, state, true);
            }
        }
    }

    private Map<FolderId, FolderState> folders() {
        Map<FolderId, FolderState> folders = new HashMap<>();
        String state = null;
        while (true) {
            var page = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(mailbox, state);
            page.present().forEach(one -> folders.put(one.id(), one));
            state = page.nextState();
            if (page.last()) {
                return folders;
            }
        }
    }

    @Test
    void listsFoldersWithTheirPlaces() {
        FolderState below = writer.ensureFolder(mailbox, folder.id(), "Below 'Ü' & more");
        Map<FolderId, FolderState> folders = folders();
        assertThat(folders.get(folder.id()))
                .extracting(FolderState::parentId, FolderState::name)
                .containsExactly(null, "Contract");
        assertThat(folders.get(below.id()))
                .extracting(FolderState::parentId, FolderState::name)
                .containsExactly(folder.id(), "Below 'Ü' & more");
        assertThat(folders.values())
                .filteredOn(one -> "inbox".equals(one.wellKnownName()))
                .hasSize(1);
        assertThat(folders.values())
                .filteredOn(one -> "sentitems".equals(one.wellKnownName()))
                .hasSize(1);
    }

    @Test
    void makesAFolderOnce() {
        FolderState made = writer.ensureFolder(mailbox, folder.id(), "Made once");
        assertThat(writer.ensureFolder(mailbox, folder.id(), "made ONCE")).isEqualTo(made);
    }

    @Test
    void tellsOfANewFolder() {
        var before = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(mailbox, null);
        String state = before.nextState();
        FolderState made = writer.ensureFolder(mailbox, folder.id(), "Told of " + System.nanoTime());
        // A service may say what changed, or that all is to be listed anew.
        ChangePage<FolderState, FolderId> after = reader.folderChanges(mailbox, state);
        if (after instanceof ChangePage.Changes<FolderState, FolderId> changes) {
            assertThat(changes.present()).extracting(FolderState::id).contains(made.id());
        } else {
            assertThat(after).isInstanceOf(ChangePage.StateExpired.class);
            assertThat(folders()).containsKey(made.id());
        }
    }

    @Test
    void givesBytesAsTheyWentIn() {
        List<byte[]> messages = new ArrayList<>();
        messages.add(mime("plain"));
        messages.add("Subject: =?utf-8?q?=C3=BC?=\r\n\r\n8bit \u00fc\u20ac \ud83d\ude00 in the body\r\n"
                .getBytes(StandardCharsets.UTF_8));
        messages.add(("Subject: long\r\n\r\n" + "x".repeat(5_000) + "\r\n.\r\n..\r\n)\r\n* 1 FETCH\r\n{5}\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        messages.add(large(3_000_000));
        List<ItemId> ids = new ArrayList<>();
        for (byte[] mime : messages) {
            ids.add(created(folder, mime, like(true, FollowUp.NOT_FLAGGED)).id());
        }
        Map<ItemId, Fetched> fetched = fetch(ids.toArray(ItemId[]::new));
        for (int i = 0; i < messages.size(); i++) {
            byte[] expected = messages.get(i);
            assertThat(fetched.get(ids.get(i)))
                    .as("message %d", i)
                    .isInstanceOfSatisfying(
                            Fetched.Bytes.class,
                            bytes -> assertThat(bytes.mime()).isEqualTo(expected));
        }
    }

    private static byte[] large(int size) {
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        Random random = new Random(11);
        while (text.length() < size) {
            for (int i = 0; i < 76; i++) {
                text.append((char) ('0' + random.nextInt(75)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void keepsMarks() {
        MessageState like = like(false, FollowUp.FLAGGED, "Blue", "Red");
        MessageState made = created(folder, mime("marked"), like);
        assertThat(made.read()).isFalse();
        assertThat(made.followUp()).isEqualTo(FollowUp.FLAGGED);
        assertThat(made.categories()).containsExactly("Blue", "Red");
        assertThat(made.folder()).isEqualTo(folder.id());
        if (keepsReceipt()) {
            assertThat(made.receivedAt()).isEqualTo(RECEIVED);
            assertThat(made.draft()).isFalse();
        }
        assertThat(reader.locate(mailbox, List.of(made.id()))).containsExactly(new Located.Present(made.id(), made));
    }

    @Test
    void tellsOfNewMarkedAndDeletedMessagesOnce() {
        MessageState first = create("first");
        MessageState second = create("second");
        var start = drain(folder.id(), null);
        assertThat(start.present()).contains(first, second);
        MessageState third = create("third");
        MessageState marked = writer.mark(mailbox, first.id(), like(false, FollowUp.FLAGGED, "Green"));
        assertThat(marked.read()).isFalse();
        writer.delete(mailbox, second.id());
        writer.delete(mailbox, second.id());
        var after = drain(folder.id(), start.nextState());
        assertThat(after.present()).contains(third, marked);
        assertThat(after.removed()).contains(second.id());
        assertThat(after.present()).extracting(MessageState::id).doesNotContain(second.id());
        var rest = drain(folder.id(), after.nextState());
        assertThat(rest.removed()).isEmpty();
        assertThat(after.present()).containsAll(rest.present()); // Nothing that was not told before.
    }

    @Test
    void aMoveIsToldInBothFolders() {
        FolderState other = writer.ensureFolder(mailbox, folder.id(), "Other");
        byte[] mime = mime("moved " + System.nanoTime());
        MessageState made = created(folder, mime, like(true, FollowUp.NOT_FLAGGED));
        var here = drain(folder.id(), null);
        var there = drain(other.id(), null);
        MessageState moved = writer.move(mailbox, made.id(), other.id());
        assertThat(moved.folder()).isEqualTo(other.id());
        assertThat(bytes(moved.id())).isEqualTo(mime);
        assertThat(drain(folder.id(), here.nextState()).removed()).contains(made.id());
        assertThat(drain(other.id(), there.nextState()).present()).contains(moved);
        Located located = reader.locate(mailbox, List.of(made.id())).getFirst();
        assertThat(located).isIn(new Located.Gone(made.id()), new Located.Present(made.id(), moved));
        assertThat(writer.move(mailbox, moved.id(), other.id()).id()).isEqualTo(moved.id());
    }

    @Test
    void whatIsGoneIsAnOutcomeAmongOthers() {
        MessageState made = create("stays");
        MessageState doomed = create("goes");
        writer.delete(mailbox, doomed.id());
        Map<ItemId, Fetched> fetched = fetch(doomed.id(), made.id());
        assertThat(fetched.get(doomed.id())).isInstanceOf(Fetched.Gone.class);
        assertThat(fetched.get(made.id())).isInstanceOf(Fetched.Bytes.class);
        assertThat(reader.locate(mailbox, List.of(doomed.id(), made.id())))
                .extracting(Located::id)
                .containsExactly(doomed.id(), made.id());
        assertThat(reader.locate(mailbox, List.of(doomed.id()))).containsExactly(new Located.Gone(doomed.id()));
    }

    @Test
    void readsManyMessagesOfAFolder() {
        FolderState many = writer.ensureFolder(mailbox, folder.id(), "Many");
        Map<ItemId, byte[]> made = new HashMap<>();
        for (int i = 0; i < 45; i++) {
            byte[] mime = mime("number " + i);
            made.put(created(many, mime, like(i % 2 == 0, FollowUp.NOT_FLAGGED)).id(), mime);
        }
        var all = drain(many.id(), null);
        assertThat(all.present()).extracting(MessageState::id).containsExactlyInAnyOrderElementsOf(made.keySet());
        Map<ItemId, Fetched> fetched = fetch(made.keySet().toArray(ItemId[]::new));
        made.forEach((id, mime) -> assertThat(fetched.get(id))
                .isInstanceOfSatisfying(
                        Fetched.Bytes.class, bytes -> assertThat(bytes.mime()).isEqualTo(mime)));
    }

    @Test
    void refusesStatesOfOtherKinds() {
        assertThat(reader.messageChanges(mailbox, folder.id(), "nonsense")).isInstanceOf(ChangePage.StateExpired.class);
        assertThat(reader.folderChanges(mailbox, "nonsense")).isInstanceOf(ChangePage.StateExpired.class);
    }

    @Test
    void tellsOfAFolderThatIsGone() throws Exception {
        FolderState doomed = writer.ensureFolder(mailbox, null, "Doomed");
        MessageState lost = created(doomed, mime("lost"), like(true, FollowUp.NOT_FLAGGED));
        var before = drain(doomed.id(), null);
        deleteFolder("Doomed");
        assertThat(reader.messageChanges(mailbox, doomed.id(), null)).isInstanceOf(ChangePage.FolderGone.class);
        assertThat(reader.messageChanges(mailbox, doomed.id(), before.nextState()))
                .isInstanceOf(ChangePage.FolderGone.class);
        assertThat(folders()).doesNotContainKey(doomed.id());
        assertThat(reader.locate(mailbox, List.of(lost.id()))).containsExactly(new Located.Gone(lost.id()));
        assertThat(fetch(lost.id())).containsOnlyKeys(lost.id()).containsValue(new Fetched.Gone(lost.id()));
    }

    @Test
    void whatIsSentArrivesToTheByteOrIsRefused() {
        String address = "<" + address() + ">\r\n";
        byte[] mime = ("From: " + address + "To: " + address + "Subject: sent\r\n\r\nBytes \u00e9\u00ff\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        MailboxId from = new MailboxId(address());
        if (!sends()) {
            assertThatThrownBy(() -> sender().send(from, mime))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessageContaining("only keeps mail");
            return;
        }
        FolderState inbox = folders().values().stream()
                .filter(one -> "inbox".equals(one.wellKnownName()))
                .findFirst()
                .orElseThrow();
        var before = drain(inbox.id(), null);
        sender().send(from, mime);
        var after = drain(inbox.id(), before.nextState());
        assertThat(after.present()).hasSize(1);
        assertThat(bytes(after.present().getFirst().id())).isEqualTo(mime);
        byte[] others = new String(mime, StandardCharsets.ISO_8859_1)
                .replace("From: " + address, "From: <somebody@else.example>\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> sender().send(from, others)).hasMessageContaining("ErrorSendAsDenied");
    }
}
