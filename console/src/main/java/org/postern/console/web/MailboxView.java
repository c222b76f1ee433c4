package org.postern.console.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.Tenant;
import org.postern.vault.MailboxRecord;

/// All that the page of a mailbox shows.
///
/// @param asAt null for now
/// @param folderId of the folder shown; empty where there is none
/// @param previous where the page before is; empty on the first
public record MailboxView(
        Tenant tenant,
        MailboxRecord mailbox,
        MailboxList.Entry sync,
        @Nullable Instant asAt,
        Instant now,
        List<Chip> chips,
        List<Folder> folders,
        String folderId,
        String folderName,
        List<MessageRow> messages,
        String range,
        String previous,
        String next) {
    /// A quick choice of an instant.
    public record Chip(String label, String href, boolean current) {}

    /// @param depth as shown, 0 to 4
    public record Folder(String name, String path, int depth, long messages, String href, boolean current) {}

    public MailboxView {
        chips = List.copyOf(chips);
        folders = List.copyOf(folders);
        messages = List.copyOf(messages);
    }

    public String tenantPath() {
        return "/tenants/" + tenant.id();
    }

    public String path() {
        return path(tenant, mailbox);
    }

    static String path(Tenant tenant, MailboxRecord mailbox) {
        return "/tenants/" + tenant.id() + "/mailboxes/"
                + Format.segment(mailbox.id().value());
    }

    public String asAtInput() {
        return Format.input(asAt);
    }

    public String asAtText() {
        return asAt == null ? "" : asAt.toString();
    }

    public String nowInput() {
        return Format.input(now);
    }

    public boolean pages() {
        return !previous.isEmpty() || !next.isEmpty();
    }
}
