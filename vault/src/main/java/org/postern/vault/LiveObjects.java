package org.postern.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.UpkeepRows;
import org.postern.vault.content.Skeleton;
import org.postern.vault.content.Skeleton.Segment;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;

/// Which messages and leaves some version needs: marked once from the catalog and the skeletons, then kept up with
/// what is committed meanwhile.
final class LiveObjects {
    private static final int AT_ONCE = 500;
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final UpkeepRows rows;
    private final Benches benches;
    private final MarkedRows marked = new MarkedRows();
    private final long last;
    private long seen;

    /// Objects that come after this is made are none of its business.
    LiveObjects(OpenTenant tenant, Catalog catalog, UpkeepRows rows, Benches benches) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.rows = rows;
        this.benches = benches;
        this.last = rows.lastObject();
        this.seen = catalog.applied(tenant.row()).sequence();
    }

    /// The last object that is judged.
    long last() {
        return last;
    }

    boolean isLive(long row) {
        return marked.isMarked(row);
    }

    void markAll(UpkeepProgress progress) {
        long after = 0;
        long messages = 0;
        List<UpkeepRows.Stored> page = rows.contentsInUse(tenant.row(), after, AT_ONCE);
        while (!page.isEmpty()) {
            tenant.requireThere();
            mark(page);
            messages += page.size();
            progress.at("Messages whose parts are needed", messages, messages);
            after = page.getLast().row();
            page = rows.contentsInUse(tenant.row(), after, AT_ONCE);
        }
    }

    /// Marks what was committed since: versions of contents that no version had when all was marked.
    void catchUp() {
        long applied = catalog.applied(tenant.row()).sequence();
        while (seen < applied) {
            Set<ObjectName> named = new HashSet<>();
            for (Change change : record(seen + 1).changes()) {
                if (change instanceof Change.MessageIs(var _, var content)) {
                    named.add(content);
                }
            }
            mark(rows.objects(tenant.row(), named));
            seen++;
        }
    }

    private ChangeRecord record(long sequence) {
        Catalog.PlacedChange placed = catalog.change(tenant.row(), sequence)
                .orElseThrow(() -> new VaultException(
                        VaultException.Kind.RETRYABLE,
                        "Change " + sequence + " of tenant " + tenant.id() + " is not in the catalog. Nothing was"
                                + " dropped; rebuild the catalog and compact again."));
        try {
            return ChangeRecord.decode(
                    tenant.packs().read(benches, ObjectKind.CHANGE, placed.name(), placed.location()));
        } catch (IOException e) {
            throw Compaction.failed(tenant, e);
        }
    }

    private void mark(List<UpkeepRows.Stored> messages) {
        Set<ObjectName> leaves = new HashSet<>();
        for (UpkeepRows.Stored message : messages) {
            if (marked.mark(message.row())) {
                leaves.addAll(leaves(message));
            }
        }
        List<ObjectName> all = new ArrayList<>(leaves);
        rows.objects(tenant.row(), all).forEach(leaf -> marked.mark(leaf.row()));
    }

    private List<ObjectName> leaves(UpkeepRows.Stored message) {
        List<ObjectName> leaves = new ArrayList<>();
        try {
            byte[] plain = tenant.packs().read(benches, ObjectKind.MESSAGE, message.name(), message.location());
            for (Segment segment : Skeleton.decode(plain).segments()) {
                if (segment instanceof Segment.Leaf leaf) {
                    leaf.pieces().forEach(piece -> leaves.add(piece.name()));
                }
            }
            return leaves;
        } catch (IOException e) {
            throw Compaction.failed(tenant, e);
        }
    }
}
