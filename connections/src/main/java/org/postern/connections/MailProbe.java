package org.postern.connections;

import java.time.Instant;
import java.util.List;
import org.postern.connections.MailReader.RemoteMailbox;

/// Tries what a connection may do, without changing anything.
public interface MailProbe {
    /// What came of trying.
    record Probed(boolean passed, String detail, List<RemoteMailbox> mailboxes) {
        public Probed {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    /// Lists the mailboxes.
    Probed directory();

    /// Reads a little of the first mailbox that allows it.
    Probed mailbox(List<RemoteMailbox> candidates);

    /// Reads the last hour of an application's sign-ins, where the service has a log of them.
    default Probed signInLog(String clientId, Instant now) {
        return new Probed(false, "This kind of connection has no sign-in log.", List.of());
    }
}
