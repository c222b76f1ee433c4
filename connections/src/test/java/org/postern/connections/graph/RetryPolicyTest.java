package org.postern.connections.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.connections.flow.ByteBudget;
import org.postern.connections.graph.RetryPolicy.Attempt;
import org.postern.connections.graph.RetryPolicy.Decision;
import org.postern.mail.MailboxId;
import tools.jackson.databind.JsonNode;

class RetryPolicyTest {
    private static final long SEED = 20261122;
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final MailboxId ADA = new MailboxId("ada");
    private static final Operation READ = Operation.get("message.state", ADA, "/users/ada/messages/m");
    private static final Operation BYTES = Operation.get("message.bytes", ADA, "/users/ada/messages/m/$value");
    private static final Operation WRITE = Operation.upload("message.create", ADA, "/users/ada/messages", new byte[1]);

    private final RetryPolicy policy = new RetryPolicy(BASE, PATIENCE, new Random(SEED));

    private static Reply reply(int status, String code, @Nullable Duration wait) {
        JsonNode json = GraphJson.MAPPER.readTree("{\"error\":{\"code\":\"" + code + "\",\"message\":\"scripted\"}}");
        return new Reply(status, wait, json, null, ByteBudget.Lease.NONE);
    }

    private static Attempt answered(int status, String code, @Nullable Duration wait) {
        return new Attempt.Answered(reply(status, code, wait));
    }

    private Decision first(Operation operation, Attempt attempt) {
        return policy.decide(operation, attempt, 1, Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 302, 400, 403, 404, 409, 410, 412, 413})
    void whatIsSaidForGoodIsDelivered(int status) {
        for (Operation operation : List.of(READ, WRITE)) {
            assertThat(first(operation, answered(status, "", null))).isInstanceOf(Decision.Deliver.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 424, 500, 502, 503, 504})
    void whatPassesIsReadAgainAndIsUncertainForAWrite(int status) {
        assertThat(first(READ, answered(status, "", null)))
                .isInstanceOfSatisfying(
                        Decision.Again.class,
                        again -> assertThat(again.throttled()).isFalse());
        assertUncertain(first(WRITE, answered(status, "", null)));
    }

    private static void assertUncertain(Decision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.GiveUp.class,
                        given ->
                                assertThat(given.uncertain()).as(given.reason()).isTrue());
    }

    @Test
    void anItemsOwnFaultIsDeliveredThoughItIsA500() {
        for (String code : List.of("ErrorMimeContentConversionFailed", "ERRORCORRUPTDATA", "ErrorItemNotFound")) {
            assertThat(first(READ, answered(500, code, null))).isInstanceOf(Decision.Deliver.class);
            assertThat(first(WRITE, answered(500, code, null))).isInstanceOf(Decision.Deliver.class);
        }
    }

    @Test
    void whatWasTurnedAwayWasNotDoneSoAWriteGoesAgainToo() {
        Duration wait = Duration.ofSeconds(7);
        for (Attempt away : List.of(
                answered(429, "TooManyRequests", wait),
                answered(429, "", wait),
                answered(503, "anything", wait),
                answered(503, "ErrorServerBusy", wait),
                answered(400, "applicationThrottled", wait))) {
            for (Operation operation : List.of(READ, WRITE)) {
                assertThat(first(operation, away)).isEqualTo(new Decision.Again(wait, true));
            }
        }
    }

    @Test
    void aWaitOfNothingIsNoWaitNamedButStillThrottling() {
        assertThat(first(WRITE, answered(503, "", Duration.ZERO)))
                .isInstanceOfSatisfying(Decision.Again.class, again -> {
                    assertThat(again.throttled()).isTrue();
                    assertThat(again.delay()).isBetween(BASE.dividedBy(2), BASE);
                });
    }

    @Test
    void throttlingIsBorneAsLongAsPatienceAndNotByCount() {
        Duration wait = Duration.ofMinutes(5);
        Attempt away = answered(429, "TooManyRequests", wait);
        assertThat(policy.decide(WRITE, away, 1_000, Duration.ofMinutes(10))).isInstanceOf(Decision.Again.class);
        assertThat(policy.decide(WRITE, away, 1, Duration.ofMinutes(10).plusNanos(1)))
                .isInstanceOfSatisfying(Decision.GiveUp.class, given -> {
                    assertThat(given.uncertain()).as("it was never carried out").isFalse();
                    assertThat(given.reason()).contains("throttling", "300 s");
                });
    }

    @Test
    void whatIsLostIsReadAgainAndIsUncertainForAWrite() {
        Attempt lost = new Attempt.Lost("connection reset");
        assertThat(first(READ, lost)).isInstanceOf(Decision.Again.class);
        assertUncertain(first(WRITE, lost));
    }

    @Test
    void whatWasNeverSentGoesAgainEvenAWrite() {
        Attempt unsent = new Attempt.Unsent("connection refused");
        assertThat(first(WRITE, unsent)).isInstanceOf(Decision.Again.class);
        assertThat(policy.decide(WRITE, unsent, 6, Duration.ZERO))
                .isEqualTo(new Decision.GiveUp("connection refused", false));
    }

    @Test
    void waitsDoubleWithJitterUpToAMinuteAndTheSixthTryIsTheLast() {
        Attempt lost = new Attempt.Lost("reset");
        for (int tries = 1; tries < 6; tries++) {
            Duration most = BASE.multipliedBy(1L << (tries - 1));
            for (int i = 0; i < 50; i++) {
                Decision.Again again = (Decision.Again) policy.decide(READ, lost, tries, Duration.ZERO);
                assertThat(again.delay()).as("seed %d try %d", SEED, tries).isBetween(most.dividedBy(2), most);
            }
        }
        assertThat(policy.decide(READ, lost, 6, Duration.ZERO)).isInstanceOf(Decision.GiveUp.class);
        Attempt throttled = answered(429, "", null);
        for (int tries : List.of(9, 17, 64, 65, Integer.MAX_VALUE)) {
            Decision.Again again = (Decision.Again) policy.decide(READ, throttled, tries, Duration.ZERO);
            assertThat(again.delay()).as("try %d", tries).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        }
    }

    @Test
    void aWholeBatchThrottledSlowsNoSingleMailbox() {
        Attempt batch = new Attempt.BatchAnswered(reply(429, "TooManyRequests", Duration.ofSeconds(3)));
        assertThat(first(READ, batch)).isEqualTo(new Decision.Again(Duration.ofSeconds(3), false));
    }

    @Test
    void aMessageWithoutItsBytesIsNoMessage() {
        assertThat(first(BYTES, answered(200, "", null))).isInstanceOf(Decision.Again.class);
        Reply whole = new Reply(200, null, null, new byte[0], ByteBudget.Lease.NONE);
        assertThat(first(BYTES, new Attempt.Answered(whole))).isEqualTo(new Decision.Deliver(whole));
    }
}
