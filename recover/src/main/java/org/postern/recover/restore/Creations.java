package org.postern.recover.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailWriter;
import org.postern.connections.MailWriter.Created;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.restore.RestoredTable.CreationKey;
import org.postern.recover.restore.RestoredTable.Row;
import org.postern.recover.restore.RestoredTable.State;
import org.postern.recover.stream.Carrier;
import org.postern.vault.ContentName;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Creates messages under the journal: intents for a group in one transaction, the group a few at once, what came of it
/// in another transaction.
final class Creations {
    private static final int GROUP = 16;
    /// Exchange serves four requests of an application to one mailbox at a time.
    private static final int AT_ONCE = 4;

    private final TenantId tenant;
    private final Vault vault;
    private final RestoredTable journal;
    private final MailWriter writer;
    private final Instant knownUntil;
    private final Outcomes outcomes;
    private final Trouble trouble;
    private final ExecutorService threads;
    private final List<Order> orders = new ArrayList<>();

    Creations(
            TenantId tenant,
            Vault vault,
            RestoredTable journal,
            MailWriter writer,
            Instant knownUntil,
            Outcomes outcomes,
            Trouble trouble,
            ExecutorService threads) {
        this.tenant = tenant;
        this.vault = vault;
        this.journal = journal;
        this.writer = writer;
        this.knownUntil = knownUntil;
        this.outcomes = outcomes;
        this.trouble = trouble;
        this.threads = threads;
    }

    /// One message to create.
    private record Order(Row row, MessageVersion version, ContentName content, FolderId folder, String path) {}

    /// @param key where to, and from what
    /// @param replaces the message to delete once the new one is there
    void add(CreationKey key, MessageVersion version, String path, @Nullable ItemId replaces) {
        String messageId = version.messageId().length() > 1_000 ? "" : version.messageId();
        Row row = new Row(key, messageId, State.PENDING, knownUntil, null, null, replaces);
        orders.add(new Order(row, version, key.content(), key.folder(), path));
        if (orders.size() == GROUP) {
            flush();
        }
    }

    void flush() {
        if (orders.isEmpty()) {
            return;
        }
        List<Order> group = List.copyOf(orders);
        orders.clear();
        outcomes.check();
        journal.write(tenant, group.stream().map(Order::row).toList(), List.of());
        List<Result> results = new ArrayList<>();
        for (int start = 0; start < group.size(); start += AT_ONCE) {
            results.addAll(create(group.subList(start, Math.min(start + AT_ONCE, group.size()))));
        }
        note(results);
        results.forEach(this::finish);
        results.forEach(result -> trouble.note(result.failure()));
    }

    /// What came of one order; `row` is null when there is nothing to remember.
    private record Result(
            Order order,
            @Nullable Row row,
            Kind kind,
            String detail,
            @Nullable RuntimeException failure) {}

    private List<Result> create(List<Order> some) {
        List<CompletableFuture<Result>> running = some.stream()
                .map(order -> CompletableFuture.supplyAsync(() -> create(order), threads))
                .toList();
        running.forEach(result -> result.exceptionally(_ -> null).join());
        return running.stream().map(Creations::joined).toList();
    }

    private static Result joined(CompletableFuture<Result> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Result create(Order order) {
        byte[] mime;
        try {
            mime = vault.content(tenant, order.content());
        } catch (VaultException e) {
            RuntimeException failure = e.kind() == VaultException.Kind.CORRUPT ? null : e;
            return new Result(order, null, Kind.NO_CONTENT, String.valueOf(e.getMessage()), failure);
        }
        try {
            Row row = order.row();
            return switch (made(order, mime)) {
                case Created.Done(var state, var caveat) ->
                    new Result(order, row.created(state.id()), made(row), caveat, null);
                case Created.TooLarge(long limit) ->
                    new Result(order, null, Kind.TOO_LARGE, tooLarge(mime.length, limit), null);
                case Created.Refused(var code, var reason) ->
                    new Result(order, null, Kind.REFUSED, code + ": " + reason + " Export it as EML instead.", null);
            };
        } catch (ConnectionException e) {
            boolean uncertain = e.kind() == ConnectionException.Kind.UNCERTAIN;
            Kind kind = uncertain ? Kind.UNCERTAIN : Kind.FAILED;
            return new Result(order, uncertain ? order.row() : null, kind, String.valueOf(e.getMessage()), e);
        }
    }

    /// What is kept as its service's own stream goes back as that, where it is taken; else the message that carries it.
    private Created made(Order order, byte[] mime) {
        MailboxId target = order.row().key().target();
        MessageState like = order.version().state();
        if (!Carrier.carries(like)) {
            return writer.create(target, order.folder(), mime, like);
        }
        Optional<byte[]> stream = writer.uploadsItems() ? Carrier.stream(mime) : Optional.empty();
        String why = "the service takes none.";
        if (stream.isPresent()) {
            switch (writer.upload(target, order.folder(), stream.get(), like)) {
                case Created.Done done -> {
                    return done;
                }
                case Created.TooLarge(long limit) -> why = "the service takes " + limit + " bytes at most.";
                case Created.Refused(var code, var reason) -> why = code + ": " + reason;
            }
        }
        return carried(writer.create(target, order.folder(), mime, like), why);
    }

    private static Created carried(Created created, String why) {
        return created instanceof Created.Done(var state, var caveat)
                ? new Created.Done(
                        state,
                        (caveat + " The item is kept as its service's own stream, and was put back as a message with"
                                        + " that attached, because " + why)
                                .strip())
                : created;
    }

    private static Kind made(Row row) {
        return row.replaces() == null ? Kind.CREATED : Kind.REPLACED;
    }

    private static String tooLarge(int size, long limit) {
        return "The message has " + size + " bytes, and the service takes " + limit
                + " at most. Export it as EML and open that in Outlook.";
    }

    private void note(List<Result> results) {
        List<Row> rows = new ArrayList<>();
        List<CreationKey> forgotten = new ArrayList<>();
        for (Result result : results) {
            Row row = result.row();
            if (row == null) {
                forgotten.add(result.order().row().key());
            } else {
                rows.add(row);
            }
        }
        journal.write(tenant, rows, forgotten);
    }

    /// Deletes what was replaced, now that the journal knows what replaces it.
    private void finish(Result result) {
        Row row = result.row();
        ItemId replaced = row == null ? null : row.replaces();
        Kind kind = result.kind();
        String detail = result.detail();
        if (row != null && replaced != null && row.state() == State.CREATED) {
            try {
                writer.delete(row.key().target(), replaced);
                journal.write(tenant, List.of(row.done()), List.of());
            } catch (ConnectionException e) {
                detail = "It was made anew, but the old one could not be deleted yet: " + e.getMessage();
            }
        }
        outcomes.add(result.order().version(), result.order().path(), kind, detail);
    }
}
