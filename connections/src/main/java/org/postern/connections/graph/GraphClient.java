package org.postern.connections.graph;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionLimits;

/// One connection's client of Graph: asks operations and waits for their replies.
public final class GraphClient implements AutoCloseable {
    private final Dispatcher dispatcher;

    public GraphClient(Courier courier, ConnectionLimits limits, Clock clock, RandomGenerator random) {
        RetryPolicy policy = new RetryPolicy(limits.retryBase(), limits.patience(), random);
        this.dispatcher = new Dispatcher(new Carrier(courier, limits, clock)::carry, policy, limits);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /// Waits for one reply, good or bad; faults of the environment are thrown.
    Reply call(Operation operation) {
        return callAll(List.of(operation)).getFirst();
    }

    /// Waits for the replies to operations asked together, in their order.
    List<Reply> callAll(List<Operation> operations) {
        record Numbered(int index, Pending.Outcome outcome) {}
        BlockingQueue<Numbered> outcomes = new LinkedBlockingQueue<>();
        List<Pending> asked = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            int index = i;
            asked.add(dispatcher.prepare(operations.get(i), outcome -> outcomes.add(new Numbered(index, outcome))));
        }
        Reply[] replies = new Reply[operations.size()];
        try {
            dispatcher.enqueue(asked);
            for (int i = 0; i < replies.length; i++) {
                Numbered next = outcomes.take();
                replies[next.index()] = replied(next.outcome());
            }
        } catch (InterruptedException e) {
            throw interrupted(operations);
        } finally {
            asked.forEach(Pending::cancel);
        }
        return List.of(replies);
    }

    private static Reply replied(Pending.Outcome outcome) {
        return switch (outcome) {
            case Pending.Outcome.Replied(Reply reply) -> reply;
            case Pending.Outcome.Failed failed -> throw failed.rethrown();
        };
    }

    /// What may not be done twice may be under way already, or be sent in this very moment.
    private static ConnectionException interrupted(List<Operation> operations) {
        if (operations.stream().allMatch(Operation::repeatable)) {
            return interrupted();
        }
        Thread.currentThread().interrupt();
        return new ConnectionException(
                Kind.UNCERTAIN,
                "Waiting for the mail service was cancelled while it was changing something. It may have been carried"
                        + " out or not: look in the mailbox before doing it again.");
    }

    static ConnectionException interrupted() {
        Thread.currentThread().interrupt();
        return new ConnectionException(
                Kind.RETRYABLE, "Waiting for the mail service was cancelled; it can be asked again.");
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
