package org.postern.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.vault.catalog.Catalog;
import org.postern.vault.catalog.UpkeepRows;
import org.postern.vault.pack.Benches;
import org.postern.vault.pack.ObjectKind;

/// Drops what no version needs from the catalog, then writes packs anew without it (ADR 019).
///
/// Can be broken off anywhere: until the catalog's rows are switched, in one transaction, old packs stay as they are;
/// afterwards they are deleted, and one that is still there when the vault is opened is taken up as a pack of which
/// nothing is live.
final class Compaction {
    private static final int ROUND = 20_000; // Objects dropped while no commit can be made.
    private static final int PAGE = 5_000;
    private final OpenTenant tenant;
    private final Catalog catalog;
    private final UpkeepRows rows;
    private final Committer committer;
    private final Benches benches;
    private final PackRewrite rewrite;
    private long dropped;

    Compaction(
            OpenTenant tenant,
            Catalog catalog,
            UpkeepRows rows,
            Committer committer,
            Benches benches,
            PackRewrite rewrite) {
        this.tenant = tenant;
        this.catalog = catalog;
        this.rows = rows;
        this.committer = committer;
        this.benches = benches;
        this.rewrite = rewrite;
    }

    CompactReport run(double deadShare, UpkeepProgress progress) {
        tenant.requireThere();
        LiveObjects live = new LiveObjects(tenant, catalog, rows, benches);
        live.markAll(progress);
        live.catchUp();
        drop(live, ObjectKind.MESSAGE, progress);
        drop(live, ObjectKind.LEAF, progress); // After messages: none that is known to the catalog ever lacks a leaf.
        if (deadShare == 0) {
            tenant.packs().forgetDictionaries(); // They hold words of what is gone.
        }
        try {
            closeOpenPack(deadShare);
            rewrite.run(deadShare, progress);
        } catch (IOException e) {
            throw failed(tenant, e);
        }
        return rewrite.report(dropped);
    }

    private void drop(LiveObjects live, ObjectKind kind, UpkeepProgress progress) {
        List<Long> doomed = new ArrayList<>();
        long after = 0;
        List<Long> page = rows.rows(tenant.row(), kind, after, live.last(), PAGE);
        while (!page.isEmpty()) {
            tenant.requireThere();
            page.stream().filter(row -> !live.isLive(row)).forEach(doomed::add);
            if (doomed.size() >= ROUND) {
                drop(live, doomed);
            }
            progress.at("Objects dropped", dropped, dropped);
            after = page.getLast();
            page = rows.rows(tenant.row(), kind, after, live.last(), PAGE);
        }
        drop(live, doomed);
    }

    /// While nothing is committed: what was until now is looked at, and who means to refer to what goes must begin
    /// anew.
    private void drop(LiveObjects live, List<Long> doomed) {
        if (doomed.isEmpty()) {
            return;
        }
        live.catchUp(); // Most of it before the commits must wait.
        dropped += committer.betweenCommits(() -> {
            requireNoBacklog();
            live.catchUp();
            doomed.removeIf(live::isLive);
            try {
                rows.drop(doomed);
            } finally {
                tenant.packs().startOver();
            }
            return doomed.size();
        });
        doomed.clear();
    }

    private void requireNoBacklog() {
        if (tenant.hasBacklog()) {
            throw new VaultException(
                    VaultException.Kind.RETRYABLE,
                    "The catalog of tenant " + tenant.id() + " is behind its packs, as after a failure of the disk. It"
                            + " catches up with the next mail; then compact again.");
        }
    }

    /// A pack that grows is rewritten only after it is closed; that is worth while when enough of it is dead.
    private void closeOpenPack(double deadShare) throws IOException {
        Optional<UpkeepRows.Usage> open =
                tenant.packs().openNumber().flatMap(number -> rows.openUsage(tenant.row(), number));
        if (open.filter(usage -> PackRewrite.isWorthLooking(usage, deadShare)).isEmpty()) {
            return;
        }
        try {
            committer.betweenCommits(() -> {
                requireNoBacklog();
                try {
                    benches.use(bench -> tenant.packs().closeOpen(bench)).ifPresent(rewrite::finished);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static VaultException failed(OpenTenant tenant, IOException e) {
        return new VaultException(
                VaultException.Kind.RETRYABLE,
                "The packs of tenant " + tenant.id() + " could not be compacted: " + e.getMessage()
                        + ". Mend the disk or the store of packs and compact again; no mail is lost.",
                e);
    }
}
