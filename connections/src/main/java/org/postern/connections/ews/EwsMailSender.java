package org.postern.connections.ews;

import java.util.Base64;
import org.postern.connections.MailSender;
import org.postern.mail.MailboxId;

/// Sends by CreateItem with `SendOnly` (MS-OXWSMSG 3.1.4.1), which leaves no copy.
record EwsMailSender(EwsClient client) implements MailSender {
    @Override
    public void send(MailboxId from, byte[] mime) {
        Status status = client.call(
                        EwsRequest.once("CreateItem", "message.send", from, item(mime)), () -> (_, _, _) -> {})
                .getFirst();
        if (!status.good()) {
            throw EwsFaults.refused("Sending from mailbox " + from, status);
        }
    }

    private static Xml item(byte[] mime) {
        byte[] base64 = Base64.getEncoder().encode(mime);
        return Xml.sized(base64.length + 512)
                .open("m:CreateItem MessageDisposition=\"SendOnly\"")
                .open("m:Items")
                .open("t:Message")
                .base64("t:MimeContent CharacterSet=\"UTF-8\"", "t:MimeContent", base64)
                .close("t:Message")
                .close("m:Items")
                .close("m:CreateItem");
    }
}
