package org.postern.connections.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.watch.SignInLog;
import org.postern.connections.watch.SignInRecord;
import org.postern.mail.MailboxId;

/// Tries what a connection may do, without changing anything.
final class GraphProbe implements MailProbe {
    private final GraphClient client;
    private final Cloud cloud;

    GraphProbe(GraphClient client, Cloud cloud) {
        this.client = client;
        this.cloud = cloud;
    }

    @Override
    public Probed directory() {
        try {
            List<RemoteMailbox> found = new Directory(client, new States(cloud)).mailboxes();
            return new Probed(!found.isEmpty(), found.size() + " users with a mail address", found);
        } catch (ConnectionException | MalformedReplyException e) {
            return new Probed(false, String.valueOf(e.getMessage()), List.of());
        }
    }

    /// Reads the inbox's name of the first mailbox that allows it.
    @Override
    public Probed mailbox(List<RemoteMailbox> candidates) {
        return MailProbe.firstReadable(candidates, candidate -> {
            Reply reply = client.call(inbox(candidate.id()));
            return reply.succeeded() ? "" : "Graph answered " + reply.summary() + " for " + candidate.address();
        });
    }

    @Override
    public Probed signInLog(String clientId, Instant now) {
        try {
            return switch (new GraphSignInLog(client, cloud).read(clientId, now.minus(Duration.ofHours(1)))) {
                case SignInLog.Read.Entries(List<SignInRecord> records) ->
                    new Probed(
                            true,
                            "the log can be read; it has " + records.size() + " sign-ins of the last hour",
                            List.of());
                case SignInLog.Read.NotGiven(String reason) -> new Probed(false, reason, List.of());
            };
        } catch (ConnectionException | MalformedReplyException e) {
            return new Probed(false, String.valueOf(e.getMessage()), List.of());
        }
    }

    private static Operation inbox(MailboxId mailbox) {
        return Operation.get(
                "check.inbox", mailbox, Operation.user(mailbox) + "/mailFolders/inbox?$select=id,totalItemCount");
    }
}
