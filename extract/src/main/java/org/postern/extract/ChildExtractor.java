package org.postern.extract;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.extract.Extraction.NotExtracted;
import org.postern.extract.Extraction.Reason;

/// [TextExtractor] that keeps one child process: started when first needed, stopped when idle, killed when a document
/// takes too long, and replaced after that.
///
/// One document at a time: a second caller waits.
public final class ChildExtractor implements TextExtractor {
    private final ExtractorProgram program;
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService clock;
    private @Nullable Child child; // Guarded by turn, as the two below.
    private @Nullable ScheduledFuture<?> stopping;
    private boolean closed;

    public ChildExtractor(ExtractorProgram program) {
        this.program = program;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("extract-clock").daemon().factory());
    }

    @Override
    public Extraction extract(Document document) {
        if (document.bytes().length > Document.MAX_BYTES) {
            return new NotExtracted(Reason.TOO_LARGE, document.bytes().length + " bytes");
        }
        turn.lock();
        try {
            if (closed) {
                return new NotExtracted(Reason.UNAVAILABLE, "this extractor was closed");
            }
            return ask(document);
        } finally {
            turn.unlock();
        }
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
                return new NotExtracted(
                        Reason.UNAVAILABLE, "the program in " + program.jars() + " could not be started");
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
