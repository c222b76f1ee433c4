package org.postern.connections.graph;

import java.util.Base64;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailSender;
import org.postern.mail.MailboxId;

/// Sends through Graph's `sendMail`, whose answer says that the message was taken, not that it arrived.
///
/// Given as MIME, which is kept as it is; Graph then always leaves a copy in Sent Items.
record GraphMailSender(GraphClient client) implements MailSender {
    @Override
    public void send(MailboxId from, byte[] mime) {
        if (mime.length > GraphMailWriter.LIMIT) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "A message of " + mime.length + " bytes is too large to be sent through Graph, which takes "
                            + GraphMailWriter.LIMIT + ".");
        }
        Reply reply = client.call(Operation.upload(
                "message.send",
                from,
                Operation.user(from) + "/sendMail",
                Base64.getEncoder().encode(mime)));
        if (!reply.succeeded()) {
            throw Faults.refused("Sending from mailbox " + from, reply);
        }
    }
}
