package org.postern.recover;

import java.util.Set;
import org.postern.mail.MailboxId;

/// Which mailboxes of a tenant to sync.
public sealed interface MailboxSelection {
    MailboxSelection ALL = new AllBut(Set.of());

    boolean includes(MailboxId mailbox);

    /// These and no others.
    record Only(Set<MailboxId> mailboxes) implements MailboxSelection {
        public Only {
            mailboxes = Set.copyOf(mailboxes);
        }

        @Override
        public boolean includes(MailboxId mailbox) {
            return mailboxes.contains(mailbox);
        }
    }

    /// All that the directory lists but these.
    record AllBut(Set<MailboxId> excluded) implements MailboxSelection {
        public AllBut {
            excluded = Set.copyOf(excluded);
        }

        @Override
        public boolean includes(MailboxId mailbox) {
            return !excluded.contains(mailbox);
        }
    }
}
