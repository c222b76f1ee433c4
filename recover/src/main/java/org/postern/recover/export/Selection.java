package org.postern.recover.export;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.recover.ExportRequest;
import org.postern.recover.ExportRequest.Scope;
import org.postern.recover.RecoverException;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.SearchPage;
import org.postern.vault.SearchQuery;
import org.postern.vault.Vault;

/// Walks the messages of an export, some at a time.
final class Selection {
    private static final int AT_ONCE = 500;

    private final ExportRequest request;
    private final Vault vault;
    private final Map<MailboxId, Folders> folders = new HashMap<>();

    Selection(ExportRequest request, Vault vault) {
        this.request = request;
        this.vault = vault;
    }

    /// Hears of what is selected.
    interface Visitor {
        /// @param path the names of the folder and those above it, the topmost first
        void folder(List<String> path) throws IOException;

        void message(MessageVersion version, List<String> path) throws IOException;
    }

    /// How many messages there are; -1 where nobody has counted.
    long total() {
        return switch (request.scope()) {
            case Scope.WholeMailbox(var mailbox) -> folders(mailbox).messages(null, true);
            case Scope.OneFolder(var mailbox, var folder, var below) ->
                folders(mailbox).messages(folder, below);
            case Scope.Items chosen -> chosen.items().size();
            case Scope.Found _ -> -1;
        };
    }

    void walk(Visitor visitor) throws IOException {
        switch (request.scope()) {
            case Scope.WholeMailbox(var mailbox) -> walkFolders(mailbox, null, true, visitor);
            case Scope.OneFolder(var mailbox, var folder, var below) -> walkFolders(mailbox, folder, below, visitor);
            case Scope.Items(var mailbox, var items) -> {
                for (ItemId item : items) {
                    walkItem(mailbox, item, visitor);
                }
            }
            case Scope.Found(var query) -> walkFound(query, visitor);
        }
    }

    private void walkFolders(MailboxId mailbox, @Nullable FolderId top, boolean below, Visitor visitor)
            throws IOException {
        Folders tree = folders(mailbox);
        for (FolderId folder : tree.chosen(top, below)) {
            List<String> path = tree.path(folder);
            visitor.folder(path);
            ItemId after = null;
            List<MessageVersion> page;
            do {
                page = vault.messages(request.tenant(), mailbox, folder, request.asAt(), after, AT_ONCE);
                for (MessageVersion version : page) {
                    visitor.message(version, path);
                    after = version.state().id();
                }
            } while (page.size() == AT_ONCE);
        }
    }

    private void walkItem(MailboxId mailbox, ItemId item, Visitor visitor) throws IOException {
        MessageVersion version = vault.message(request.tenant(), mailbox, item, request.asAt())
                .orElseThrow(() -> new RecoverException(
                        RecoverException.Kind.PERMANENT,
                        "The mailbox did not have one of the chosen messages at that instant. Choose again."));
        visitor.message(version, folders(mailbox).path(version.state().folder()));
    }

    private void walkFound(SearchQuery query, Visitor visitor) throws IOException {
        String after = query.after();
        do {
            SearchPage page = vault.search(request.tenant(), page(query, after));
            String problem = page.problem();
            if (problem != null) {
                throw new RecoverException(
                        RecoverException.Kind.PERMANENT, "The search was not understood: " + problem);
            }
            for (MessageVersion version : page.hits()) {
                visitor.message(version, found(version));
            }
            after = page.nextCursor();
        } while (after != null);
    }

    /// A search may span mailboxes, so that its paths begin with the mailbox's address.
    private List<String> found(MessageVersion version) {
        List<String> path = new ArrayList<>();
        path.add(vault.mailbox(request.tenant(), version.mailbox())
                .map(mailbox -> mailbox.address())
                .orElse(version.mailbox().value()));
        path.addAll(folders.computeIfAbsent(version.mailbox(), mailbox -> load(mailbox, null))
                .path(version.state().folder()));
        return path;
    }

    private static SearchQuery page(SearchQuery query, @Nullable String after) {
        return new SearchQuery(
                query.words(),
                query.sender(),
                query.subject(),
                query.mailbox(),
                query.folder(),
                query.receivedFrom(),
                query.receivedUntil(),
                query.asAt(),
                query.order(),
                AT_ONCE,
                after);
    }

    private Folders folders(MailboxId mailbox) {
        if (vault.mailbox(request.tenant(), mailbox).isEmpty()) {
            throw new RecoverException(
                    RecoverException.Kind.PERMANENT,
                    "The vault has no mailbox " + mailbox + " of tenant " + request.tenant()
                            + ". Choose one of those that are listed.");
        }
        return folders.computeIfAbsent(mailbox, id -> load(id, request.asAt()));
    }

    private Folders load(MailboxId mailbox, @Nullable Instant asAt) {
        return new Folders(vault.folders(request.tenant(), mailbox, asAt));
    }

    /// The folders of one mailbox.
    private static final class Folders {
        private final Map<FolderId, FolderVersion> byId = new HashMap<>();

        Folders(List<FolderVersion> folders) {
            folders.forEach(folder -> byId.put(folder.state().id(), folder));
        }

        List<String> path(FolderId folder) {
            Set<FolderId> seen = new HashSet<>();
            List<String> path = new ArrayList<>();
            FolderVersion at = byId.get(folder);
            while (at != null && seen.add(at.state().id())) {
                path.addFirst(at.state().name());
                FolderId parent = at.state().parentId();
                at = parent == null ? null : byId.get(parent);
            }
            return path.isEmpty() ? List.of("Folder that is gone") : path;
        }

        /// @param top null for all
        List<FolderId> chosen(@Nullable FolderId top, boolean below) {
            if (top != null && !byId.containsKey(top)) {
                throw new RecoverException(
                        RecoverException.Kind.PERMANENT,
                        "The folder was not in the mailbox at that instant. Choose another instant or folder.");
            }
            return byId.keySet().stream()
                    .filter(folder -> top == null || folder.equals(top) || (below && isBelow(folder, top)))
                    .sorted(Comparator.comparing(folder -> String.join("/", path(folder))))
                    .toList();
        }

        long messages(@Nullable FolderId top, boolean below) {
            return chosen(top, below).stream()
                    .map(byId::get)
                    .mapToLong(folder -> folder == null ? 0 : folder.messages())
                    .sum();
        }

        private boolean isBelow(FolderId folder, FolderId top) {
            Set<FolderId> seen = new HashSet<>();
            FolderId at = folder;
            while (at != null && seen.add(at)) {
                FolderVersion version = byId.get(at);
                at = version == null ? null : version.state().parentId();
                if (top.equals(at)) {
                    return true;
                }
            }
            return false;
        }
    }
}
