package org.postern.connections.graph;

import java.util.function.Consumer;
import org.postern.connections.ConnectionException;

/// One operation that someone waits for.
final class Pending {
    /// What the waiting one is given, once.
    sealed interface Outcome {
        record Replied(Reply reply) implements Outcome {}

        /// @param othersFared whether other operations succeeded meanwhile, so that this one's own item is to blame
        record Failed(ConnectionException cause, boolean othersFared) implements Outcome {
            /// The cause, with the stack of who waited.
            ConnectionException rethrown() {
                return new ConnectionException(cause.kind(), String.valueOf(cause.getMessage()), cause);
            }
        }
    }

    private final Operation operation;
    private final Consumer<Outcome> taker;
    private final long askedAt;
    private final long successesBefore;
    private long readyAt;
    private long sentAt;
    private int tries;
    private boolean alone;
    private volatile boolean cancelled;

    Pending(Operation operation, Consumer<Outcome> taker, long now, long successesBefore) {
        this.operation = operation;
        this.taker = taker;
        this.askedAt = now;
        this.readyAt = now;
        this.successesBefore = successesBefore;
    }

    Operation operation() {
        return operation;
    }

    void give(Outcome outcome) {
        taker.accept(outcome);
    }

    boolean travelsAlone() {
        return alone || !operation.batchable();
    }

    /// From now on this operation shares no batch: something in its answer broke one.
    void isolate() {
        alone = true;
    }

    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    void sent(long now) {
        sentAt = now;
        tries++;
    }

    void again(long at) {
        readyAt = at;
    }

    long askedAt() {
        return askedAt;
    }

    long readyAt() {
        return readyAt;
    }

    long sentAt() {
        return sentAt;
    }

    int tries() {
        return tries;
    }

    long successesBefore() {
        return successesBefore;
    }
}
