package org.postern.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.pack.ObjectName;

/// Gathers the changes of one commit; contents go to the open pack at once, so that only names are held.
final class PackMailboxWriter implements MailboxWriter {
    /// Bounds a change record, which is one object; a page of a change feed has about a thousand.
    private static final int CHANGES_MAX = 20_000;

    private final OpenTenant tenant;
    private final MailboxId mailbox;
    private final long at;
    private final Catalog catalog;
    private final ContentStore contents;
    private final Committer committer;
    private final long epoch;
    private final List<Change> changes = new ArrayList<>();
    private final Set<ObjectName> described = new HashSet<>();
    private final Map<ItemId, Optional<ObjectName>> lastContents = new HashMap<>();
    private boolean closed;

    PackMailboxWriter(
            OpenTenant tenant,
            MailboxId mailbox,
            long at,
            Catalog catalog,
            ContentStore contents,
            Committer committer) {
        this.tenant = tenant;
        this.mailbox = mailbox;
        this.at = at;
        this.catalog = catalog;
        this.contents = contents;
        this.committer = committer;
        this.epoch = tenant.packs().epoch();
    }

    @Override
    public ContentName put(MessageState state, byte[] mime) {
        requireFindable(state);
        ObjectName name = contents.nameOf(tenant, mime);
        if (described.add(name)) {
            contents.put(tenant, name, mime).ifPresent(this::add);
        }
        add(new Change.MessageIs(Normal.state(state), name));
        lastContents.put(state.id(), Optional.of(name));
        return ContentName.of(name.bytes());
    }

    @Override
    public boolean update(MessageState state) {
        Optional<ObjectName> content =
                lastContents.computeIfAbsent(state.id(), id -> catalog.lastContent(tenant.row(), mailbox, id));
        requireFindable(state);
        content.ifPresent(name -> add(new Change.MessageIs(Normal.state(state), name)));
        return content.isPresent();
    }

    @Override
    public void putMissing(MessageState state, String reason) {
        requireFindable(state);
        String shown = reason.isBlank() ? "the service gave no reason" : Normal.text(reason);
        add(new Change.MessageMissing(Normal.state(state), shown));
        lastContents.put(state.id(), Optional.empty());
    }

    @Override
    public void remove(ItemId id) {
        add(new Change.MessageGone(id));
    }

    @Override
    public void putFolder(FolderState state) {
        requireFindable(state.id().value());
        add(new Change.FolderIs(Normal.state(state)));
    }

    @Override
    public void removeFolder(FolderId id) {
        requireFindable(id.value());
        add(new Change.FolderGone(id));
    }

    @Override
    public void syncState(String scope, @Nullable String state) {
        add(new Change.SyncState(Normal.text(scope), state == null ? null : Normal.text(state)));
    }

    /// Notes the mailbox's address and name.
    void mailbox(String address, String displayName) {
        add(new Change.Mailbox(Normal.text(address), Normal.text(displayName)));
    }

    private void requireFindable(MessageState state) {
        requireFindable(state.id().value());
        requireFindable(state.folder().value());
    }

    /// Found out before it is durable in a pack: what is there has to become rows.
    private void requireFindable(String id) {
        int max = catalog.idBytesMax();
        if (id.length() > max / 3 && id.getBytes(StandardCharsets.UTF_8).length > max) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "An id of more than " + max + " bytes cannot be kept in a catalog on PostgreSQL. Give the item or"
                            + " folder a shorter name.");
        }
    }

    private void add(Change change) {
        if (closed) {
            throw new IllegalStateException("This set of changes was committed or closed; open another.");
        }
        if (changes.size() >= CHANGES_MAX) {
            throw new IllegalStateException("A commit takes at most " + CHANGES_MAX + " changes; commit earlier.");
        }
        changes.add(change);
    }

    @Override
    public void commit() {
        if (closed) {
            throw new IllegalStateException("This set of changes was committed or closed; open another.");
        }
        closed = true;
        if (!changes.isEmpty()) {
            committer.commit(tenant, new OpenTenant.Draft(mailbox, at, changes, epoch));
        }
    }

    @Override
    public void close() {
        closed = true;
        changes.clear();
    }
}
