package org.postern.connections.ews;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// Puts a request's body into its SOAP envelope, in the name of a mailbox's owner.
final class Envelopes {
    /// The oldest Exchange that Microsoft still serves knows it, and Exchange Online too.
    private static final String VERSION = "Exchange2013_SP1";

    private Envelopes() {}

    /// @param owner impersonated (MS-OXWSCDATA 2.2.4.30); null for the account itself
    static byte[] around(@Nullable MailboxId owner, List<Xml> body) {
        Xml xml = Xml.sized(
                1024 + body.stream().mapToInt(part -> part.toBytes().length).sum());
        xml.open("s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                        + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\""
                        + " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\"")
                .open("s:Header")
                .with("t:RequestServerVersion", "Version", VERSION);
        if (owner != null) {
            xml.open("t:ExchangeImpersonation")
                    .open("t:ConnectingSID")
                    .text("t:PrimarySmtpAddress", owner.value())
                    .close("t:ConnectingSID")
                    .close("t:ExchangeImpersonation");
        }
        xml.close("s:Header").open("s:Body");
        body.forEach(xml::add);
        return xml.close("s:Body").close("s:Envelope").toBytes();
    }
}
