package org.postern.connections.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.flow.ByteBudget;
import org.postern.connections.flow.Lane;
import org.postern.connections.graph.RetryPolicy.Attempt;
import org.postern.mail.MailboxId;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class DispatcherTest {
    private static final int REQUESTS_IN_FLIGHT = 3;
    private static final Carrier.Carried NO_PAUSE = new Carrier.Carried(null);

    private final BlockingQueue<Pending.Outcome> outcomes = new LinkedBlockingQueue<>();
    private @Nullable Dispatcher dispatcher;

    @AfterEach
    void close() {
        if (dispatcher != null) {
            dispatcher.close();
        }
    }

    private Dispatcher over(Dispatcher.Transport transport) {
        ConnectionLimits limits = new ConnectionLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(1),
                REQUESTS_IN_FLIGHT,
                1 << 20,
                1 << 20,
                50,
                Duration.ofMillis(2),
                Duration.ofMinutes(5));
        RetryPolicy policy = new RetryPolicy(limits.retryBase(), limits.patience(), new Random(1));
        Dispatcher made = new Dispatcher(transport, policy, limits);
        dispatcher = made;
        return made;
    }

    private static Operation read(String mailbox, int number) {
        MailboxId id = new MailboxId(mailbox);
        return Operation.get("message.state", id, "/users/" + mailbox + "/messages/" + number);
    }

    private static Operation write(String mailbox) {
        return Operation.upload("message.create", new MailboxId(mailbox), "/users/" + mailbox, new byte[1]);
    }

    private static Attempt answered(int status, @Nullable Duration wait) {
        JsonNode json = GraphJson.MAPPER.createObjectNode();
        return new Attempt.Answered(new Reply(status, wait, json, null, ByteBudget.Lease.NONE));
    }

    private Pending.Outcome outcome() throws InterruptedException {
        Pending.Outcome outcome = outcomes.poll(60, TimeUnit.SECONDS);
        assertThat(outcome).as("an outcome").isNotNull();
        return outcome;
    }

    private static void assertFailed(Pending.Outcome outcome, Kind kind) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Pending.Outcome.Failed.class,
                        failed -> assertThat(failed.cause().kind())
                                .as(failed.cause().getMessage())
                                .isEqualTo(kind));
    }

    @Test
    void whatIsAskedTogetherTravelsInFullBatches() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        Dispatcher all = over((load, settle) -> {
            synchronized (sizes) {
                sizes.add(load.size());
            }
            load.forEach(one -> settle.accept(one, answered(200, null)));
            return NO_PAUSE;
        });
        List<Pending> asked = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            asked.add(all.prepare(read("m" + i, i), outcomes::add));
        }
        all.enqueue(asked);
        for (int i = 0; i < 60; i++) {
            outcome();
        }
        assertThat(sizes).containsExactly(20, 20, 20);
    }

    @Test
    void aThrottledMailboxHoldsUpNoOther() throws Exception {
        CountDownLatch throttled = new CountDownLatch(1);
        Dispatcher all = over((load, settle) -> {
            load.forEach(one -> {
                boolean ada = one.operation().path().startsWith("/users/ada");
                settle.accept(one, ada ? answered(429, Duration.ofSeconds(100)) : answered(200, null));
                if (ada) {
                    throttled.countDown();
                }
            });
            return NO_PAUSE;
        });
        all.enqueue(List.of(all.prepare(read("ada", 1), outcomes::add)));
        throttled.await();
        for (int i = 0; i < 30; i++) {
            all.enqueue(List.of(all.prepare(read("ben", i), outcomes::add)));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(outcome()).isInstanceOf(Pending.Outcome.Replied.class);
        }
        assertThat(outcomes).isEmpty();
        all.close();
        assertFailed(outcome(), Kind.RETRYABLE);
    }

    @Test
    void aPauseOfTheWholeConnectionHoldsAll() throws Exception {
        Duration pause = Duration.ofMillis(300);
        AtomicInteger carried = new AtomicInteger();
        Dispatcher all = over((load, settle) -> {
            load.forEach(one -> settle.accept(one, answered(200, null)));
            return carried.getAndIncrement() == 0 ? new Carrier.Carried(pause) : NO_PAUSE;
        });
        long start = System.nanoTime();
        all.enqueue(List.of(all.prepare(read("ada", 1), outcomes::add)));
        outcome();
        while (carried.get() < 1) {
            Thread.onSpinWait();
        }
        Thread.sleep(50); // The first request's end comes after its outcome.
        all.enqueue(List.of(all.prepare(read("ben", 1), outcomes::add)));
        outcome();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(pause);
    }

    @Test
    void whatIsNoLongerWantedIsNotSent() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<String> sent = new ArrayList<>();
        Dispatcher all = over((load, settle) -> {
            synchronized (sent) {
                load.forEach(one -> sent.add(one.operation().path()));
            }
            go.await();
            load.forEach(one -> settle.accept(one, answered(200, null)));
            return NO_PAUSE;
        });
        // A mailbox has four places: the fifth waits until it is cancelled.
        for (int i = 0; i < 4; i++) {
            all.enqueue(List.of(all.prepare(read("ada", i), outcomes::add)));
        }
        Pending unwanted = all.prepare(read("ada", 99), outcomes::add);
        unwanted.cancel();
        all.enqueue(List.of(unwanted));
        go.countDown();
        for (int i = 0; i < 4; i++) {
            outcome();
        }
        all.enqueue(List.of(all.prepare(read("ada", 5), outcomes::add)));
        outcome();
        synchronized (sent) {
            assertThat(sent).hasSize(5).doesNotContain("/users/ada/messages/99");
        }
    }

    @Test
    void aBugInTheClientReachesWhoWaitsAndAWriteIsUncertainThen() throws Exception {
        Dispatcher all = over((_, _) -> {
            throw new IllegalStateException("a bug");
        });
        all.enqueue(List.of(all.prepare(read("ada", 1), outcomes::add)));
        assertFailed(outcome(), Kind.RETRYABLE);
        all.enqueue(List.of(all.prepare(write("ada"), outcomes::add)));
        assertFailed(outcome(), Kind.UNCERTAIN);
    }

    @Test
    void closingTellsAllWhoWaitAndTakesNoMore() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Dispatcher all = over((_, _) -> {
            under.countDown();
            never.await();
            return NO_PAUSE;
        });
        all.enqueue(List.of(all.prepare(write("ada"), outcomes::add)));
        under.await();
        for (int i = 0; i < 9; i++) {
            all.enqueue(List.of(all.prepare(write("ben"), outcomes::add)));
        }
        all.close();
        int uncertain = 0;
        for (int i = 0; i < 10; i++) {
            uncertain += ((Pending.Outcome.Failed) outcome()).cause().kind() == Kind.UNCERTAIN ? 1 : 0;
        }
        // As many as there are places were sent; of the others it is certain that they were not.
        assertThat(uncertain).isBetween(1, REQUESTS_IN_FLIGHT);
        assertThatThrownBy(() -> all.enqueue(List.of(all.prepare(read("ada", 1), outcomes::add))))
                .isInstanceOf(ConnectionException.class);
    }

    /// Under any mixture of answers, losses, throttling and faults from many threads: each is told exactly once, no
    /// write goes twice after it may have been done, and no limit is passed.
    @Test
    void everyOperationIsToldOnceAndNoLimitIsPassed() throws Exception {
        long seed = Long.getLong("seed", 20261122L);
        Chaos chaos = new Chaos(seed);
        Dispatcher all = over(chaos);
        Map<Integer, AtomicInteger> told = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(8 * 60);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(Thread.ofVirtual().start(() -> {
                Random random = new Random(seed + thread);
                for (int i = 0; i < 60; i++) {
                    int number = thread * 1_000 + i;
                    String mailbox = "m" + random.nextInt(5);
                    Operation operation = random.nextInt(4) == 0 ? write(mailbox) : read(mailbox, number);
                    all.enqueue(List.of(all.prepare(operation, _ -> {
                        told.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
                        left.countDown();
                    })));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(left.await(100, TimeUnit.SECONDS))
                .as("all told, seed %d; %d left", seed, left.getCount())
                .isTrue();
        all.close();
        assertThat(told.values())
                .as("seed %d", seed)
                .hasSize(8 * 60)
                .allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(chaos.broken).as("seed %d", seed).isEmpty();
    }

    /// A service that does anything, and notes where the client does what it must not.
    private static final class Chaos implements Dispatcher.Transport {
        private final Random random;
        private final Map<MailboxId, Integer> underWay = new HashMap<>();
        private final Set<Operation> mayBeDone =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        private final List<String> broken = new ArrayList<>();
        private int requests;

        Chaos(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public Carrier.Carried carry(List<Pending> load, BiConsumer<Pending, Attempt> settle)
                throws InterruptedException {
            Map<MailboxId, Integer> counts = new HashMap<>();
            load.forEach(one -> counts.merge(one.operation().mailbox(), 1, Integer::sum));
            begin(load, counts);
            Thread.sleep(next(3));
            boolean fails = next(12) == 0;
            end(counts);
            for (Pending one : load) {
                if (fails && next(2) == 0) {
                    throw new IllegalStateException("scripted");
                }
                settle.accept(one, attempt(one.operation()));
            }
            return next(40) == 0 ? new Carrier.Carried(Duration.ofMillis(3)) : NO_PAUSE;
        }

        private synchronized int next(int bound) {
            return random.nextInt(bound);
        }

        private synchronized void begin(List<Pending> load, Map<MailboxId, Integer> counts) {
            check(++requests <= REQUESTS_IN_FLIGHT, "requests at once: " + requests);
            check(load.size() <= Carrier.BATCH_MOST, "a batch of " + load.size());
            for (Pending one : load) {
                check(load.size() == 1 || one.operation().batchable(), "a write in a batch");
                check(!mayBeDone.contains(one.operation()), "a write was sent again");
            }
            counts.forEach((mailbox, count) -> {
                int now = underWay.merge(mailbox, Math.min(count, Lane.MOST), Integer::sum);
                check(now <= Lane.MOST, mailbox + " has " + now + " under way");
            });
        }

        private synchronized void end(Map<MailboxId, Integer> counts) {
            requests--;
            counts.forEach((mailbox, count) -> underWay.merge(mailbox, -Math.min(count, Lane.MOST), Integer::sum));
        }

        private void check(boolean holds, String what) {
            if (!holds) {
                broken.add(what);
            }
        }

        private Attempt attempt(Operation operation) {
            return switch (next(10)) {
                case 0 -> answered(429, next(2) == 0 ? null : Duration.ofMillis(next(8)));
                case 1 -> new Attempt.Unsent("scripted");
                case 2 -> {
                    if (!operation.repeatable()) {
                        mayBeDone.add(operation);
                    }
                    yield new Attempt.Lost("scripted");
                }
                case 3 -> answered(404, null);
                default -> answered(200, null);
            };
        }
    }
}
