package org.postern.connections.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.mail.MessageState;

/// Says in plain words what a created message could not keep of the one it is like.
final class Caveats {
    private Caveats() {}

    /// @param trouble a sentence to add, or empty
    static String of(MessageState made, MessageState like, String trouble) {
        List<String> sentences = new ArrayList<>();
        if (made.draft() && !like.draft()) {
            sentences.add(
                    "Microsoft Graph makes every message created from its bytes a draft: Outlook shows it as unsent,"
                            + " and this cannot be changed.");
        }
        boolean known = !like.receivedAt().equals(Instant.EPOCH);
        if (known && !made.receivedAt().equals(like.receivedAt())) {
            sentences.add("Its time of receipt is " + made.receivedAt() + " instead of " + like.receivedAt()
                    + "; the date in its header is the old one.");
        }
        if (!trouble.isEmpty()) {
            sentences.add(trouble);
        }
        return String.join(" ", sentences);
    }
}
