package org.postern.console.job;

import java.util.Collections;
import java.util.Set;
import org.postern.mail.MailboxId;

/// The mailboxes that a job works on, so that two of a kind never work on the same.
public sealed interface JobScope {
    boolean meets(JobScope other);

    /// The whole tenant.
    record All() implements JobScope {
        @Override
        public boolean meets(JobScope other) {
            return !(other instanceof None);
        }
    }

    record Mailboxes(Set<MailboxId> ids) implements JobScope {
        public Mailboxes {
            ids = Set.copyOf(ids);
        }

        @Override
        public boolean meets(JobScope other) {
            return switch (other) {
                case All _ -> true;
                case Mailboxes(var others) -> !Collections.disjoint(ids, others);
                case None _ -> false;
            };
        }
    }

    /// Nothing that others could disturb: reading only.
    record None() implements JobScope {
        @Override
        public boolean meets(JobScope other) {
            return false;
        }
    }
}
