package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.Anchoring;
import org.postern.connections.Ledger.Verification;
import org.postern.connections.LedgerEvidence.Anchored;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// Checkpoints on their way to a folder and to a witness over real HTTP.
class AnchorsTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private FileLedger ledger;

    @SuppressWarnings("NullAway.Init")
    private Witness witness;

    @BeforeEach
    void open() throws IOException {
        ledger = FileLedger.open(directory.resolve("ledger.jsonl"), CONTOSO, KEYS, CLOCK);
        witness = new Witness(ledger.verifierKey());
        fill(5);
    }

    @AfterEach
    void close() {
        witness.close();
        ledger.close();
    }

    private void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            ledger.append("request", "sync", Map.of("i", Integer.toString(i)));
        }
    }

    private static Anchors anchors(Anchoring.Place... places) {
        return new Anchors(new Anchoring(List.of(places), Duration.ofHours(1)), CLOCK, Duration.ofMillis(5));
    }

    private Path folder() throws IOException {
        return Files.createDirectories(directory.resolve("customer"));
    }

    private Anchored anchored(Anchors anchors) {
        return anchors.of(CONTOSO).getFirst();
    }

    /// A turn that comes while the one before is ending is left out, so it is asked for until it is done.
    private void awaitAnchored(Anchors anchors, FileLedger anchored, Predicate<Anchored> state)
            throws InterruptedException {
        await(() -> {
            anchors.anchor(anchored);
            return state.test(anchored(anchors));
        });
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as("within half a minute").isTrue();
    }

    @Test
    void aFolderGathersCheckpointsThatContinueEachOther() throws Exception {
        Path folder = folder();
        try (Anchors anchors = anchors(new Anchoring.Place.Folder(folder))) {
            awaitAnchored(anchors, ledger, state -> state.size() == 5);
            fill(3);
            awaitAnchored(anchors, ledger, state -> state.size() == 8);
        }
        Path mine = folder.resolve("contoso");
        assertThat(mine.resolve("log.vkey")).content().isEqualTo(ledger.verifierKey() + "\n");
        assertThat(Checkpoint.read(mine.resolve("000000000005.checkpoint"), ledger.verifierKey()))
                .isPresent();
        assertThat(mine.resolve("000000000008.growth"))
                .content()
                .startsWith("old 5\n")
                .endsWith(ledger.checkpoint().note());
    }

    @Test
    void aLedgerThatDoesNotFitItsAnchorIsToldAndNotAnchoredAgain() throws Exception {
        Path folder = folder();
        Path forkFile = Files.createDirectories(directory.resolve("fork")).resolve("ledger.jsonl");
        for (String name : List.of("ledger.p12", "ledger.vkey")) {
            Files.copy(directory.resolve(name), forkFile.resolveSibling(name));
        }
        try (Anchors anchors = anchors(new Anchoring.Place.Folder(folder));
                FileLedger fork = FileLedger.open(forkFile, CONTOSO, KEYS, CLOCK)) {
            awaitAnchored(anchors, ledger, state -> state.size() == 5);
            fork.append("request", "sync", Map.of("i", "written anew"));
            await(() -> {
                anchors.compare(fork);
                return fork.verify() instanceof Verification.Broken;
            });
            awaitAnchored(anchors, fork, state -> state.fault() != null);
        }
        assertThat(folder.resolve("contoso").toFile().list()).hasSize(3);
    }

    @Test
    void aFolderThatIsAwayIsShownNotedOnceAndStopsNothing() throws Exception {
        Path folder = directory.resolve("mounted");
        try (Anchors anchors = anchors(new Anchoring.Place.Folder(folder))) {
            awaitAnchored(anchors, ledger, state -> state.fault() != null);
            assertThat(anchored(anchors).fault()).contains("mounted").contains("is not there");
            Files.createDirectories(folder);
            await(() -> {
                anchors.anchor(ledger);
                return anchored(anchors).fault() == null;
            });
        }
        assertThat(ledger.read(0, 100))
                .filteredOn(entry -> entry.kind().equals("checkpoint.unanchored"))
                .hasSize(1);
    }

    /// As a server does it: by its own clock's turns, and when a ledger is opened.
    @Test
    void aLedgerIsComparedWithItsAnchorWhenOpened() throws Exception {
        Path folder = folder();
        try (Anchors anchors = anchors(new Anchoring.Place.Folder(folder))) {
            awaitAnchored(anchors, ledger, state -> state.size() == 5);
        }
        Path cut = Files.createDirectories(directory.resolve("cut")).resolve("ledger.jsonl");
        Files.write(cut, Files.readAllLines(directory.resolve("ledger.jsonl")).subList(0, 3));
        Files.copy(directory.resolve("ledger.vkey"), cut.resolveSibling("ledger.vkey"));
        Anchoring anchoring = new Anchoring(List.of(new Anchoring.Place.Folder(folder)), Duration.ofHours(1));
        try (Ledgers ledgers = new Ledgers(_ -> cut, KEYS, anchoring, _ -> (_, _) -> {}, CLOCK)) {
            FileLedger opened = ledgers.of(CONTOSO);
            await(() -> opened.verify() instanceof Verification.Broken);
            assertThat(opened.read(3, 1).getFirst().details().get("reason")).contains("3 entries, where 5 were signed");
        }
    }

    @Test
    void aFolderOfAnotherLogIsNotWrittenTo() throws Exception {
        Path mine = Files.createDirectories(folder().resolve("contoso"));
        Files.writeString(mine.resolve("log.vkey"), "postern.example/0/contoso+00000000+AAAA\n");
        try (Anchors anchors = anchors(new Anchoring.Place.Folder(folder()))) {
            awaitAnchored(anchors, ledger, state -> state.fault() != null);
            assertThat(anchored(anchors).fault()).contains("names another log");
        }
        assertThat(mine.toFile().list()).hasSize(1);
    }

    @Test
    void aWitnessSeesTheLogGrowAlsoAfterARestart() throws Exception {
        for (int start = 1; start <= 2; start++) {
            try (Anchors anchors = anchors(witness.place())) {
                for (int round = 1; round <= 2; round++) {
                    fill(4);
                    long size = ledger.entries();
                    awaitAnchored(anchors, ledger, state -> state.size() == size);
                }
            }
        }
        assertThat(witness.sizes).containsExactly(9L, 13L, 17L, 21L);
        assertThat(witness.conflicts.get()).as("it was asked once what it has").isEqualTo(1);
        assertThat(ledger.read(0, 100)).noneMatch(entry -> entry.kind().startsWith("checkpoint"));
    }

    @Test
    void aWitnessThatHoldsMoreShowsThatEntriesAreMissing() throws Exception {
        witness.sizes.add(1_000L);
        try (Anchors anchors = anchors(witness.place())) {
            awaitAnchored(anchors, ledger, state -> state.fault() != null);
            assertThat(anchored(anchors).fault()).contains("1000 entries").contains("missing here");
        }
    }

    @Test
    void aWitnessThatFailsForATimeIsTriedAgain() throws Exception {
        witness.failures.set(2);
        try (Anchors anchors = anchors(witness.place())) {
            awaitAnchored(anchors, ledger, state -> state.size() == 5);
            assertThat(anchored(anchors).fault()).isNull();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        witness.redirect = true;
        try (Anchors anchors = anchors(witness.place())) {
            awaitAnchored(anchors, ledger, state -> state.fault() != null);
            assertThat(anchored(anchors).fault()).contains("307").contains("not followed");
        }
        assertThat(witness.elsewhere.get()).isZero();
    }

    @Test
    void aWebhookIsHttpsOrOfThisMachine() {
        for (String url :
                List.of("http://witness.example/", "ftp://localhost/", "https://u:p@witness.example/", "nothing")) {
            assertThatThrownBy(() -> new Anchoring.Place.Webhook(url))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https");
        }
        assertThat(new Anchoring.Place.Webhook("https://witness.example/{tenant}/add-checkpoint"))
                .isNotNull();
    }

    /// A witness as C2SP tlog-witness describes it, written from there.
    private static final class Witness implements AutoCloseable {
        private final HttpServer server;
        private final VerifierKey key;
        private final List<Long> sizes = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger conflicts = new AtomicInteger();
        private final AtomicInteger elsewhere = new AtomicInteger();
        private volatile boolean redirect;
        private byte[] root = {};

        Witness(VerifierKey key) throws IOException {
            this.key = key;
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/contoso/add-checkpoint", this::add);
            server.createContext("/elsewhere", exchange -> {
                elsewhere.incrementAndGet();
                answer(exchange, 200, "text/plain", "");
            });
            server.start();
        }

        Anchoring.Place place() {
            return new Anchoring.Place.Webhook(
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/{tenant}/add-checkpoint");
        }

        private void add(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (redirect) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                answer(exchange, 307, "text/plain", "");
            } else if (failures.getAndDecrement() > 0) {
                answer(exchange, 503, "text/plain", "later");
            } else {
                judge(exchange, body);
            }
        }

        private void judge(HttpExchange exchange, String body) throws IOException {
            int blank = body.indexOf("\n\n");
            List<String> head = body.substring(0, blank).lines().toList();
            Optional<Checkpoint> sent = Checkpoint.open(body.substring(blank + 2), key);
            long old = Long.parseLong(head.getFirst().substring("old ".length()));
            long known = sizes.isEmpty() ? 0 : sizes.getLast();
            if (sent.isEmpty()) {
                answer(exchange, 403, "text/plain", "");
            } else if (old != known) {
                conflicts.incrementAndGet();
                answer(exchange, 409, "text/x.tlog.size", known + "\n");
            } else {
                List<byte[]> path = new ArrayList<>();
                head.stream().skip(1).map(Base64.getDecoder()::decode).forEach(path::add);
                Checkpoint checkpoint = sent.get();
                boolean grew = Merkle.continues(root, old, checkpoint.root(), checkpoint.size(), path);
                if (grew) {
                    sizes.add(checkpoint.size());
                    root = checkpoint.root();
                }
                answer(exchange, grew ? 200 : 422, "text/plain", "");
            }
        }

        private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
