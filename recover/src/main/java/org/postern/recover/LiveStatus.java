package org.postern.recover;

import java.util.List;
import java.util.Set;
import org.postern.mail.MailboxId;

/// Which of a tenant's mailboxes are synced as they change, for people.
///
/// @param possible whether the tenant's service can tell of changes, and Postern was asked to listen
/// @param hearing those listened to at this moment; all others are synced by the schedule alone
/// @param troubles why some are not listened to, such as a server that refuses
public record LiveStatus(boolean possible, Set<MailboxId> hearing, List<String> troubles) {
    public static final LiveStatus NONE = new LiveStatus(false, Set.of(), List.of());

    public LiveStatus {
        hearing = Set.copyOf(hearing);
        troubles = List.copyOf(troubles);
    }
}
