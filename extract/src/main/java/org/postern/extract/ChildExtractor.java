package org.postern.extract;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.extract.Extraction.NotExtracted;
import org.postern.extract.Extraction.Reason;

/// Keeps one child process: started when first needed, stopped when idle, killed when a document takes too long, and
/// replaced after that.
///
/// One document at a time: a second caller waits. A process reads documents of one owner alone, because a document may
/// have taken it over; when owners take turns, each keeps it for a while, since starting one takes a second.
public final class ChildExtractor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ChildExtractor.class.getName());
    private static final long KEPT_NANOS = 10_000_000_000L;
    private static final long LET_GO_NANOS = 100_000_000L;

    private final ExtractorProgram program;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Condition used = turn.newCondition();
    private final ScheduledExecutorService clock;
    private @Nullable Child child; // Guarded by turn, as all below.
    private String owner = "";
    private long ownedSince;
    private long lastUse;
    private @Nullable ScheduledFuture<?> stopping;
    private boolean closed;

    public ChildExtractor(ExtractorProgram program) {
        this.program = program;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("extract-clock").daemon().factory());
    }

    /// For documents of one owner, such as a tenant.
    public TextExtractor forOwner(String name) {
        return document -> extract(name, document);
    }

    private Extraction extract(String asking, Document document) {
        if (document.bytes().length > Document.MAX_BYTES) {
            return new NotExtracted(Reason.TOO_LARGE, document.bytes().length + " bytes");
        }
        turn.lock();
        try {
            takeOver(asking);
            if (closed) {
                return new NotExtracted(Reason.UNAVAILABLE, "this extractor was closed");
            }
            return ask(document);
        } finally {
            lastUse = System.nanoTime();
            used.signalAll();
            turn.unlock();
        }
    }

    private void takeOver(String asking) {
        while (!closed && child != null && !owner.equals(asking) && isKept()) {
            try {
                long left = used.awaitNanos(LET_GO_NANOS);
                LOG.log(System.Logger.Level.TRACE, "{0} ns were left of the wait", left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        if (!owner.equals(asking)) {
            stop();
            owner = asking;
            ownedSince = System.nanoTime();
        }
    }

    private boolean isKept() {
        long now = System.nanoTime();
        return now - ownedSince < KEPT_NANOS && now - lastUse < LET_GO_NANOS;
    }

    private Extraction ask(Document document) {
        cancelStopping();
        Extraction answer = askOnce(document);
        // A process that ended between two documents, as when someone killed it, is not this document's fault.
        if (answer instanceof NotExtracted(Reason reason, var _) && reason == Reason.CRASHED) {
            answer = askOnce(document);
        }
        if (child != null) {
            stopping = clock.schedule(this::stopIdle, program.idle().toMillis(), TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    private Extraction askOnce(Document document) {
        Child running = child;
        if (running == null) {
            Optional<Child> started = Child.start(program);
            if (started.isEmpty()) {
                return new NotExtracted(Reason.UNAVAILABLE, program.java() + " could not be started");
            }
            running = started.get();
            child = running;
        }
        Child asked = running;
        ScheduledFuture<?> limit =
                clock.schedule(asked::giveUp, program.perDocument().toMillis(), TimeUnit.MILLISECONDS);
        Extraction answer = asked.ask(document);
        limit.cancel(false);
        if (!asked.isUsable()) {
            asked.stop();
            child = null;
        }
        return answer;
    }

    private void cancelStopping() {
        if (stopping != null) {
            stopping.cancel(false);
            stopping = null;
        }
    }

    private void stopIdle() {
        if (turn.tryLock()) { // Else it is not idle.
            try {
                if (stopping != null) {
                    stop();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private void stop() {
        if (child != null) {
            child.stop();
            child = null;
        }
    }

    /// The child's process id while there is one, for tests and status.
    Optional<Long> pid() {
        turn.lock();
        try {
            return Optional.ofNullable(child).map(Child::pid);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            cancelStopping();
            stop();
        } finally {
            turn.unlock();
        }
        clock.shutdownNow();
    }
}
