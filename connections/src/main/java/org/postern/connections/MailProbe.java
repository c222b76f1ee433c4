package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.postern.connections.MailReader.RemoteMailbox;

/// Tries what a connection may do, without changing anything.
public interface MailProbe {
    int MAILBOXES_TRIED = 20;

    /// What came of trying.
    record Probed(boolean passed, String detail, List<RemoteMailbox> mailboxes) {
        public Probed {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    /// Tries mailboxes until one can be read. Users without a mailbox are common, so some are passed over.
    ///
    /// @param refusal why a mailbox cannot be read; empty when it can. What it throws ends the trying.
    static Probed firstReadable(List<RemoteMailbox> candidates, Function<RemoteMailbox, String> refusal) {
        String last = "there is no mailbox to try";
        for (RemoteMailbox candidate :
                candidates.stream().limit(MAILBOXES_TRIED).toList()) {
            try {
                last = refusal.apply(candidate);
            } catch (ConnectionException e) {
                return new Probed(false, String.valueOf(e.getMessage()), List.of());
            }
            if (last.isEmpty()) {
                return new Probed(true, "the inbox of " + candidate.address() + " can be read", List.of(candidate));
            }
        }
        return new Probed(false, last, List.of());
    }

    /// Lists the mailboxes.
    Probed directory();

    /// Reads a little of the first mailbox that allows it.
    Probed mailbox(List<RemoteMailbox> candidates);

    /// Asks one small thing, to see whether the connection works at this moment; waits and asks again as little as it
    /// can.
    default Probed lifeSign(List<RemoteMailbox> candidates) throws InterruptedException {
        return mailbox(candidates);
    }

    /// Reads the last hour of an application's sign-ins, where the service has a log of them.
    default Probed signInLog(String clientId, Instant now) {
        return new Probed(false, "This kind of connection has no sign-in log.", List.of());
    }
}
