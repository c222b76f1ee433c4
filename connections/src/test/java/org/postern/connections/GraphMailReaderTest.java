package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.Located;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

@Timeout(120)
class GraphMailReaderTest {
    private static final MailboxId ADA = new MailboxId("ada");
    private static final FolderId INBOX = new FolderId("inbox-id");

    @TempDir
    private Path directory;

    private GraphFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new GraphFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private static String message(String id) {
        return "{\"id\":\"" + id + "\",\"parentFolderId\":\"inbox-id\",\"changeKey\":\"k1\","
                + "\"receivedDateTime\":\"2026-01-02T03:04:05Z\",\"isRead\":true,\"isDraft\":false,"
                + "\"flag\":{\"flagStatus\":\"flagged\"},\"importance\":\"high\",\"categories\":[\"Blue\",\"Red\"]}";
    }

    private ScriptedServer.Answer page(String values, String link, String path) {
        return ScriptedServer.Answer.json(
                200, "{\"value\":[" + values + "],\"" + link + "\":\"" + fixture.server.uri() + path + "\"}");
    }

    @Test
    void listsTheMailboxesOfAllPagesWithoutGuestsAndUsersWithoutMail() {
        fixture.answer((_, path) -> path.contains("$skiptoken")
                ? ScriptedServer.Answer.json(
                        200,
                        "{\"value\":[{\"id\":\"u3\",\"mail\":\"c@x.example\",\"displayName\":\"C\"},"
                                + "{\"id\":\"g\",\"mail\":\"g@y.example\",\"displayName\":\"G\",\"userType\":\"Guest\"}]}")
                : page(
                        "{\"id\":\"u1\",\"mail\":\"a@x.example\",\"displayName\":\"A\"},"
                                + "{\"id\":\"u2\",\"mail\":null,\"displayName\":\"B\"}",
                        "@odata.nextLink",
                        "/v1.0/users?$skiptoken=2"));
        assertThat(fixture.reader().mailboxes())
                .extracting(MailReader.RemoteMailbox::address)
                .containsExactly("a@x.example", "c@x.example");
    }

    @Test
    void readsMessagesAndGoesOnFromTheStateThroughAnEmptyPage() {
        fixture.answer((_, path) -> {
            if (path.contains("$deltatoken")) {
                return page(
                        "{\"id\":\"m1\",\"@removed\":{\"reason\":\"deleted\"}}",
                        "@odata.deltaLink",
                        "/v1.0/users/ada/x?$deltatoken=9");
            }
            return path.contains("$skiptoken")
                    ? page("", "@odata.deltaLink", "/v1.0/users/ada/mailFolders/inbox-id/messages/delta?$deltatoken=8")
                    : page(message("m1") + "," + message("m1"), "@odata.nextLink", "/v1.0/users/ada/x?$skiptoken=7");
        });
        var first = changes(fixture.reader().messageChanges(ADA, INBOX, null));
        assertThat(first.last()).isFalse();
        assertThat(first.present()).hasSize(1); // The item came twice.
        MessageState state = first.present().getFirst();
        assertThat(state.followUp()).isEqualTo(MessageState.FollowUp.FLAGGED);
        assertThat(state.importance()).isEqualTo(MessageState.Importance.HIGH);
        assertThat(state.categories()).containsExactly("Blue", "Red");
        assertThat(state.receivedAt()).hasToString("2026-01-02T03:04:05Z");
        var empty = changes(fixture.reader().messageChanges(ADA, INBOX, first.nextState()));
        assertThat(empty.present()).isEmpty();
        assertThat(empty.last()).isTrue();
        assertThat(empty.nextState()).doesNotContain("localhost"); // Hosts are never taken from a state.
        var later = changes(fixture.reader().messageChanges(ADA, INBOX, empty.nextState()));
        assertThat(later.removed()).containsExactly(new ItemId("m1"));
    }

    private static ChangePage.Changes<MessageState, ItemId> changes(ChangePage<MessageState, ItemId> page) {
        assertThat(page).isInstanceOf(ChangePage.Changes.class);
        return (ChangePage.Changes<MessageState, ItemId>) page;
    }

    @Test
    void completesWhatADeltaGivesInPart() {
        fixture.answer((_, path) -> path.contains("/delta")
                ? page(
                        "{\"id\":\"m1\",\"isRead\":true},{\"id\":\"m2\",\"isRead\":true}",
                        "@odata.deltaLink",
                        "/v1.0/users/ada/x?$deltatoken=1")
                : path.contains("/m1?")
                        ? ScriptedServer.Answer.json(200, message("m1"))
                        : ScriptedGraph.error(404, "ErrorItemNotFound"));
        var page = changes(fixture.reader().messageChanges(ADA, INBOX, null));
        assertThat(page.present()).extracting(MessageState::id).containsExactly(new ItemId("m1"));
        assertThat(page.removed()).containsExactly(new ItemId("m2"));
    }

    @Test
    void tellsALostStateAndALostFolderApart() {
        for (var lost : List.of(
                ScriptedGraph.error(410, "resyncRequired"),
                ScriptedGraph.error(410, ""),
                ScriptedGraph.error(400, "SyncStateNotFound"),
                ScriptedGraph.error(404, "syncStateNotFound"))) {
            fixture.answer((_, _) -> lost);
            assertThat(fixture.reader().messageChanges(ADA, INBOX, "/users/ada/x?$deltatoken=1"))
                    .isInstanceOf(ChangePage.StateExpired.class);
        }
        fixture.answer((_, _) -> ScriptedGraph.error(404, "ErrorItemNotFound"));
        assertThat(fixture.reader().messageChanges(ADA, INBOX, null)).isInstanceOf(ChangePage.FolderGone.class);
        fixture.answer((_, _) -> ScriptedGraph.error(404, "MailboxNotEnabledForRESTAPI"));
        assertThatThrownBy(() -> fixture.reader().messageChanges(ADA, INBOX, null))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("licence");
    }

    @Test
    void followsNoLinkToAnotherHost() throws IOException {
        try (ScriptedServer thief = new ScriptedServer()) {
            fixture.answer((_, _) -> ScriptedServer.Answer.json(
                    200, "{\"value\":[],\"@odata.nextLink\":\"" + thief.uri() + "/v1.0/users/ada/x?$skiptoken=1\"}"));
            assertThatThrownBy(() -> fixture.reader().messageChanges(ADA, INBOX, null))
                    .isInstanceOfSatisfying(
                            ConnectionException.class,
                            e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.PERMANENT))
                    .hasMessageContaining("leads elsewhere");
            assertThatThrownBy(() -> fixture.reader().mailboxes()).hasMessageContaining("leads elsewhere");
            assertThat(thief.received()).isEmpty();
        }
    }

    @Test
    void refusesStatesThatItDidNotGive() {
        for (String forged :
                List.of("https://evil.example/v1.0/users/a", "//evil.example/", "@evil.example/", "/users/../x")) {
            assertThat(fixture.reader().messageChanges(ADA, INBOX, forged)).isInstanceOf(ChangePage.StateExpired.class);
        }
        assertThat(fixture.graphRequests()).isZero();
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (ScriptedServer thief = new ScriptedServer()) {
            fixture.answer(
                    (_, _) -> ScriptedServer.Answer.json(302, "{}").with("Location", thief.uri() + "/v1.0/users"));
            assertThatThrownBy(() -> fixture.reader().mailboxes()).isInstanceOf(ConnectionException.class);
            assertThat(thief.received()).isEmpty();
        }
    }

    @Test
    void namesWellKnownFoldersAndHidesTheRoot() {
        fixture.answer((_, path) -> {
            if (path.contains("/mailFolders/delta")) {
                return page(
                        "{\"id\":\"root-id\",\"displayName\":\"Top\",\"parentFolderId\":\"none\"},"
                                + "{\"id\":\"inbox-id\",\"displayName\":\"Posteingang\",\"parentFolderId\":\"root-id\",\"totalItemCount\":3},"
                                + "{\"id\":\"sub-id\",\"displayName\":\"Sub\",\"parentFolderId\":\"inbox-id\",\"totalItemCount\":0},"
                                + "{\"id\":\"find\",\"@odata.type\":\"#microsoft.graph.mailSearchFolder\",\"displayName\":\"S\"}",
                        "@odata.deltaLink",
                        "/v1.0/users/ada/mailFolders/delta?$deltatoken=1");
            }
            return path.contains("/msgfolderroot")
                    ? ScriptedServer.Answer.json(200, "{\"id\":\"root-id\"}")
                    : path.contains("/inbox")
                            ? ScriptedServer.Answer.json(200, "{\"id\":\"inbox-id\"}")
                            : ScriptedGraph.error(404, "ErrorItemNotFound");
        });
        var page = fixture.reader().folderChanges(ADA, null);
        assertThat(page).isInstanceOf(ChangePage.Changes.class);
        assertThat(((ChangePage.Changes<FolderState, FolderId>) page).present())
                .containsExactly(
                        new FolderState(INBOX, null, "Posteingang", "inbox", 3),
                        new FolderState(new FolderId("sub-id"), INBOX, "Sub", null, 0));
    }

    @Test
    void givesEveryByteOfAMessage() {
        byte[] all = new byte[3_000_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31 + i / 255);
        }
        Map<String, byte[]> messages = Map.of(
                "empty",
                new byte[0],
                "one",
                new byte[] {-1},
                "large",
                all,
                "small",
                "a\r\nb".getBytes(StandardCharsets.UTF_8));
        fixture.answer(
                (_, path) -> ScriptedServer.Answer.bytes(messages.getOrDefault(path.split("/", -1)[4], new byte[0])));
        var fetched = fetch("empty", "one", "large", "small", "large2");
        messages.forEach((id, bytes) -> assertThat(mime(fetched, id)).as(id).isEqualTo(bytes));
        var alone = fetch("large");
        assertThat(Arrays.equals(mime(alone, "large"), all)).isTrue();
    }

    private static byte[] mime(Map<String, Fetched> fetched, String id) {
        return fetched.get(id) instanceof Fetched.Bytes bytes ? bytes.mime() : new byte[] {'n', 'o', 'n', 'e'};
    }

    private Map<String, Fetched> fetch(String... ids) {
        Map<String, Fetched> fetched = new ConcurrentHashMap<>();
        Thread caller = Thread.currentThread();
        fixture.reader().fetch(ADA, Arrays.stream(ids).map(ItemId::new).toList(), one -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(fetched.put(one.id().value(), one)).isNull();
        });
        return fetched;
    }

    @Test
    void oneBadItemStopsNoOther() {
        fixture.answer((_, path) -> {
            if (path.contains("/bad/")) {
                return ScriptedGraph.error(500, "ErrorMimeContentConversionFailed");
            }
            if (path.contains("/corrupt/")) {
                return ScriptedGraph.error(500, "ErrorCorruptData");
            }
            return path.contains("/gone/")
                    ? ScriptedGraph.error(404, "ErrorItemNotFound")
                    : ScriptedServer.Answer.bytes(path.getBytes(StandardCharsets.UTF_8));
        });
        var fetched = fetch("a", "bad", "b", "gone", "corrupt", "c");
        assertThat(fetched).hasSize(6);
        assertThat(fetched.get("bad"))
                .isEqualTo(new Fetched.Failed(new ItemId("bad"), "ErrorMimeContentConversionFailed", "scripted", true));
        assertThat(fetched.get("corrupt")).isInstanceOf(Fetched.Failed.class);
        assertThat(fetched.get("gone")).isEqualTo(new Fetched.Gone(new ItemId("gone")));
        assertThat(fetched.get("c")).isInstanceOf(Fetched.Bytes.class);
        assertThat(fixture.graphRequests()).isEqualTo(1); // Permanent faults are not asked again.
    }

    @Test
    void aMessageAboveTheLimitFailsAloneAndIsNotKept() {
        byte[] huge = new byte[7 << 20];
        fixture.answer((_, path) -> ScriptedServer.Answer.bytes(path.contains("/huge/") ? huge : new byte[] {1}));
        var fetched = fetch("a", "huge", "b");
        assertThat(fetched.get("huge")).isInstanceOfSatisfying(Fetched.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("PosternMessageTooLarge");
            assertThat(failed.permanent()).isTrue();
        });
        assertThat(fetched.get("b")).isInstanceOf(Fetched.Bytes.class);
        assertThat(fetch("huge").get("huge")).isInstanceOf(Fetched.Failed.class);
    }

    @Test
    void aMessageTooLargeToShareABatchIsFetchedAlone(@TempDir Path other) throws IOException {
        fixture.close();
        fixture = new GraphFixture(other, GraphFixture.limits(24 << 20));
        byte[] large = new byte[(17 << 20) + 5];
        new Random(7).nextBytes(large);
        fixture.answer((_, path) -> ScriptedServer.Answer.bytes(path.contains("/large/") ? large : new byte[] {1}));
        var fetched = fetch("a", "large", "b");
        assertThat(fetched.get("large"))
                .isInstanceOfSatisfying(
                        Fetched.Bytes.class, all -> assertThat(all.mime()).isEqualTo(large));
        assertThat(fetched.get("b")).isInstanceOf(Fetched.Bytes.class);
        assertThat(fixture.graphRequests()).isEqualTo(2);
    }

    @Test
    void locatesInOrder() {
        fixture.answer((_, path) -> path.contains("/m3?")
                ? ScriptedGraph.error(404, "ErrorItemNotFound")
                : ScriptedServer.Answer.json(200, message(path.split("[/?]", -1)[4])));
        List<ItemId> ids =
                IntStream.range(0, 45).mapToObj(i -> new ItemId("m" + i)).toList();
        List<Located> located = fixture.reader().locate(ADA, ids);
        assertThat(located).extracting(Located::id).containsExactlyElementsOf(ids);
        assertThat(new ArrayList<>(located)).element(3).isInstanceOf(Located.Gone.class);
        assertThat(fixture.graphRequests()).isEqualTo(3);
    }
}
