package org.postern.connections.ews;

import java.util.List;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.MailboxId;

/// Tries what an EWS connection may do, without changing anything.
final class EwsProbe implements MailProbe {
    private final EwsClient client;
    private final Directory directory;

    EwsProbe(EwsClient client, Directory directory) {
        this.client = client;
        this.directory = directory;
    }

    @Override
    public Probed directory() {
        try {
            List<RemoteMailbox> found = directory.mailboxes();
            String how = directory.asksServer() ? " mailboxes in the server's address book" : " mailboxes are named";
            return new Probed(!found.isEmpty(), found.size() + how, found);
        } catch (ConnectionException e) {
            return new Probed(false, String.valueOf(e.getMessage()), List.of());
        }
    }

    /// Looks for one message in the inbox of the first mailbox that allows it (FindItem, MS-OXWSSRCH 3.1.4.2).
    @Override
    public Probed mailbox(List<RemoteMailbox> candidates) {
        return MailProbe.firstReadable(candidates, candidate -> {
            Status status =
                    client.call(inbox(candidate.id()), () -> (_, _, _) -> {}).getFirst();
            return status.good() ? "" : "the server answered " + status.summary() + " for " + candidate.address();
        });
    }

    /// Denied to this mailbox is an answer, too: the credential is good.
    @Override
    public Probed lifeSign(List<RemoteMailbox> candidates) throws InterruptedException {
        if (candidates.isEmpty()) {
            return new Probed(false, "there is no mailbox to try", List.of());
        }
        Attempt attempt = client.attempt(inbox(candidates.getFirst().id()), 1 << 20, (_, _, _) -> {});
        boolean good = attempt instanceof Attempt.Answered
                || (attempt instanceof Attempt.Fault(int _, Status status)
                        && (status.denied() || status.mailboxMissing()));
        return new Probed(good, good ? "EWS answers" : "EWS did not answer: " + attempt, List.of());
    }

    private static EwsRequest inbox(MailboxId mailbox) {
        Xml body = new Xml()
                .open("m:FindItem Traversal=\"Shallow\"")
                .open("m:ItemShape")
                .text("t:BaseShape", "IdOnly")
                .close("m:ItemShape")
                .empty("m:IndexedPageItemView MaxEntriesReturned=\"1\" Offset=\"0\" BasePoint=\"Beginning\"")
                .open("m:ParentFolderIds")
                .with("t:DistinguishedFolderId", "Id", "inbox")
                .close("m:ParentFolderIds")
                .close("m:FindItem");
        return EwsRequest.read("FindItem", "check.inbox", 1, mailbox, body);
    }
}
