package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.connections.ConnectionException.Kind;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// A write whose answer is lost is never repeated and never taken for undone.
@Timeout(120)
class UncertainWriteTest {
    private static final MailboxId ADA = new MailboxId("ada");
    private static final FolderId INBOX = new FolderId("inbox-id");
    private static final byte[] MIME = "Subject: once\r\n\r\nBody\r\n".getBytes(StandardCharsets.UTF_8);
    private static final MessageState LIKE = new MessageState(
            new ItemId("old"),
            INBOX,
            "k0",
            Instant.parse("2026-01-02T03:04:05Z"),
            true,
            false,
            MessageState.FollowUp.NOT_FLAGGED,
            MessageState.Importance.NORMAL,
            List.of());
    private static final String MADE = "{\"id\":\"new\",\"parentFolderId\":\"inbox-id\",\"changeKey\":\"k1\","
            + "\"receivedDateTime\":\"2026-01-02T03:04:05Z\",\"isRead\":true,\"isDraft\":true,"
            + "\"flag\":{\"flagStatus\":\"notFlagged\"},\"importance\":\"normal\",\"categories\":[]}";

    @TempDir
    private Path directory;

    private GraphFixture fixture;
    private MailWriter writer;

    @BeforeEach
    void open() throws Exception {
        fixture = new GraphFixture(directory);
        fixture.connect(ConnectionFunction.REMEDIATE);
        writer = TestMandates.writer(fixture.connections, GraphFixture.CONTOSO);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private long posts() {
        return fixture.server.received().stream()
                .filter(request ->
                        request.method().equals("POST") && request.target().startsWith("/v1.0/users"))
                .count();
    }

    private ConnectionException createFails() {
        return catchThrowableOfType(ConnectionException.class, () -> writer.create(ADA, INBOX, MIME, LIKE));
    }

    /// How the answer to a message's creation can be lost.
    static Stream<Named<ScriptedServer.Answer>> losses() {
        return Stream.of(
                Named.of("reset", ScriptedServer.Answer.resets()),
                Named.of("head only", ScriptedServer.Answer.json(201, MADE).cut(0)),
                Named.of(
                        "cut in the middle",
                        ScriptedServer.Answer.json(201, MADE).cut(40)),
                Named.of("no JSON", ScriptedServer.Answer.json(201, "<html>")),
                Named.of("JSON of something else", ScriptedServer.Answer.json(201, "{\"value\":[]}")),
                Named.of(
                        "without its id",
                        ScriptedServer.Answer.json(201, MADE.replace("\"id\":\"new\"", "\"id\":\"\""))),
                Named.of("empty", ScriptedServer.Answer.json(201, "")),
                Named.of("gateway timeout", ScriptedGraph.error(504, "gatewayTimeout")),
                Named.of("internal error", ScriptedGraph.error(500, "ErrorInternalServerError")),
                Named.of("unavailable without a wait", ScriptedGraph.error(503, "serviceNotAvailable")));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aCreationWhoseAnswerIsLostIsUncertainAndSentOnce(ScriptedServer.Answer loss) {
        fixture.answer((_, _) -> loss);
        ConnectionException lost = createFails();
        assertThat(lost.kind()).as(lost.getMessage()).isEqualTo(Kind.UNCERTAIN);
        assertThat(lost).hasMessageContainingAll("ook in the mailbox");
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void whatWasTurnedAwayIsSentAgainAndMadeOnce() {
        fixture.answer((_, _) ->
                posts() < 3 ? ScriptedGraph.error(429, "TooManyRequests") : ScriptedServer.Answer.json(201, MADE));
        assertThat(writer.create(ADA, INBOX, MIME, LIKE))
                .isInstanceOfSatisfying(
                        MailWriter.Created.Done.class,
                        done -> assertThat(done.state().id()).isEqualTo(new ItemId("new")));
        assertThat(posts()).isEqualTo(3);
    }

    @Test
    void whoIsInterruptedWhileCreatingDoesNotKnow() throws Exception {
        assertThat(brokenOff(Thread::interrupt).kind()).isEqualTo(Kind.UNCERTAIN);
    }

    @Test
    void whoseConnectionIsClosedWhileCreatingDoesNotKnow() throws Exception {
        assertThat(brokenOff(_ -> fixture.connections.close()).kind()).isEqualTo(Kind.UNCERTAIN);
    }

    private interface Break {
        void off(Thread waiter);
    }

    private ConnectionException brokenOff(Break how) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        fixture.server.script(request -> {
            if (request.target().endsWith("/token")) {
                return fixture.graph.token();
            }
            asked.countDown();
            never.await();
            return ScriptedServer.Answer.json(201, MADE);
        });
        AtomicReference<ConnectionException> thrown = new AtomicReference<>();
        Thread waiter = Thread.ofVirtual().start(() -> thrown.set(createFails()));
        asked.await();
        how.off(waiter);
        assertThat(waiter.join(Duration.ofSeconds(60))).as("ended").isTrue();
        return thrown.get();
    }

    @Test
    void marksThatCannotBeSetAreToldAndTheMessageCounts() {
        fixture.answer((method, _) -> method.equals("PATCH")
                ? ScriptedServer.Answer.resets()
                : ScriptedServer.Answer.json(201, MADE.replace("\"isRead\":true", "\"isRead\":false")));
        assertThat(writer.create(ADA, INBOX, MIME, LIKE))
                .isInstanceOfSatisfying(MailWriter.Created.Done.class, done -> {
                    assertThat(done.state().id()).isEqualTo(new ItemId("new"));
                    assertThat(done.caveat()).contains("could not be set");
                });
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void aFolderWhoseAnswerIsLostIsLookedForAndMadeOnce() {
        fixture.answer((method, path) -> {
            if (method.equals("POST")) {
                return ScriptedServer.Answer.resets();
            }
            if (!path.contains("childFolders")) {
                return ScriptedServer.Answer.json(200, "{\"id\":\"root\"}");
            }
            String there = "{\"id\":\"made\",\"displayName\":\"Harbour\",\"parentFolderId\":\"root\"}";
            return ScriptedServer.Answer.json(200, "{\"value\":[" + (posts() == 0 ? "" : there) + "]}");
        });
        FolderState folder = writer.ensureFolder(ADA, null, "Harbour");
        assertThat(folder.id()).isEqualTo(new FolderId("made"));
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotThereAfterwardsMayBeMadeAgain() {
        fixture.answer((method, _) -> method.equals("POST")
                ? ScriptedServer.Answer.resets()
                : ScriptedServer.Answer.json(200, "{\"value\":[]}"));
        ConnectionException failed =
                catchThrowableOfType(ConnectionException.class, () -> writer.ensureFolder(ADA, null, "Harbour"));
        assertThat(failed.kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(posts()).isEqualTo(1);
    }
}
