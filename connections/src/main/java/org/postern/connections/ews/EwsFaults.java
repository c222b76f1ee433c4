package org.postern.connections.ews;

import java.net.URI;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// Says in plain words what EWS's refusals mean.
final class EwsFaults {
    private EwsFaults() {}

    /// HTTP itself refused.
    static ConnectionException refused(EwsRequest request, URI address, int httpStatus) {
        String what = "EWS operation " + request.operation() + " failed: " + address.getAuthority() + " answered HTTP "
                + httpStatus + ". ";
        return new ConnectionException(
                Kind.PERMANENT,
                what
                        + switch (httpStatus) {
                            case 403 ->
                                "EWS is switched off in this tenant, or for this application or account. In Exchange"
                                        + " Online its administrator can allow it until April 2027 (EWSEnabled,"
                                        + " EwsAllowedAppIDs); better, use Graph. On Exchange Server look at the EWS"
                                        + " virtual directory. The credentials are not the trouble.";
                            case 404, 405 ->
                                "There is no EWS at " + address + ". Give the address that ends in"
                                        + " /EWS/Exchange.asmx.";
                            case 301, 302, 307, 308 ->
                                "It sends elsewhere, where no credential is taken. Give the address itself.";
                            case 413 -> "The server takes no request of this size.";
                            default -> "Test the connection, and report this if it passes.";
                        });
    }

    /// EWS refused, in a way that the caller cannot get around.
    static ConnectionException refused(String what, Status status) {
        String summary = what + " failed: the server answered " + status.summary() + ". ";
        if (status.denied()) {
            return new ConnectionException(
                    Kind.PERMANENT,
                    summary
                            + "The account may not act for this mailbox. Give it the management role"
                            + " ApplicationImpersonation for it, or, in Exchange Online, the application the role"
                            + " full_access_as_app; Exchange can take an hour to apply it.");
        }
        if (status.mailboxMissing()) {
            return new ConnectionException(
                    Kind.PERMANENT,
                    summary + "No mailbox has this address on that server. Check the address, and take it out of the"
                            + " connection's list if the mailbox is gone.");
        }
        return new ConnectionException(
                status.passing() ? Kind.RETRYABLE : Kind.PERMANENT,
                summary
                        + (status.passing()
                                ? "It can be asked again later."
                                : "Test the connection, and report this if it passes."));
    }
}
