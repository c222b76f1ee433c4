package org.postern.recover;

import java.time.Instant;
import java.util.Set;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;

/// What to restore, as at when, and to where.
///
/// @param source the mailbox as the vault has it; it need not exist any more
/// @param asAt an instant in the past; the instant of a sync gives what that sync saw
/// @param target a mailbox in the tenant's directory, which may be the source
public record RestoreRequest(
        TenantId tenant,
        MailboxId source,
        Scope scope,
        Instant asAt,
        MailboxId target,
        Place place,
        Conflict conflict) {
    /// Which part of the source mailbox.
    public sealed interface Scope {
        record WholeMailbox() implements Scope {}

        record OneFolder(FolderId folder, boolean withSubfolders) implements Scope {}

        record Items(Set<ItemId> items) implements Scope {
            public Items {
                items = Set.copyOf(items);
            }
        }
    }

    /// Where in the target mailbox.
    public sealed interface Place {
        /// Where it was: the same folder, or one of the same place and name, made anew where it is gone.
        record Original() implements Place {}

        /// Below a folder of the target, under the names the folders had; single items right in it.
        record Under(FolderId folder) implements Place {}

        /// Below a new folder at the root, "Recovered" and the instant.
        record RecoveredFolder() implements Place {}
    }

    /// What to do where a message is there already.
    public enum Conflict {
        /// Leave what is there.
        SKIP,
        /// Add a copy beside it, once.
        COPY,
        /// Make it as it was: marks and place are set back; where bytes differ it is made anew, then the other deleted.
        REPLACE
    }
}
