package org.postern.vault;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.vault.catalog.ObjectNames;
import org.postern.vault.pack.NameFile;
import org.postern.vault.pack.NameFilter;
import org.postern.vault.store.ThreadEnd;

/// Learns the names of all of a tenant's objects, so that new mail is stored without asking for each.
///
/// From a file first, as far as it goes, then from the catalog, in the background: until all are known the catalog is
/// asked, which is slower and no less right. So the cost is of what came since the file was written, not of all.
final class KnownNames {
    private static final System.Logger LOG = System.getLogger(KnownNames.class.getName());
    /// With fewer, reading them all is quicker than anyone notices.
    private static final long WORTH_A_FILE = 1 << 17;
    private static final int AT_ONCE = 50_000;

    private final ObjectNames catalog;
    private final long tenant;
    private final NameFilter filter;
    private final NameFile file;
    private final long worthAFile;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean begun;
    private volatile boolean stopped;
    private @Nullable Thread learner; // Guarded by the lock, as is what follows.
    private long written;
    /// Up to which row all names are known; the learner's own while it runs.
    private volatile Optional<NameFile.Mark> mark = Optional.empty();

    KnownNames(ObjectNames catalog, long tenant, NameFilter filter, NameFile file) {
        this(catalog, tenant, filter, file, WORTH_A_FILE);
    }

    /// @param worthAFile how many names there must be
    KnownNames(ObjectNames catalog, long tenant, NameFilter filter, NameFile file, long worthAFile) {
        this.catalog = catalog;
        this.tenant = tenant;
        this.filter = filter;
        this.file = file;
        this.worthAFile = worthAFile;
    }

    /// Begins to learn, at the first call; nothing may be stored before one has returned.
    void learn() {
        if (begun) {
            return;
        }
        lock.lock();
        try {
            if (!begun) {
                fromFile();
                learner = Thread.ofVirtual().name("names-" + tenant).start(this::fromCatalog);
                begun = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void fromFile() {
        try {
            // A catalog that was made anew, or is another, has other rows.
            mark = file.read(filter, known -> catalog.isAt(known.row(), known.name()));
            written = filter.count();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The file of known names was not read: {0}", e.getMessage());
        }
    }

    private void fromCatalog() {
        try {
            while (!stopped && !filter.isComplete()) {
                if (!fromNextRows()) {
                    filter.complete();
                }
            }
            write();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The object names of tenant row {0} were not learned: {1}",
                    tenant,
                    e.getMessage());
        }
    }

    private boolean fromNextRows() {
        long after = mark.map(NameFile.Mark::row).orElse(0L);
        Optional<NameFile.Mark> last = catalog.tell(tenant, after, AT_ONCE, filter::add);
        mark = last.isPresent() ? last : mark;
        return last.isPresent();
    }

    private void write() {
        lock.lock();
        try {
            long count = filter.count();
            long fresh = count - written;
            Optional<NameFile.Mark> known = filter.isComplete() ? catalog.last() : mark;
            if (known.isPresent() && count >= worthAFile && fresh >= Math.max(worthAFile / 8, count / 64)) {
                file.write(filter, known.get());
                written = count;
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The file of known names was not written: {0}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /// Ends learning, and keeps what was learned; the catalog is still open, and nothing is stored any more.
    void close() {
        stopped = true;
        Thread running = learner();
        if (running != null) {
            ThreadEnd.await(running);
            write();
        }
    }

    private @Nullable Thread learner() {
        lock.lock();
        try {
            return learner;
        } finally {
            lock.unlock();
        }
    }
}
