package org.postern.console.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Warrant;
import org.postern.connections.Warrant.Consent;
import org.postern.console.job.JobWork.Ending;
import org.postern.console.problem.Problem;
import org.postern.console.problem.ProblemException;
import org.postern.console.problem.Problems;
import org.postern.mail.TenantId;
import org.postern.vault.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs jobs, a few at a time, and tells how they stand.
///
/// A job whose kind and mailboxes meet those of one under way is refused. A stop of the server asks all to stop, waits
/// for their safe point, and marks them interrupted.
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int RUNNING_MAX = 4;
    private static final int LIVE_MAX = 200;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private record Live(LiveJob job, JobScope scope) {}

    private final JobTable table;
    private final Clock clock;
    private final RandomGenerator random;
    private final JsonMapper json;
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(RUNNING_MAX, true);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-", 0).factory());

    /// Takes up the record of the process before: what it left unfinished is interrupted.
    public Jobs(Database database, JsonMapper json, Clock clock, RandomGenerator random) {
        this.table = new JobTable(database, json);
        this.clock = clock;
        this.random = random;
        this.json = json;
        int interrupted = table.interruptUnfinished(clock.instant());
        if (interrupted > 0) {
            LOG.warn("{} job(s) were cut off when the server stopped; run them again", interrupted);
        }
    }

    /// A new name for a job, to be noted in a ledger before the job is [#submit]ted.
    public String newId() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Refuses what [#submit] would refuse, so that it can be known before anything is noted.
    public void requireFree(TenantId tenant, JobKind kind, JobScope scope) {
        live.values().stream()
                .filter(other -> {
                    Job job = other.job().job();
                    return job.tenant().equals(tenant)
                            && job.kind() == kind
                            && !job.state().isFinal() // It has said so, and is about to leave.
                            && other.scope().meets(scope);
                })
                .findFirst()
                .ifPresent(other -> {
                    throw busy(other.job().job());
                });
        if (live.size() >= LIVE_MAX) {
            throw new RejectedExecutionException(LIVE_MAX + " jobs wait already; try again when some have ended.");
        }
    }

    private static ProblemException busy(Job running) {
        String kind = running.kind().name().toLowerCase(Locale.ROOT);
        return ProblemException.conflict(
                "A " + kind + " of " + running.subject() + " is under way already.",
                "Wait until job " + running.id() + " has ended, or cancel it.");
    }

    /// What is to be done, and on whose word.
    ///
    /// @param items messages or connections that it touches, as far as they count for a policy
    record Entry(Warrant warrant, TenantId tenant, JobKind kind, String subject, JobScope scope, long items) {
        Job in(JobState state, @Nullable String decidedBy, Instant now) {
            return new Job(
                    warrant.job(),
                    tenant,
                    kind,
                    subject,
                    warrant.orderedBy(),
                    decidedBy,
                    state,
                    now,
                    null,
                    null,
                    JobProgress.NONE,
                    null,
                    null);
        }
    }

    /// Queues work that no policy has a say in.
    public Job submit(String id, TenantId tenant, JobKind kind, String subject, JobScope scope, JobWork work) {
        Warrant warrant = new Warrant(id, Actor.current(), new Consent.NotAsked("none"));
        return submit(new Entry(warrant, tenant, kind, subject, scope, 0), work);
    }

    /// Queues work; it begins as soon as there is a place.
    synchronized Job submit(Entry entry, JobWork work) {
        requireFree(entry.tenant(), entry.kind(), entry.scope());
        Job job = queued(entry);
        LiveJob running = new LiveJob(job, entry.warrant(), table, clock);
        live.put(job.id(), new Live(running, entry.scope()));
        try {
            threads.execute(() -> Actor.as(entry.warrant().orderedBy(), () -> run(running, work)));
        } catch (RejectedExecutionException stopping) {
            live.remove(job.id());
            running.end(job.ended(clock.instant(), JobState.INTERRUPTED, null, null));
            throw stopping;
        }
        return running.job();
    }

    /// A job that waited keeps its row and the time at which it was ordered.
    private Job queued(Entry entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return switch (entry.warrant().consent()) {
            case Consent.NotAsked _ -> {
                Job job = entry.in(JobState.QUEUED, null, now);
                table.insert(job, entry.items());
                yield job;
            }
            case Consent.Given given -> {
                Instant ordered =
                        table.find(entry.warrant().job()).map(Job::requestedAt).orElse(now);
                Job job = entry.in(JobState.QUEUED, given.by(), ordered);
                table.update(job);
                yield job;
            }
        };
    }

    /// Keeps a job whose order waits for a second administrator.
    Job await(String id, Request request, String by, Instant now) {
        Warrant warrant = new Warrant(id, by, new Consent.NotAsked("waiting"));
        Order order = request.order();
        Entry entry =
                new Entry(warrant, request.tenant(), order.kind(), request.subject(), order.scope(), request.items());
        Job waiting = entry.in(JobState.AWAITING_APPROVAL, null, now);
        table.insert(waiting, request.items());
        return waiting;
    }

    List<Job> awaiting() {
        return table.inState(JobState.AWAITING_APPROVAL);
    }

    /// Ends a job that never ran.
    void settle(String id, JobState state, @Nullable String by, Job.Fault why) {
        table.find(id)
                .ifPresent(job -> table.settle(
                        job.decided(by == null ? job.decidedBy() : by).ended(clock.instant(), state, null, why)));
    }

    /// How much one administrator ordered alone since then.
    long itemsAlone(TenantId tenant, String by, Instant since) {
        return table.itemsAlone(tenant, by, since);
    }

    private boolean run(LiveJob job, JobWork work) {
        try {
            Job ended = outcome(job, work);
            LOG.info(
                    "job {} {} of {} in tenant {}: {}",
                    ended.id(),
                    ended.kind(),
                    ended.subject(),
                    ended.tenant(),
                    ended.state());
            job.end(ended);
        } catch (RuntimeException unsaved) {
            LOG.error("The end of job {} could not be saved; it will show as interrupted", job.jobId(), unsaved);
        } finally {
            live.remove(job.jobId());
        }
        return true;
    }

    private Job outcome(LiveJob job, JobWork work) {
        job.attach();
        try {
            places.acquire();
        } catch (InterruptedException stopped) {
            return end(job, job.cancelled() ? job.stopAs() : JobState.INTERRUPTED, null, null);
        }
        try {
            return job.begin() ? ending(job, work.run(job)) : end(job, job.stopAs(), null, null);
        } catch (Exception failure) {
            return failed(job, failure);
        } finally {
            places.release();
            job.detach();
        }
    }

    private Job ending(LiveJob job, Ending ending) {
        return switch (ending) {
            case Ending.Succeeded(var result) -> end(job, JobState.SUCCEEDED, result, null);
            case Ending.Warning(var result) -> end(job, JobState.WARNING, result, null);
            case Ending.Failed(var result, var fault) -> end(job, JobState.FAILED, result, fault);
            case Ending.Cancelled(var result) ->
                end(job, job.cancelled() ? job.stopAs() : JobState.CANCELLED, result, null);
        };
    }

    private Job failed(LiveJob job, Exception failure) {
        if (job.cancelled()) {
            return end(job, job.stopAs(), null, null);
        }
        if (!Problems.isKnown(failure)) {
            LOG.error("job {} met a fault of Postern's own", job.jobId(), failure);
        }
        Problem problem = Problems.of(failure);
        return end(job, JobState.FAILED, null, new Job.Fault(problem.detail(), problem.advice()));
    }

    private Job end(LiveJob job, JobState state, @Nullable Object result, Job.@Nullable Fault fault) {
        job.detach();
        boolean ignored = Thread.interrupted(); // The stop is dealt with; saving the end must not be disturbed by it.
        JsonNode node = result == null ? null : json.valueToTree(result);
        return job.job().ended(clock.instant(), state, node, fault);
    }

    public Optional<Job> find(String id) {
        Live running = live.get(id);
        return running == null ? table.find(id) : Optional.of(running.job().job());
    }

    /// Newest first; `before` is the id of the last job of the page before, null from the newest.
    public List<Job> list(@Nullable TenantId tenant, @Nullable String before, int limit) {
        return table.list(tenant, before, limit).stream()
                .map(job -> Optional.ofNullable(live.get(job.id()))
                        .map(running -> running.job().job())
                        .orElse(job))
                .toList();
    }

    /// The newest job of this kind on this subject.
    public Optional<Job> latest(TenantId tenant, JobKind kind, String subject) {
        return table.latest(tenant, kind, subject).flatMap(job -> find(job.id()));
    }

    /// Asks a job to stop at its next safe point; no effect on one that has ended.
    public void cancel(String id) {
        Live running = live.get(id);
        if (running != null) {
            running.job().stop(JobState.CANCELLED);
        }
    }

    /// Waits until the job is another than `seen`, at most `limit`; then gives it as it is.
    public Optional<Job> awaitChange(Job seen, Duration limit) throws InterruptedException {
        Live running = live.get(seen.id());
        if (running != null) {
            long revision = running.job().revision();
            if (running.job().job().equals(seen)) {
                running.job().awaitChange(revision, limit);
            }
        } else if (seen.state() == JobState.AWAITING_APPROVAL) {
            Thread.sleep(limit.compareTo(LOOK_AGAIN) < 0 ? limit : LOOK_AGAIN); // A person decides: no hurry.
        }
        return find(seen.id());
    }

    /// Stops all jobs at their safe points.
    @Override
    public void close() {
        live.values().forEach(running -> running.job().stop(JobState.INTERRUPTED));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} job(s) did not stop within {} s and are cut off", live.size(), STOP_WAIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
