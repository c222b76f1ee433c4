package org.postern.connections.ews;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.flow.BodyBuffer;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Fetches one batch of messages until each has an outcome.
///
/// An item whose MIME content fails can take its whole batch down without saying which it was (exchange.md §6.7): what
/// is left of a batch that breaks twice is asked by halves, and so on, down to the one.
final class FetchBatch {
    private static final int BREAKS_MOST = 2;
    private static final int TRIES_ALONE = 3;

    private final EwsClient client;
    private final ByteBudget budget;
    private final MailboxId mailbox;
    private final Consumer<MessageFetch.Arrived> taker;
    private final AtomicBoolean anyGood;

    /// @param anyGood whether any item of this fetch had an answer of its own, so that a fault is its item's and not
    /// the server's
    FetchBatch(
            EwsClient client,
            ByteBudget budget,
            MailboxId mailbox,
            Consumer<MessageFetch.Arrived> taker,
            AtomicBoolean anyGood) {
        this.client = client;
        this.budget = budget;
        this.mailbox = mailbox;
        this.taker = taker;
        this.anyGood = anyGood;
    }

    void run(List<ItemId> ids) throws InterruptedException {
        List<ItemId> open = new ArrayList<>(ids);
        long start = System.nanoTime();
        int breaks = 0;
        for (int tries = 1; !open.isEmpty(); tries++) {
            int before = open.size();
            EwsRequest request = request(open);
            Attempt attempt = attempt(request, open);
            if (open.isEmpty()) {
                return;
            }
            boolean alone = before == 1;
            boolean broke = !(attempt instanceof Attempt.Answered) && !throttled(attempt);
            breaks += broke ? 1 : 0;
            if (!alone && breaks >= BREAKS_MOST) {
                byHalves(open);
                return;
            }
            tries = open.size() < before ? 0 : tries; // Some came: it goes on.
            Duration spent = Duration.ofNanos(System.nanoTime() - start);
            switch (client.policy().decide(true, attempt, Math.max(tries, 1), spent)) {
                case EwsRetryPolicy.Decision.Deliver() -> {
                    if (!(attempt instanceof Attempt.Answered)) {
                        refused(request, attempt, open);
                        return;
                    }
                    Thread.sleep(client.policy().backOff().after(Math.max(tries, 1)));
                }
                case EwsRetryPolicy.Decision.Again(Duration wait, boolean throttled) -> {
                    if (alone && !throttled && anyGood.get() && tries >= TRIES_ALONE) {
                        failed(open.getFirst(), attempt);
                        return;
                    }
                    Thread.sleep(wait);
                }
                case EwsRetryPolicy.Decision.GiveUp(String reason, boolean _) -> {
                    if (!alone || !anyGood.get() || throttled(attempt)) {
                        throw client.givenUp(request, reason, tries, false);
                    }
                    failed(open.getFirst(), attempt);
                    return;
                }
            }
        }
    }

    private static boolean throttled(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Fault(int _, Status status) -> status.busy();
            case Attempt.Refused refused -> refused.httpStatus() == 503 || refused.httpStatus() == 429;
            case Attempt.Answered(var statuses) -> statuses.stream().anyMatch(Status::busy);
            case Attempt.Unsent _ -> true; // Nothing to do with any item.
            case Attempt.Lost _ -> false;
        };
    }

    /// The half without the one that breaks comes whole.
    private void byHalves(List<ItemId> ids) throws InterruptedException {
        int middle = ids.size() / 2;
        run(List.copyOf(ids.subList(0, middle)));
        run(List.copyOf(ids.subList(middle, ids.size())));
    }

    private EwsRequest request(List<ItemId> ids) {
        return EwsRequest.read(
                "GetItem", "message.bytes", ids.size(), mailbox, Shapes.getItem(Shapes.mime(), List.copyOf(ids)));
    }

    /// Hands on each message as soon as it is whole, and takes it off `open`.
    private Attempt attempt(EwsRequest request, List<ItemId> open) throws InterruptedException {
        List<ItemId> asked = List.copyOf(open);
        Set<ItemId> settled = new HashSet<>();
        BodyBuffer buffer = new BodyBuffer(budget, client.limits().maxMessageBytes());
        try {
            Attempt attempt = client.attempt(request, most(asked.size()), (index, name, xml) -> {
                if (name.equals("Items") && index < asked.size()) {
                    xml.children(_ -> take(asked.get(index), xml, buffer, settled));
                }
            });
            if (attempt instanceof Attempt.Answered(var statuses)) {
                settle(asked, statuses, settled);
            }
            return attempt;
        } finally {
            buffer.clear();
            open.removeAll(settled);
        }
    }

    private long most(int items) {
        return (1L << 20) + (long) items * client.limits().maxMessageBytes() / 3 * 4;
    }

    private void take(ItemId id, SoapReader xml, BodyBuffer buffer, Set<ItemId> settled)
            throws IOException, InterruptedException {
        buffer.clear();
        ItemReader item = ItemReader.read(xml, buffer);
        if (buffer.oversize()) {
            give(tooLarge(id), ByteBudget.Lease.NONE, settled);
        } else if (item.hasMime()) {
            give(new Fetched.Bytes(id, buffer.toBytes()), buffer.lease(), settled);
        }
        buffer.clear();
    }

    private Fetched tooLarge(ItemId id) {
        return new Fetched.Failed(
                id,
                "PosternMessageTooLarge",
                "the message is larger than the " + client.limits().maxMessageBytes() + " bytes that are fetched",
                true);
    }

    private void give(Fetched fetched, ByteBudget.Lease lease, Set<ItemId> settled) {
        anyGood.set(true);
        settled.add(fetched.id());
        taker.accept(new MessageFetch.Arrived.One(fetched, lease));
    }

    private void settle(List<ItemId> asked, List<Status> statuses, Set<ItemId> settled) {
        for (int i = 0; i < asked.size() && i < statuses.size(); i++) {
            ItemId id = asked.get(i);
            Status status = statuses.get(i);
            if (settled.contains(id) || status.passing()) {
                continue;
            }
            if (status.gone()) {
                give(new Fetched.Gone(id), ByteBudget.Lease.NONE, settled);
            } else if (status.denied() || status.mailboxMissing()) {
                throw EwsFaults.refused("Fetching messages of mailbox " + mailbox, status); // So it would be for all.
            } else if (status.good()) {
                give(
                        failure(id, new Status("PosternNoBytes", "the item came without its bytes", null), false),
                        ByteBudget.Lease.NONE,
                        settled);
            } else {
                give(failure(id, status, status.ofTheItem()), ByteBudget.Lease.NONE, settled);
            }
        }
    }

    private static Fetched failure(ItemId id, Status status, boolean permanent) {
        return new Fetched.Failed(id, status.code(), status.text(), permanent);
    }

    /// The whole request was refused: for a batch that may be one item's doing, for one item it is its own.
    private void refused(EwsRequest request, Attempt attempt, List<ItemId> open) throws InterruptedException {
        if (attempt instanceof Attempt.Fault(int _, Status status) && !status.denied() && !status.mailboxMissing()) {
            if (open.size() > 1) {
                byHalves(open);
            } else {
                give(failure(open.getFirst(), status, status.ofTheItem()), ByteBudget.Lease.NONE, new HashSet<>());
            }
            return;
        }
        throw switch (attempt) {
            case Attempt.Fault(int _, Status status) ->
                EwsFaults.refused("Fetching messages of mailbox " + mailbox, status);
            case Attempt.Refused(int http, var _) -> client.refused(request, http);
            case Attempt.Answered _, Attempt.Lost _, Attempt.Unsent _ ->
                new ConnectionException(
                        Kind.RETRYABLE, "Messages of mailbox " + mailbox + " could not be fetched; ask again later.");
        };
    }

    private void failed(ItemId id, Attempt attempt) {
        Status status = switch (attempt) {
            case Attempt.Fault(int _, Status said) when !said.code().isEmpty() -> said;
            case Attempt.Answered(var statuses) -> statuses.getFirst();
            case Attempt.Fault _, Attempt.Refused _, Attempt.Lost _, Attempt.Unsent _ ->
                new Status("PosternNoUsableAnswer", "the server gives no usable answer for it: " + attempt, null);
        };
        give(failure(id, status, status.ofTheItem()), ByteBudget.Lease.NONE, new HashSet<>());
    }
}
