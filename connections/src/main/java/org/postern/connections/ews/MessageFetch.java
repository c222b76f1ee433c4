package org.postern.connections.ews;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Fetches messages' bytes, a few batches at a time, ahead of who takes them.
final class MessageFetch {
    /// Ten of unknown size at once (exchange.md §3); more of those that are known to be small.
    private static final int BATCH_MOST = 100;

    private static final int BATCH_BYTES = 6 << 20;
    private static final int UNKNOWN_BYTES = BATCH_BYTES / 10;

    private static final int BATCHES_AT_ONCE = 3;

    private final EwsClient client;
    private final ByteBudget budget;
    private final Sizes sizes;

    MessageFetch(EwsClient client, Sizes sizes) {
        this.client = client;
        this.sizes = sizes;
        this.budget = new ByteBudget(client.limits().bytesInFlight());
    }

    /// What a batch hands to who takes: a message with its share of the budget, the batch's end, or its failure.
    sealed interface Arrived {
        record One(Fetched fetched, ByteBudget.Lease lease) implements Arrived {}

        record BatchDone() implements Arrived {}

        record BatchFailed(RuntimeException cause) implements Arrived {}
    }

    void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        if (ids.isEmpty()) {
            return;
        }
        Queue<List<ItemId>> left = batches(new ArrayList<>(new LinkedHashSet<>(ids)));
        BlockingQueue<Arrived> inbox = new LinkedBlockingQueue<>();
        AtomicBoolean anyGood = new AtomicBoolean();
        int running = 0;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            while (!left.isEmpty() || running > 0) {
                while (!left.isEmpty() && running < BATCHES_AT_ONCE) {
                    List<ItemId> batch = left.remove();
                    threads.execute(
                            () -> run(new FetchBatch(client, budget, mailbox, inbox::add, anyGood), batch, inbox));
                    running++;
                }
                running -= hand(inbox.take(), sink);
            }
        } catch (InterruptedException e) {
            throw EwsClient.interrupted(true);
        } finally {
            end(threads, inbox);
        }
    }

    private Queue<List<ItemId>> batches(List<ItemId> ids) {
        Queue<List<ItemId>> batches = new ArrayDeque<>();
        List<ItemId> batch = new ArrayList<>();
        long bytes = 0;
        for (ItemId id : ids) {
            int size = sizes.of(id, UNKNOWN_BYTES);
            if (!batch.isEmpty() && (batch.size() == BATCH_MOST || bytes + size > BATCH_BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(id);
            bytes += size;
        }
        batches.add(batch);
        return batches;
    }

    private static void run(FetchBatch fetch, List<ItemId> batch, BlockingQueue<Arrived> inbox) {
        try {
            fetch.run(batch);
            inbox.add(new Arrived.BatchDone());
        } catch (InterruptedException e) {
            inbox.add(new Arrived.BatchFailed(EwsClient.interrupted(true)));
        } catch (RuntimeException e) {
            inbox.add(new Arrived.BatchFailed(e)); // Also a bug: it is rethrown where someone waits.
        }
    }

    /// @return how many batches ended
    private static int hand(Arrived arrived, Consumer<Fetched> sink) {
        return switch (arrived) {
            case Arrived.One(Fetched fetched, ByteBudget.Lease lease) -> {
                try (lease) {
                    sink.accept(fetched);
                }
                yield 0;
            }
            case Arrived.BatchDone() -> 1;
            case Arrived.BatchFailed(ConnectionException e) ->
                throw new ConnectionException(e.kind(), String.valueOf(e.getMessage()), e);
            case Arrived.BatchFailed(RuntimeException e) -> throw e;
        };
    }

    /// Whoever still runs is stopped, and what nobody takes gives its bytes back.
    private static void end(ExecutorService threads, BlockingQueue<Arrived> inbox) {
        threads.shutdownNow();
        threads.close();
        for (Arrived left = inbox.poll(); left != null; left = inbox.poll()) {
            if (left instanceof Arrived.One one) {
                one.lease().close();
            }
        }
    }
}
