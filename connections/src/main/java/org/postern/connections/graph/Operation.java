package org.postern.connections.graph;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailboxId;

/// One operation on Graph, which can travel alone or in a batch.
///
/// @param path below the version, such as `/users/…`
/// @param name of its kind for the ledger, without ids, such as `message.bytes`
/// @param mailbox whose concurrency it counts against; null for the directory
/// @param jsonBody null for none
/// @param mimeBody base64 of a message; such an operation travels alone
/// @param repeatable whether doing it twice does it once; otherwise it travels alone
@SuppressWarnings("ArrayRecordComponent") // Operations are never compared; their bodies are sent as they are.
record Operation(
        String method,
        String path,
        String name,
        @Nullable MailboxId mailbox,
        byte @Nullable [] jsonBody,
        byte @Nullable [] mimeBody,
        boolean repeatable) {

    static Operation get(String name, @Nullable MailboxId mailbox, String path) {
        return new Operation("GET", path, name, mailbox, null, null, true);
    }

    /// A change that may be sent twice.
    static Operation set(String method, String name, MailboxId mailbox, String path, byte @Nullable [] json) {
        return new Operation(method, path, name, mailbox, json, null, true);
    }

    /// A change that must not be sent twice unless it certainly was not carried out.
    static Operation once(String name, MailboxId mailbox, String path, byte[] json) {
        return new Operation("POST", path, name, mailbox, json, null, false);
    }

    static Operation upload(String name, MailboxId mailbox, String path, byte[] base64) {
        return new Operation("POST", path, name, mailbox, null, base64, false);
    }

    /// Whether the answer is a message's bytes.
    boolean wantsBytes() {
        return path.endsWith("/$value");
    }

    boolean batchable() {
        return repeatable && mimeBody == null && !path.startsWith(Courier.BETA); // A batch is of one version.
    }

    /// An id as one segment of a path.
    static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String user(MailboxId mailbox) {
        return "/users/" + segment(mailbox.value());
    }
}
