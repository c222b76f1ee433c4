package org.postern.console.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.Digests;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.FolderTree;
import org.postern.console.mailbox.MailboxList;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// A tenant's mailboxes, their folders and the messages in them, now or as at an instant.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/mailboxes")
public class MailboxApi {
    public record Mailbox(
            String id, String address, String displayName, long messages, long versions, long bytes, Sync sync) {}

    /// How its sync stands; `live` while a change is synced within seconds, because its server tells of it.
    public record Sync(
            String state,
            boolean live,
            @Nullable Instant lastStart,
            @Nullable Instant lastEnd,
            String reason,
            long missing,
            @Nullable Integer progressPercent) {}

    public record Folder(
            String id,
            @Nullable String parentId,
            String name,
            String path,
            @Nullable String wellKnown,
            long messages,
            Instant from,
            @Nullable Instant until) {}

    private final Finder finder;
    private final Vault vault;
    private final MailboxList mailboxes;

    public MailboxApi(Finder finder, Vault vault, MailboxList mailboxes) {
        this.finder = finder;
        this.vault = vault;
        this.mailboxes = mailboxes;
    }

    @GetMapping
    public Listing<Mailbox> list(@PathVariable String tenant) {
        TenantId id = finder.tenant(tenant).id();
        return Listing.whole(mailboxes.of(id).stream().map(MailboxApi::mailbox).toList());
    }

    @GetMapping("/{mailbox}/folders")
    public Listing<Folder> folders(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable String asAt) {
        TenantId id = finder.tenant(tenant).id();
        MailboxId box = finder.mailbox(id, mailbox).id();
        List<FolderTree.Node> nodes = FolderTree.of(vault.folders(id, box, Input.instant("asAt", asAt)));
        return Listing.whole(nodes.stream().map(MailboxApi::folder).toList());
    }

    @GetMapping("/{mailbox}/folders/{folder}/messages")
    public Listing<MessageView> messages(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @PathVariable String folder,
            @RequestParam(required = false) @Nullable String asAt,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Input.LIMIT_DEFAULT) int limit) {
        TenantId id = finder.tenant(tenant).id();
        MailboxId box = finder.mailbox(id, mailbox).id();
        Instant instant = Input.instant("asAt", asAt);
        FolderId where = finder.folder(id, box, folder, instant).state().id();
        ItemId behind = after == null || after.isEmpty() ? null : Input.parse("after", after, ItemId::new);
        List<MessageVersion> found = vault.messages(id, box, where, instant, behind, Input.limit(limit));
        boolean full = found.size() == limit;
        return new Listing<>(
                found.stream().map(MessageView::of).toList(),
                full ? found.getLast().state().id().value() : null);
    }

    /// Each message rebuilt from the store and hashed: to compare, byte for byte, with what a service holds.
    @GetMapping(path = "/{mailbox}/digests", produces = "application/x-ndjson")
    public ResponseEntity<StreamingResponseBody> digests(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable String asAt) {
        TenantId id = finder.tenant(tenant).id();
        MailboxId box = finder.mailbox(id, mailbox).id();
        Instant instant = Input.instant("asAt", asAt);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_NDJSON)
                .body(out -> new Digests(vault).write(id, box, instant, out));
    }

    private static Mailbox mailbox(MailboxList.Entry entry) {
        return new Mailbox(
                entry.id().value(),
                entry.address(),
                entry.displayName(),
                entry.messages(),
                entry.versions(),
                entry.bytes(),
                new Sync(
                        Input.lower(entry.state()),
                        entry.live(),
                        entry.lastStart(),
                        entry.lastEnd(),
                        entry.reason(),
                        entry.missing(),
                        entry.progressPercent()));
    }

    private static Folder folder(FolderTree.Node node) {
        var state = node.folder().state();
        FolderId parent = state.parentId();
        return new Folder(
                state.id().value(),
                parent == null ? null : parent.value(),
                state.name(),
                node.path(),
                state.wellKnownName(),
                node.folder().messages(),
                node.folder().from(),
                node.folder().until());
    }
}
