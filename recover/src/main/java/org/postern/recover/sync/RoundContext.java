package org.postern.recover.sync;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.SyncLimits;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// What all parts of one round of one mailbox share.
///
/// @param at the instant that everything the round sees is noted with
record RoundContext(
        TenantId tenant,
        MailboxId mailbox,
        String address,
        Instant at,
        Vault vault,
        MailReader reader,
        SyncLimits limits,
        SyncProgress progress,
        Tally tally) {
    Optional<MessageVersion> current(ItemId item) {
        return vault.message(tenant, mailbox, item, null);
    }

    Map<ItemId, MessageVersion> current(Collection<ItemId> items) {
        return items.isEmpty() ? Map.of() : vault.current(tenant, mailbox, items);
    }

    Optional<String> syncState(String scope) {
        return vault.syncState(tenant, mailbox, scope);
    }

    /// The mailbox's folders as the vault has them now.
    Map<FolderId, FolderVersion> folders() {
        List<FolderVersion> folders = vault.folders(tenant, mailbox, null);
        return folders.stream()
                .collect(Collectors.toMap(folder -> folder.state().id(), Function.identity(), (_, later) -> later));
    }
}
