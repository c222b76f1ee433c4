package org.postern.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Throttling in all guises, and every way in which an answer does not come.
@Timeout(120)
class ThrottlingTest {
    private static final MailboxId ADA = new MailboxId("ada");

    @TempDir
    private Path directory;

    private GraphFixture fixture;
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        fixture = new GraphFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private Map<String, Fetched> fetch(int count) {
        Map<String, Fetched> fetched = new ConcurrentHashMap<>();
        List<ItemId> ids =
                IntStream.range(0, count).mapToObj(i -> new ItemId("m" + i)).toList();
        fixture.reader().fetch(ADA, ids, one -> fetched.put(one.id().value(), one));
        return fetched;
    }

    private static ScriptedServer.Answer mime(String path) {
        return ScriptedServer.Answer.bytes(path.getBytes(StandardCharsets.UTF_8));
    }

    /// Answers with `fault` the first `times` times, then well.
    private void faultFirst(int times, ScriptedServer.Answer fault) {
        var well = fixture.graph.script((_, path) -> mime(path));
        fixture.server.script(request ->
                request.target().startsWith("/v1.0") && calls.getAndIncrement() < times ? fault : well.answer(request));
    }

    private void assertAllFetched(int count) {
        assertThat(fetch(count).values())
                .hasSize(count)
                .allSatisfy(one -> assertThat(one).isInstanceOf(Fetched.Bytes.class));
    }

    @Test
    void waitsAsLongAsAWholeAnswerAsks() {
        faultFirst(1, ScriptedGraph.error(429, "TooManyRequests").with("Retry-After", "1"));
        long start = System.nanoTime();
        assertAllFetched(30);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void waitsAsLongAsAnAnswerInsideABatchAsks() {
        Set<String> throttledOnce = ConcurrentHashMap.newKeySet();
        fixture.answer((_, path) -> path.contains("/m7/") && throttledOnce.add(path)
                ? ScriptedGraph.error(429, "ApplicationThrottled").with("Retry-After", "1")
                : mime(path));
        long start = System.nanoTime();
        assertAllFetched(20);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void survivesThrottlingWithoutRetryAfterAndWithZero() {
        faultFirst(3, ScriptedGraph.error(429, "TooManyRequests"));
        assertAllFetched(5);
        calls.set(0);
        faultFirst(3, ScriptedGraph.error(503, "ErrorServerBusy").with("Retry-After", "0"));
        assertAllFetched(5);
    }

    @Test
    void survivesPassingFaults() {
        for (var fault : List.of(
                ScriptedGraph.error(503, "serviceNotAvailable"),
                ScriptedGraph.error(504, "gatewayTimeout"),
                ScriptedGraph.error(502, ""),
                ScriptedServer.Answer.resets(),
                ScriptedServer.Answer.json(200, "{\"responses\":[{\"id\":\"1\",\"status\":200")
                        .cut(20),
                ScriptedServer.Answer.json(200, "{\"responses\":[{\"id\":\"1\",\"sta"),
                ScriptedServer.Answer.json(200, "[]"),
                ScriptedServer.Answer.json(200, "{\"responses\":[]}"),
                new ScriptedServer.Answer(503, Map.of("Content-Type", "text/html"), new byte[] {60}, -1, 0, false))) {
            calls.set(0);
            faultFirst(2, fault);
            assertAllFetched(7);
        }
    }

    @Test
    void aBatchRefusedAsAWholeIsTakenApart() {
        var well = fixture.graph.script((_, path) -> mime(path));
        fixture.server.script(request ->
                request.target().endsWith("$batch") ? ScriptedGraph.error(400, "BadRequest") : well.answer(request));
        assertAllFetched(5);
    }

    private void reopen(Duration stall, Duration coalesce) throws IOException {
        fixture.close();
        fixture = new GraphFixture(directory.resolve("again"), GraphFixture.limits(stall, coalesce));
    }

    @Test
    void cutsOffAnAnswerThatDripsOrStalls() throws IOException {
        reopen(Duration.ofMillis(400), Duration.ofMillis(5));
        String slow = "{\"responses\":[" + " ".repeat(5_000) + "]}";
        faultFirst(1, ScriptedServer.Answer.json(200, slow).dripping(20)); // Would take 100 s; the limit is 1.6.
        assertAllFetched(3);
        calls.set(0);
        faultFirst(1, ScriptedServer.Answer.json(200, slow).dripping(10_000)); // Stalls; the limit is 0.4 s.
        assertAllFetched(3);
    }

    @Test
    void readsAnswersOfAnyNestingWithinLimits() {
        String deep = "[".repeat(100_000);
        faultFirst(1, ScriptedServer.Answer.json(200, "{\"responses\":[{\"id\":\"1\",\"body\":{\"a\":" + deep));
        assertAllFetched(3);
    }

    @Test
    void oneBodyThatIsNoBase64IsAskedAloneAndTheOthersCome() {
        AtomicInteger batches = new AtomicInteger();
        var well = fixture.graph.script((_, path) -> mime(path));
        fixture.server.script(request -> {
            if (!request.target().endsWith("$batch")) {
                return well.answer(request);
            }
            batches.incrementAndGet();
            return ScriptedGraph.batch(
                    request.body(),
                    (_, path) -> path.contains("/m2/")
                            ? new ScriptedServer.Answer(
                                    200, Map.of(), "\"no base64!\"".getBytes(StandardCharsets.UTF_8), -1, 0, false)
                            : mime(path));
        });
        assertAllFetched(6);
        assertThat(batches.get()).isLessThan(5);
    }

    @Test
    void anItemThatNeverComesWholeFailsByItself() {
        var well = fixture.graph.script((_, path) -> mime(path));
        fixture.server.script(
                request -> request.target().contains("/m2/") || request.body().contains("/m2/")
                        ? ScriptedServer.Answer.bytes(new byte[5_000]).cut(100)
                        : well.answer(request));
        var fetched = fetch(30);
        assertThat(fetched).hasSize(30);
        assertThat(fetched.remove("m2"))
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.permanent()).isFalse());
        assertThat(fetched.values()).allSatisfy(one -> assertThat(one).isInstanceOf(Fetched.Bytes.class));
    }

    @Test
    void aServiceThatIsDownIsNoItemsFault() {
        fixture.answer((_, _) -> ScriptedGraph.error(503, "serviceNotAvailable"));
        assertThatThrownBy(() -> fetch(3))
                .isInstanceOfSatisfying(
                        ConnectionException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.RETRYABLE));
    }

    @Test
    void throttlingBeyondAllPatienceIsSaid() {
        fixture.answer((_, _) -> ScriptedGraph.error(429, "TooManyRequests").with("Retry-After", "600"));
        assertThatThrownBy(() -> fixture.reader().mailboxes())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("throttling")
                .hasMessageContaining("600 s");
    }

    @Test
    void waitingCanBeCancelled() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        fixture.answer((_, _) -> {
            asked.countDown();
            return ScriptedGraph.error(429, "TooManyRequests").with("Retry-After", "40");
        });
        Set<Throwable> thrown = ConcurrentHashMap.newKeySet();
        MailReader reader = fixture.reader();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                reader.mailboxes();
            } catch (ConnectionException e) {
                thrown.add(e);
            }
        });
        asked.await();
        waiter.interrupt();
        assertThat(waiter.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("cancelled"));
    }

    @Test
    void aRefusedTokenIsRenewedOnceWithTheClaimsAskedFor() {
        Set<String> refused = new HashSet<>();
        var well = fixture.graph.script((_, path) -> mime(path));
        // base64 of {"access_token":{"nbf":{"essential":true,"value":"1"}}}
        String claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";
        fixture.server.script(request -> {
            boolean first = request.target().startsWith("/v1.0") && refused.add("once");
            return first
                    ? ScriptedGraph.error(401, "InvalidAuthenticationToken")
                            .with(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + claims + "\"")
                    : well.answer(request);
        });
        assertAllFetched(3);
        assertThat(fixture.graph.tokensGiven()).isEqualTo(2);
        assertThat(fixture.server.received())
                .filteredOn(request -> request.target().endsWith("/token"))
                .extracting(ScriptedServer.Received::body)
                .last()
                .asString()
                .contains("claims=%7B%22access_token%22");
    }

    @Test
    void aTokenRefusedAgainAndAgainIsSaid() {
        fixture.answer((_, _) -> ScriptedGraph.error(401, "InvalidAuthenticationToken"));
        assertThatThrownBy(() -> fetch(2))
                .isInstanceOfSatisfying(
                        ConnectionException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectionException.Kind.PERMANENT))
                .hasMessageContaining("refuses the token");
    }

    @Test
    void manyThreadsAskForOneToken() throws Exception {
        reopen(Duration.ofSeconds(60), Duration.ofMillis(300)); // Time enough for all to come together.
        fixture.answer((_, path) -> mime(path));
        MailReader reader = fixture.reader();
        List<Thread> threads = IntStream.range(0, 30)
                .mapToObj(i -> Thread.ofVirtual()
                        .start(() -> reader.fetch(new MailboxId("u" + i), List.of(new ItemId("m")), _ -> {})))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(fixture.graph.tokensGiven()).isEqualTo(1);
        assertThat(fixture.graphRequests()).isLessThan(12);
    }
}
