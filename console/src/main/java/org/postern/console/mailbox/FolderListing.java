package org.postern.console.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Lists a folder's messages for people, newest first.
///
/// The vault gives them by id; a folder is read whole and sorted here, up to a bound. What lies beyond the bound is
/// counted but only found by search.
public final class FolderListing {
    private static final int READ_AT_ONCE = 1_000;
    private static final int READ_MAX = 20_000;

    /// @param total how many there are to page through
    public record Page(List<MessageVersion> messages, long total) {
        public static final Page NONE = new Page(List.of(), 0);

        public Page {
            messages = List.copyOf(messages);
        }
    }

    private final Vault vault;

    public FolderListing(Vault vault) {
        this.vault = vault;
    }

    public Page page(TenantId tenant, MailboxId mailbox, FolderId folder, @Nullable Instant asAt, int page, int size) {
        List<MessageVersion> all = read(tenant, mailbox, folder, asAt);
        List<MessageVersion> shown = all.stream()
                .sorted(Comparator.comparing(
                                (MessageVersion version) -> version.state().receivedAt())
                        .reversed())
                .skip((long) page * size)
                .limit(size)
                .toList();
        return new Page(shown, all.size());
    }

    private List<MessageVersion> read(TenantId tenant, MailboxId mailbox, FolderId folder, @Nullable Instant asAt) {
        List<MessageVersion> all = new ArrayList<>();
        ItemId after = null;
        List<MessageVersion> next;
        do {
            next = vault.messages(tenant, mailbox, folder, asAt, after, READ_AT_ONCE);
            all.addAll(next);
            after = next.isEmpty() ? null : next.getLast().state().id();
        } while (next.size() == READ_AT_ONCE && all.size() < READ_MAX);
        return all;
    }
}
