package org.postern.console.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.connections.ConnectionFunction.SYNC;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.connections.ConnectionException;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport.Outcome;
import org.postern.connections.Warrant;
import org.postern.console.job.JobWork.Ending;
import org.postern.mail.TenantId;

/// Many replacements in one job: side by side, each on its own, to a result that hides nothing.
@Timeout(60)
class RollWorkTest {
    private final FakeKeys keys = new FakeKeys();
    private final List<JobWork.Step> steps = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private final JobWork.Handle handle = new JobWork.Handle() {
        @Override
        public String jobId() {
            return "j";
        }

        @Override
        public Warrant warrant() {
            return new Warrant("j", "anna", new Warrant.Consent.NotAsked("none"));
        }

        @Override
        public void progress(JobWork.Step step) {
            synchronized (steps) {
                steps.add(step);
            }
        }

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }
    };

    private static TenantId tenant(int number) {
        return new TenantId("t-" + number);
    }

    private RollWork work(int tenants) {
        List<KeyDesk.Place> places = IntStream.range(0, tenants)
                .mapToObj(number -> new KeyDesk.Place(tenant(number), SYNC))
                .toList();
        return new RollWork(keys, places, RollOrder.reestablish("because", true));
    }

    private RollWork.Result succeeded(int tenants) {
        assertThat(work(tenants).run(handle)).isInstanceOf(Ending.Succeeded.class);
        return (RollWork.Result) ((Ending.Succeeded) work(tenants).run(handle)).result();
    }

    @Test
    void allAreDoneSomeAtATimeAndTheProgressTellsIt() {
        for (int number = 0; number < 40; number++) {
            keys.acts.put(FakeKeys.name(tenant(number), SYNC), _ -> {
                Thread.sleep(Duration.ofMillis(5));
                return Outcome.DONE;
            });
        }
        Ending ending = work(40).run(handle);
        RollWork.Result result = (RollWork.Result) ((Ending.Succeeded) ending).result();
        assertThat(result.reestablished()).isEqualTo(40);
        assertThat(result.requests()).isEqualTo(280);
        assertThat(result.failedRequests()).isEqualTo(80);
        assertThat(result.longestGapMilliseconds()).isEqualTo(40);
        assertThat(result.reports()).isEmpty(); // Of so many no whole reports.
        assertThat(keys.mostAtOnce.get()).isBetween(2, 8);
        assertThat(steps).extracting(JobWork.Step::total).containsOnly(40L);
        assertThat(steps).extracting(JobWork.Step::done).contains(40L);
    }

    @Test
    void fewHaveTheirWholeReports() {
        assertThat(succeeded(20).reports()).hasSize(20);
    }

    @Test
    void eachFailureIsARowAndStopsNoOther() {
        keys.acts.put("t-1 SYNC", _ -> {
            throw new ConnectionException(ConnectionException.Kind.PERMANENT, "No network. Check it.");
        });
        keys.acts.put("t-2 SYNC", _ -> {
            throw new IllegalStateException("secret internals");
        });
        keys.acts.put("t-3 SYNC", _ -> Outcome.STOPPED);
        keys.acts.put("t-4 SYNC", _ -> {
            throw new InterruptedException();
        });
        keys.acts.put("t-5 SYNC", _ -> Outcome.DONE_BEFORE);
        Ending ending = work(8).run(handle);
        RollWork.Result result = (RollWork.Result) ((Ending.Warning) ending).result();
        assertThat(result.done()).isEqualTo(4);
        assertThat(result.notDone()).isEqualTo(4);
        assertThat(result.reestablished()).isEqualTo(4);
        assertThat(result.connections().subList(0, 4)) // What needs a look stands first.
                .extracting(RollWork.Row::tenant)
                .containsExactly("t-1", "t-2", "t-3", "t-4");
        assertThat(result.connections()).noneMatch(row -> row.waitingFor().contains("secret internals"));
        assertThat(result.connections().getFirst().waitingFor()).isEqualTo("No network. Check it.");
        assertThat(result.connections())
                .extracting(RollWork.Row::outcome)
                .allSatisfy(word -> assertThat(word).isLowerCase());
    }

    @Test
    void keysThatAreLeftAreAWarning() {
        keys.keysLeft = 1;
        Ending ending = work(1).run(handle);
        assertThat(ending).isInstanceOf(Ending.Warning.class);
        assertThat(((RollWork.Result) ((Ending.Warning) ending).result()).connections())
                .singleElement()
                .satisfies(row -> assertThat(row.keysLeft()).isEqualTo(1));
    }

    @Test
    void aStopInterruptsNoReplacementAndEndsEachAtItsNextStep() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        keys.acts.put("t-0 SYNC", progress -> {
            begun.countDown();
            go.await();
            progress.accept("ADDED"); // Throws, as the job is to stop.
            return Outcome.DONE;
        });
        Ending[] ended = new Ending[1];
        Thread job = Thread.startVirtualThread(() -> ended[0] = work(1).run(handle));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        cancelled.set(true);
        job.interrupt();
        assertThat(job.join(Duration.ofMillis(100))).isFalse();
        go.countDown();
        assertThat(job.join(Duration.ofSeconds(30))).isTrue();
        RollWork.Result result = (RollWork.Result) ((Ending.Cancelled) ended[0]).result();
        assertThat(result.connections())
                .singleElement()
                .satisfies(row -> assertThat(row.waitingFor()).contains("stopped between two steps"));
    }
}
