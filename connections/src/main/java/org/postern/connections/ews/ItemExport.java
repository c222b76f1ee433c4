package org.postern.connections.ews;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Exported;
import org.postern.connections.MailReader.Gist;
import org.postern.connections.flow.BodyBuffer;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Fetches items as opaque streams (ExportItems, MS-OXWSBTRF 3.1.4.1), each with what people know it by.
///
/// One at a time: it is asked for what cannot be had otherwise, and what breaks a MIME conversion may break more.
final class ItemExport {
    private static final int GISTS_AT_ONCE = 100;

    private final EwsClient client;
    private final ByteBudget budget;

    ItemExport(EwsClient client) {
        this.client = client;
        this.budget = new ByteBudget(client.limits().bytesInFlight());
    }

    void export(MailboxId mailbox, List<ItemId> ids, Consumer<Exported> sink) {
        List<ItemId> wanted = List.copyOf(new LinkedHashSet<>(ids));
        for (int from = 0; from < wanted.size(); from += GISTS_AT_ONCE) {
            List<ItemId> some = wanted.subList(from, Math.min(wanted.size(), from + GISTS_AT_ONCE));
            Map<ItemId, Gist> gists = gists(mailbox, some);
            for (ItemId id : some) {
                one(mailbox, id, gists.getOrDefault(id, Gist.NONE), sink);
            }
        }
    }

    /// What an item is called is welcome and not needed.
    private Map<ItemId, Gist> gists(MailboxId mailbox, List<ItemId> ids) {
        Map<ItemId, Gist> gists = new HashMap<>();
        EwsRequest request =
                EwsRequest.read("GetItem", "message.gist", ids.size(), mailbox, Shapes.getItem(Shapes.gist(), ids));
        try {
            client.call(request, () -> (index, name, xml) -> {
                if (name.equals("Items") && index < ids.size()) {
                    xml.children(_ -> gists.put(ids.get(index), GistReader.read(xml)));
                }
            });
        } catch (ConnectionException e) {
            refuseIfStopped(e);
        }
        return gists;
    }

    private void one(MailboxId mailbox, ItemId id, Gist gist, Consumer<Exported> sink) {
        EwsRequest request = EwsRequest.read("ExportItems", "message.export", 1, mailbox, Transfers.export(id));
        BodyBuffer buffer = new BodyBuffer(budget, client.limits().maxMessageBytes());
        try {
            Status status = client.call(request, () -> {
                        buffer.clear();
                        return (_, name, xml) -> {
                            if (name.equals("Data")) {
                                xml.base64(buffer);
                            }
                        };
                    })
                    .getFirst();
            if (status.denied() || status.mailboxMissing()) {
                throw EwsFaults.refused("Exporting items of mailbox " + mailbox, status); // So it would be for all.
            }
            byte[] stream = buffer.toBytes();
            if (status.good() && !buffer.oversize() && stream.length > 0) {
                try (ByteBudget.Lease _ = buffer.lease()) {
                    sink.accept(new Exported.Stream(id, gist, stream));
                }
            } else {
                sink.accept(failed(id, status, buffer.oversize()));
            }
        } catch (ConnectionException e) {
            refuseIfStopped(e);
            sink.accept(new Exported.Failed(id, "PosternNoUsableAnswer", String.valueOf(e.getMessage()), false));
        } catch (InterruptedException e) {
            throw EwsClient.interrupted(true);
        } finally {
            buffer.clear();
        }
    }

    private Exported failed(ItemId id, Status status, boolean oversize) {
        if (oversize) {
            String reason =
                    "its stream is larger than the " + client.limits().maxMessageBytes() + " bytes that are fetched";
            return new Exported.Failed(id, "PosternMessageTooLarge", reason, true);
        }
        if (status.gone()) {
            return new Exported.Gone(id);
        }
        return status.good()
                ? new Exported.Failed(id, "PosternNoBytes", "the item came without its stream", false)
                : new Exported.Failed(id, status.code(), status.text(), status.ofTheItem());
    }

    /// What concerns one item must not end all; what concerns the connection, or the end of the work, does.
    private static void refuseIfStopped(ConnectionException e) {
        if (e.kind() == Kind.PERMANENT || Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }
}
