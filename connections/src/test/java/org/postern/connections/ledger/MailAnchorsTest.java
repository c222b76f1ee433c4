package org.postern.connections.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger.Entry;
import org.postern.connections.LedgerEvidence.Anchored;
import org.postern.connections.MailAnchor;
import org.postern.connections.MailSender;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// Checkpoints on their way into a customer's mailbox, by a post office that we play.
@Timeout(120)
class MailAnchorsTest {
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final MailAnchor THERE = new MailAnchor("security@customer.example", "postern@customer.example");
    private static final MailAnchor ELSEWHERE = new MailAnchor("other@customer.example", "postern@customer.example");
    private static final LogKeys KEYS = new LogKeys(
            new StretchedPassphrase("a passphrase"::toCharArray, 1_000, new SecureRandom()), new SecureRandom());

    @TempDir
    private Path directory;

    private volatile Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException trouble;

    @SuppressWarnings("NullAway.Init")
    private FileLedger ledger;

    @SuppressWarnings("NullAway.Init")
    private MailAnchors mails;

    @BeforeEach
    void open() {
        ledger = FileLedger.open(directory.resolve("ledger.jsonl"), CONTOSO, KEYS, clock);
        mails = new MailAnchors(_ -> post(), clock);
    }

    @AfterEach
    void close() {
        mails.close();
        ledger.close();
    }

    private MailSender post() {
        return (from, mime) -> {
            RuntimeException now = trouble;
            if (now != null) {
                throw now;
            }
            assertThat(from.value()).isEqualTo(THERE.from());
            ledger.append("token.requested", "probe", Map.of());
            ledger.append("request", "probe", Map.of());
            sent.add(new String(mime, StandardCharsets.US_ASCII));
        };
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as("within half a minute").isTrue();
    }

    /// As the clock's turn does, until it had its effect: one that comes while the one before ends is left out.
    private void turnUntil(BooleanSupplier effect) throws InterruptedException {
        await(() -> {
            mails.sendWhenDue(ledger);
            return effect.getAsBoolean();
        });
    }

    private Anchored anchored() {
        return mails.of(ledger).orElseThrow();
    }

    private static String header(String mail, String name) {
        return mail.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }

    /// What a person saves: the attachment of that ending.
    private static Optional<String> attachment(String mail, String ending) {
        return Arrays.stream(mail.split("\r\n--postern-"))
                .filter(part -> part.contains("filename=\"contoso-") && part.contains(ending + "\""))
                .map(part -> part.substring(part.indexOf("\r\n\r\n") + 4))
                .map(body -> new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8))
                .findFirst();
    }

    @Test
    void aMailBringsTheNoteToTheByteAndSaysWhatItIs() throws Exception {
        ledger.append("connection.registered", "administrator", Map.of());
        mails.set(ledger, THERE);
        await(() -> anchored().at() != null);
        String mail = sent.getFirst();
        assertThat(header(mail, "To")).isEqualTo("<security@customer.example>");
        assertThat(header(mail, "From")).isEqualTo("<postern@customer.example>");
        assertThat(header(mail, "Subject")).contains("contoso", "2 entries");
        assertThat(header(mail, "Date")).isEqualTo("Wed, 4 Mar 2026 05:06:07 +0000");
        assertThat(mail)
                .contains("Keep it as it is")
                .contains(ledger.verifierKey().toString());
        assertThat(mail.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
        assertThat(mail.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(300));
        String note = attachment(mail, ".note").orElseThrow();
        Checkpoint checkpoint = Checkpoint.open(note, ledger.verifierKey()).orElseThrow();
        assertThat(checkpoint.size()).isEqualTo(2);
        assertThat(attachment(mail, ".growth")).isEmpty();
        assertThat(anchored()).isEqualTo(new Anchored("mail to security@customer.example", 2, now, null));
    }

    @Test
    void theNextShowsThatItContinuesTheOneBefore() throws Exception {
        mails.set(ledger, THERE);
        await(() -> anchored().at() != null);
        ledger.append("key.created", "administrator", Map.of());
        now = now.plus(Duration.ofHours(1));
        turnUntil(() -> sent.size() == 2);
        String growth = attachment(sent.getLast(), ".growth").orElseThrow();
        List<String> head = growth.lines().takeWhile(line -> !line.isEmpty()).toList();
        assertThat(head.getFirst()).isEqualTo("old 1");
        List<byte[]> path = new ArrayList<>();
        head.stream().skip(1).map(Base64.getDecoder()::decode).forEach(path::add);
        VerifierKey key = ledger.verifierKey();
        Checkpoint first = Checkpoint.open(attachment(sent.getFirst(), ".note").orElseThrow(), key)
                .orElseThrow();
        Checkpoint second = Checkpoint.open(growth.substring(growth.indexOf("\n\n") + 2), key)
                .orElseThrow();
        assertThat(Merkle.continues(first.root(), 1, second.root(), second.size(), path))
                .isTrue();
    }

    @Test
    void aBurstOfActsIsOneMailAndItsOwnSendingNone() throws Exception {
        mails.set(ledger, THERE);
        await(() -> anchored().at() != null);
        now = now.plus(Duration.ofHours(3));
        for (int i = 0; i < 50; i++) {
            ledger.append("key.created", "administrator", Map.of());
            now = now.plus(Duration.ofSeconds(2));
            mails.sendWhenDue(ledger);
        }
        assertThat(sent).hasSize(1);
        now = now.plus(MailState.SETTLE);
        turnUntil(() -> sent.size() == 2);
        for (int minute = 0; minute < 600; minute++) {
            now = now.plus(Duration.ofMinutes(1));
            mails.sendWhenDue(ledger);
        }
        Thread.sleep(20);
        assertThat(sent).as("ten hours without an act").hasSize(2);
        now = now.plus(Duration.ofHours(14));
        turnUntil(() -> sent.size() == 3);
    }

    @Test
    void aFailureIsToldOnceTriedAgainAndKeepsNobodyWaiting() throws Exception {
        trouble = new ConnectionException(Kind.PERMANENT, "Sending to security@customer.example is not allowed.");
        mails.set(ledger, THERE);
        await(() -> anchored().fault() != null);
        assertThat(anchored().fault()).contains("not allowed");
        for (int i = 0; i < 5; i++) {
            now = now.plus(Duration.ofHours(7));
            Instant tried = now;
            turnUntil(() -> MailState.read(ledger.beside(".mail")).tryAfter() != null
                    && tried.isBefore(java.util.Objects.requireNonNull(
                            MailState.read(ledger.beside(".mail")).tryAfter())));
        }
        List<Entry> told = ledger.read(0, 100).stream()
                .filter(entry -> entry.kind().equals("checkpoint.unanchored"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().details().toString())
                .contains("the addressee")
                .doesNotContain("security@");
        trouble = null;
        now = now.plus(Duration.ofHours(7));
        turnUntil(() -> sent.size() == 1);
        await(() -> anchored().fault() == null);
    }

    @Test
    void whereItGoesIsInTheLedgerAndTheOneLeftOutIsTold() throws Exception {
        mails.set(ledger, THERE);
        await(() -> anchored().at() != null);
        mails.set(ledger, ELSEWHERE);
        turnUntil(() -> sent.size() == 3);
        assertThat(sent.subList(1, 3))
                .anySatisfy(mail -> {
                    assertThat(header(mail, "To")).isEqualTo("<other@customer.example>");
                    assertThat(header(mail, "Subject")).doesNotContain("LAST");
                })
                .anySatisfy(mail -> {
                    assertThat(header(mail, "To")).isEqualTo("<security@customer.example>");
                    assertThat(header(mail, "Subject")).startsWith("LAST");
                    assertThat(mail).contains("THIS IS THE LAST ONE");
                });
        mails.set(ledger, null);
        turnUntil(() -> sent.size() == 4);
        assertThat(header(sent.getLast(), "To")).isEqualTo("<other@customer.example>");
        assertThat(mails.of(ledger)).isEmpty();
        List<Entry> noted = ledger.read(0, 100).stream()
                .filter(entry -> entry.kind().startsWith("anchor."))
                .toList();
        assertThat(noted).extracting(Entry::kind).containsExactly("anchor.set", "anchor.set", "anchor.removed");
        assertThat(noted.getFirst().details()).containsEntry("to", MailAnchors.digest("SECURITY@customer.example"));
        assertThat(noted.toString()).doesNotContain("customer.example");
    }

    @Test
    void isKnownAgainAfterAStart() throws Exception {
        mails.set(ledger, THERE);
        await(() -> anchored().at() != null);
        Anchored before = anchored();
        mails.close();
        mails = new MailAnchors(_ -> post(), clock);
        assertThat(anchored()).isEqualTo(before);
    }

    /// The server stops while a mail waits for the network: that is no failure of the anchor.
    @Test
    void aStopIsNoFailure() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        mails.close();
        mails = new MailAnchors(
                _ -> (_, _) -> {
                    waiting.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new ConnectionException(Kind.UNCERTAIN, "cancelled");
                    }
                },
                clock);
        mails.set(ledger, THERE);
        waiting.await();
        mails.close();
        assertThat(anchored().fault()).isNull();
        assertThat(ledger.read(0, 10)).extracting(Entry::kind).doesNotContain("checkpoint.unanchored");
    }
}
