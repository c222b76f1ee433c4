package org.postern.connections.ews;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// One EWS operation to be sent.
///
/// @param operation its element, such as `SyncFolderItems`
/// @param name of its kind for the ledger, such as `message.bytes`
/// @param count how many things it asks for
/// @param mailbox whose owner is impersonated; null for the account itself
/// @param envelope the SOAP envelope, as it is sent
/// @param repeatable whether doing it twice does it once
/// @param headers beside those that every request has
@SuppressWarnings("ArrayRecordComponent") // Sent as it is and never compared.
record EwsRequest(
        String operation,
        String name,
        int count,
        @Nullable MailboxId mailbox,
        byte[] envelope,
        boolean repeatable,
        Map<String, String> headers) {
    EwsRequest {
        headers = Map.copyOf(headers);
    }

    /// A request that only reads, or may be sent twice.
    static EwsRequest read(String operation, String name, int count, @Nullable MailboxId mailbox, Xml body) {
        return new EwsRequest(
                operation, name, count, mailbox, Envelopes.around(mailbox, List.of(body)), true, Map.of());
    }

    /// A change that must not be sent twice unless it certainly was not carried out.
    static EwsRequest once(String operation, String name, MailboxId mailbox, Xml... body) {
        return new EwsRequest(operation, name, 1, mailbox, Envelopes.around(mailbox, List.of(body)), false, Map.of());
    }

    EwsRequest with(Map<String, String> more) {
        return new EwsRequest(operation, name, count, mailbox, envelope, repeatable, more);
    }
}
