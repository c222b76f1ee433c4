package org.postern.connections.graph;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.wire.Answer;
import org.postern.mail.MailboxId;

/// Asks Graph one small thing once, to see whether a connection works at this moment; never waits and asks again.
public final class LifeSign {
    private static final int MAX_ANSWER = 1 << 20;

    private final Courier courier;

    public LifeSign(Courier courier) {
        this.courier = courier;
    }

    /// @param detail such as `HTTP 200`
    public record Seen(boolean good, String detail) {}

    /// @param mailbox to look into; null to look into the directory
    public Seen look(@Nullable MailboxId mailbox) throws InterruptedException {
        String path = mailbox == null
                ? "/users?$top=1&$select=id"
                : Operation.user(mailbox) + "/mailFolders/inbox?$select=id";
        var parcel = new Courier.Parcel(
                "GET",
                path,
                null,
                "application/json",
                Map.of("Accept", "application/json"),
                Map.of("operations", "look:1", "path", Courier.VERSION + PathTemplate.of(path)),
                MAX_ANSWER);
        try (Answer answer = courier.sendOnce(parcel)) {
            // Denied by a scope or a role is an answer too: the key and its token are good.
            boolean good = answer.status() < 300 || answer.status() == 403 || answer.status() == 404;
            return new Seen(good, "HTTP " + answer.status());
        } catch (IOException e) {
            return new Seen(false, "no answer: " + e.getMessage());
        }
    }
}
