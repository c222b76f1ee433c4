package org.postern.connections.graph;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Fetches messages' bytes, a few batches ahead of who takes them.
final class MessageFetch {
    /// Asked and not yet taken, per call: enough to fill one batch while another is on its way.
    private static final int AHEAD = 40;

    private final GraphClient client;

    MessageFetch(GraphClient client) {
        this.client = client;
    }

    private record Arrived(ItemId id, Pending.Outcome outcome) {}

    void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        Queue<ItemId> left = new ArrayDeque<>(new LinkedHashSet<>(ids));
        Inbox inbox = new Inbox();
        Map<ItemId, Pending> under = new HashMap<>();
        try {
            while (!left.isEmpty() || !under.isEmpty()) {
                ask(mailbox, left, under, inbox);
                Arrived arrived = inbox.take();
                under.remove(arrived.id());
                hand(arrived, sink);
            }
        } catch (InterruptedException e) {
            throw GraphClient.interrupted();
        } finally {
            under.values().forEach(Pending::cancel);
            inbox.close();
        }
    }

    /// Asks for more in whole batches rather than one by one.
    private void ask(MailboxId mailbox, Queue<ItemId> left, Map<ItemId, Pending> under, Inbox inbox) {
        if (left.isEmpty() || under.size() > AHEAD - Carrier.BATCH_MOST) {
            return;
        }
        Map<ItemId, Pending> more = new HashMap<>();
        while (!left.isEmpty() && under.size() + more.size() < AHEAD) {
            ItemId id = left.remove();
            more.put(
                    id,
                    client.dispatcher().prepare(bytes(mailbox, id), outcome -> inbox.put(new Arrived(id, outcome))));
        }
        under.putAll(more);
        client.dispatcher().enqueue(List.copyOf(more.values()));
    }

    private static Operation bytes(MailboxId mailbox, ItemId id) {
        return Operation.get(
                "message.bytes",
                mailbox,
                Operation.user(mailbox) + "/messages/" + Operation.segment(id.value()) + "/$value");
    }

    private static void hand(Arrived arrived, Consumer<Fetched> sink) {
        switch (arrived.outcome()) {
            case Pending.Outcome.Replied(Reply reply) -> {
                try (ByteBudget.Lease _ = reply.lease()) {
                    sink.accept(fetched(arrived.id(), reply));
                }
            }
            case Pending.Outcome.Failed failed -> {
                if (!failed.othersFared() || failed.cause().kind() != Kind.RETRYABLE) {
                    throw failed.rethrown();
                }
                String reason = String.valueOf(failed.cause().getMessage());
                sink.accept(new Fetched.Failed(arrived.id(), "PosternNoUsableAnswer", reason, false));
            }
        }
    }

    private static Fetched fetched(ItemId id, Reply reply) {
        byte[] bytes = reply.bytes();
        if (reply.succeeded() && bytes != null) {
            return new Fetched.Bytes(id, bytes);
        }
        if (reply.succeeded()) {
            return new Fetched.Failed(id, "PosternNoBytes", "Graph answered without the message's bytes", false);
        }
        if (Faults.gone(reply)) {
            return new Fetched.Gone(id);
        }
        if (reply.status() == 403 || Faults.mailboxMissing(reply)) {
            throw Faults.refused("Fetching a message", reply); // Not this message's fault: it would be so for all.
        }
        String code = reply.code().isEmpty() ? "HTTP " + reply.status() : reply.code();
        return new Fetched.Failed(id, code, reply.reason(), true);
    }

    /// What arrived for one call; once the call is over, what still comes gives its memory back at once.
    private static final class Inbox implements AutoCloseable {
        private final LinkedBlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        private volatile boolean over;

        void put(Arrived one) {
            arrived.add(one);
            if (over) {
                drain();
            }
        }

        Arrived take() throws InterruptedException {
            return arrived.take();
        }

        @Override
        public void close() {
            over = true;
            drain();
        }

        private void drain() {
            for (Arrived one = arrived.poll(); one != null; one = arrived.poll()) {
                if (one.outcome() instanceof Pending.Outcome.Replied(Reply reply)) {
                    reply.lease().close();
                }
            }
        }
    }
}
