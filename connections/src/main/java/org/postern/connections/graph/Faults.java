package org.postern.connections.graph;

import java.util.Locale;
import java.util.Set;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// Tells apart what Graph's refusals mean.
final class Faults {
    private static final Set<String> STATE_LOST =
            Set.of("syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata");
    private static final Set<String> NO_MAILBOX = Set.of(
            "mailboxnotenabledforrestapi",
            "mailboxnotsupportedforrestapi",
            "request_resourcenotfound",
            "resourcenotfound",
            "errorinvaliduser",
            "errornonexistentmailbox",
            "mailboxnotfound");

    private Faults() {}

    static boolean stateLost(Reply reply) {
        boolean refused = reply.status() >= 400 && reply.status() < 500;
        return reply.status() == 410 || (refused && STATE_LOST.contains(code(reply)));
    }

    static boolean mailboxMissing(Reply reply) {
        return NO_MAILBOX.contains(code(reply));
    }

    /// The item or folder asked for is not there, while its mailbox is.
    static boolean gone(Reply reply) {
        return (reply.status() == 404 || reply.status() == 410 || code(reply).equals("erroritemnotfound"))
                && !mailboxMissing(reply);
    }

    private static String code(Reply reply) {
        return reply.code().toLowerCase(Locale.ROOT);
    }

    /// The exception for a refusal that the caller cannot get around.
    static ConnectionException refused(String what, Reply reply) {
        String summary = what + " failed: Graph answered " + reply.summary() + ". ";
        if (reply.status() == 403) {
            return new ConnectionException(
                    Kind.PERMANENT,
                    summary
                            + "The application lacks the role for it, or Exchange limits it to other mailboxes. Test the"
                            + " connection to see which.");
        }
        if (mailboxMissing(reply)) {
            return new ConnectionException(
                    Kind.PERMANENT,
                    summary
                            + "The mailbox does not exist, has no licence, or is not in Exchange Online. Check it in the"
                            + " Exchange admin center.");
        }
        return new ConnectionException(Kind.PERMANENT, summary + "Test the connection, and report this if it passes.");
    }
}
