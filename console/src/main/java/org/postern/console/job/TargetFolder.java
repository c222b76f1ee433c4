package org.postern.console.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailWriter;
import org.postern.console.mailbox.FolderTree;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.RestoreRequest.Place;
import org.postern.vault.Vault;

/// Finds the place that an administrator names by a folder's path or id, and makes the folder when it is not there.
final class TargetFolder {
    private static final String NEW_FOLDER = "@recovered";

    private final Vault vault;
    private final TenantId tenant;
    private final MailboxId mailbox;

    TargetFolder(Vault vault, TenantId tenant, MailboxId mailbox) {
        this.vault = vault;
        this.tenant = tenant;
        this.mailbox = mailbox;
    }

    /// The place as it would be, with nothing made: a folder that is not there yet is like any new one.
    Place planned(@Nullable String named) {
        return named == null
                ? new Place.Original()
                : find(named).<Place>map(Place.Under::new).orElseGet(Place.RecoveredFolder::new);
    }

    /// The place, made where it is not there yet.
    Place made(@Nullable String named, MailWriter writer) {
        if (named == null) {
            return new Place.Original();
        }
        if (named.equals(NEW_FOLDER)) {
            return new Place.RecoveredFolder();
        }
        return new Place.Under(find(named).orElseGet(() -> make(named, writer)));
    }

    private Optional<FolderId> find(String named) {
        List<FolderTree.Node> nodes = FolderTree.of(vault.folders(tenant, mailbox, null));
        return nodes.stream()
                .filter(node -> node.path().equalsIgnoreCase(named)
                        || node.folder().state().id().value().equals(named))
                .findFirst()
                .map(node -> node.folder().state().id());
    }

    private FolderId make(String path, MailWriter writer) {
        FolderId parent = null;
        String above = "";
        for (String segment : path.split("/", -1)) {
            String name = segment.strip().replace("%2F", "/");
            if (!name.isEmpty()) {
                above = above.isEmpty() ? segment.strip() : above + "/" + segment.strip();
                FolderId below = parent;
                parent = find(above)
                        .orElseGet(
                                () -> writer.ensureFolder(mailbox, below, name).id());
            }
        }
        if (parent == null) {
            throw new IllegalArgumentException("a folder path without a name");
        }
        return parent;
    }
}
