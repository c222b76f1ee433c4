package org.postern.recover;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.SearchQuery;

/// What to export, as at when.
///
/// @param asAt null for now; a search result is as at the instant of its own query
public record ExportRequest(
        TenantId tenant, Scope scope, @Nullable Instant asAt) {
    public Optional<Instant> instant() {
        return Optional.ofNullable(asAt);
    }

    /// Which messages.
    public sealed interface Scope {
        record WholeMailbox(MailboxId mailbox) implements Scope {}

        record OneFolder(MailboxId mailbox, FolderId folder, boolean withSubfolders) implements Scope {}

        record Items(MailboxId mailbox, List<ItemId> items) implements Scope {
            public Items {
                items = List.copyOf(items);
            }
        }

        /// All that a search finds, on all its pages.
        record Found(SearchQuery query) implements Scope {}
    }
}
