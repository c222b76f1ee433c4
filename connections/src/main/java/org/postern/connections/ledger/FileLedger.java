package org.postern.connections.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger;
import org.postern.connections.LedgerEvidence.Verified;
import org.postern.mail.TenantId;

/// A tenant's ledger in one file of lines, opened by one process, with its tree and signatures beside it.
public final class FileLedger implements Ledger, AutoCloseable {
    /// Written at up to the service's rate; their loss in a power cut is bounded to a second.
    static final Set<String> FREQUENT = Set.of("request", "answer");

    /// Opening reads the entries after the last checkpoint: so many at most, or those of a few minutes.
    private static final long SIGN_AFTER_ENTRIES = 50_000;

    private static final Duration SIGN_AFTER = Duration.ofMinutes(5);

    private final Path file;
    private final TenantId tenant;
    private final Clock clock;
    private final LogSecrets secrets;
    private final EntryFile lines;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock signing = new ReentrantLock();
    private long number;
    private String last;
    private volatile @Nullable LedgerTree tree;
    private volatile boolean unforced;
    private volatile @Nullable String damage;
    private volatile @Nullable Checkpoint signed;
    private volatile @Nullable Verified verified;
    private volatile Act act;
    private Instant triedAt; // These two are the timer's own.
    private boolean failing;

    private FileLedger(Path file, TenantId tenant, LogKeys keys, Clock clock, LineStore lines, LedgerOpening opened) {
        this.file = file;
        this.tenant = tenant;
        this.clock = clock;
        this.secrets = new LogSecrets(file, tenant, keys, clock);
        this.lines = new EntryFile(lines, opened.sound().size());
        this.number = opened.sound().number();
        this.last = opened.sound().hash();
        this.tree = opened.tree();
        this.damage = opened.damage();
        this.signed = opened.signed();
        this.verified =
                LastVerification.read(LedgerTree.beside(file, ".verified")).orElse(null);
        this.triedAt = clock.instant();
        this.act = new Act(number, triedAt); // Which of the entries were acts is not looked for.
    }

    /// Opens or begins a tenant's ledger; what a crash tore off is moved aside and noted, and so is damage that no
    /// crash explains, which hinders signing and nothing else.
    ///
    /// @param keys makes and opens the log's key, when it is first needed
    public static FileLedger open(Path file, TenantId tenant, LogKeys keys, Clock clock) {
        return open(file, tenant, keys, clock, OwnFile::lines);
    }

    interface StoreOpener {
        LineStore open(Path file) throws IOException;
    }

    static FileLedger open(Path file, TenantId tenant, LogKeys keys, Clock clock, StoreOpener stores) {
        try {
            LineStore lines = stores.open(file);
            try {
                LedgerOpening opened = LedgerOpening.open(file, tenant);
                FileLedger ledger = new FileLedger(file, tenant, keys, clock, lines, opened);
                ledger.tell(opened);
                return ledger;
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(file, "opened", e);
        }
    }

    private void tell(LedgerOpening opened) {
        if (!opened.sound().tornDetails().isEmpty()) {
            append("ledger.repaired", "postern", opened.sound().tornDetails());
        }
        String reason = opened.damage();
        if (reason != null) {
            append("ledger.damaged", "postern", Map.of("reason", reason));
        }
    }

    @Override
    public Entry append(String kind, String actor, Map<String, String> details) {
        boolean frequent = FREQUENT.contains(kind);
        EntryCodec.Sealed sealed;
        writing.lock();
        try {
            var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            sealed = EntryCodec.seal(number + 1, at, kind, actor, details, last);
            long offset = lines.size();
            lines.append(sealed.line());
            number = sealed.entry().number();
            last = sealed.entry().hash();
            grow(sealed, offset, !frequent);
            if (Act.is(kind)) {
                act = new Act(number, at);
            }
        } catch (IOException e) {
            throw failed(file, "written", e);
        } finally {
            writing.unlock();
        }
        if (frequent) {
            unforced = true;
        } else {
            forceLines();
        }
        return sealed.entry();
    }

    private void grow(EntryCodec.Sealed sealed, long offset, boolean act) {
        LedgerTree grown = tree;
        if (grown == null) {
            return;
        }
        try {
            grown.append(sealed.leaf(), offset, sealed.entry().at().toEpochMilli(), act);
        } catch (IOException e) {
            tree = null; // The entry is there; the tree is made anew at the next start.
            damage =
                    "its tree could not be written (" + e.getMessage() + "), so nothing is signed until the next start";
        }
    }

    /// Forces what was appended to the disk, if anything was; called every second.
    public void force() {
        if (unforced) {
            unforced = false;
            try {
                forceLines();
            } catch (ConnectionException e) {
                unforced = true;
                throw e;
            }
        }
    }

    private void forceLines() {
        try {
            lines.force(lines.size());
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    /// The id of the next request of this tenant.
    public UUID nextRequestId() {
        return secrets.requestIds().next();
    }

    @Override
    public OptionalLong recognise(UUID requestId) {
        return secrets.requestIds().recognise(requestId);
    }

    VerifierKey verifierKey() {
        return secrets.key().verifier();
    }

    /// As [#verifierKey], but makes and opens none.
    Optional<VerifierKey> knownKey() {
        return LogKeys.verifier(file);
    }

    TenantId tenant() {
        return tenant;
    }

    /// Signs what is there now, after it is on the disk; the same as before where nothing was added.
    Checkpoint checkpoint() {
        LogKey key = secrets.key();
        signing.lock();
        try {
            MerkleEdge.Head head = head();
            Checkpoint before = signed;
            if (before != null && before.size() == head.size()) {
                return before;
            }
            forceLines();
            soundTree().force();
            Checkpoint made = Checkpoint.sign(head.size(), head.root(), key);
            made.write(beside(".checkpoint"));
            signed = made;
            return made;
        } catch (IOException e) {
            throw failed(file, "signed", e);
        } finally {
            signing.unlock();
        }
    }

    private MerkleEdge.Head head() {
        writing.lock();
        try {
            return soundTree().head();
        } finally {
            writing.unlock();
        }
    }

    /// The tree; refused where the ledger is damaged, since a log never signs what goes against what it signed.
    LedgerTree soundTree() {
        LedgerTree sound = tree;
        if (sound == null || damage != null) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The ledger " + file + " is not signed: " + damage + ". Keep the server's folder as it is, and"
                            + " compare it with a backup and with the checkpoints that the customer holds.");
        }
        return sound;
    }

    /// Signs when entries have waited long enough for it, or are enough; after a failure not at once again.
    void checkpointWhenDue() {
        long unsigned = entries() - signedEntries();
        Instant now = clock.instant();
        boolean old = !now.isBefore(triedAt.plus(SIGN_AFTER));
        boolean many = unsigned > SIGN_AFTER_ENTRIES && (old || !failing);
        if (damage == null && unsigned > 0 && (many || old)) {
            triedAt = now;
            failing = true;
            checkpoint();
            failing = false;
        }
    }

    /// Compares the ledger with a checkpoint that was published; what does not fit is noted and hinders signing from
    /// now on.
    ///
    /// @param place where it was published, such as `file /srv/anchors`
    void compare(Checkpoint published, String place) {
        if (damage != null) {
            return;
        }
        long entries = entries();
        boolean missing = published.size() > entries;
        if (missing || !Arrays.equals(Merkle.root(soundTree(), published.size()), published.root())) {
            String reason = missing
                    ? "it has " + entries + " entries, where " + published.size() + " were signed for " + place
                    : "its first " + published.size() + " entries are not those that were signed for " + place;
            damage = reason;
            append("ledger.damaged", "postern", Map.of("reason", reason));
        }
    }

    /// The newest administrative act; after opening its last entry, whatever that was.
    Act lastAct() {
        return act;
    }

    /// The file of another ending beside the ledger's.
    Path beside(String ending) {
        return LedgerTree.beside(file, ending);
    }

    long entries() {
        writing.lock();
        try {
            return number;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<Entry> read(long after, int limit) {
        return reading(lines -> lines.read(after, limit));
    }

    @Override
    public List<Entry> find(Query query) {
        return reading(lines -> new LedgerSearch(lines, tree).find(query));
    }

    @Override
    public Verification verify() {
        Verified walked = new Verified(clock.instant(), walk());
        verified = walked;
        try {
            LastVerification.write(beside(".verified"), walked);
        } catch (IOException e) {
            // It is known until the next start, and then found out anew.
        }
        return walked.found();
    }

    /// How the last walk ended; empty where there was none.
    Optional<Verified> lastVerified() {
        return Optional.ofNullable(verified);
    }

    /// How many entries the newest checkpoint covers.
    long signedEntries() {
        Checkpoint newest = signed;
        return newest == null ? 0 : newest.size();
    }

    private Verification walk() {
        Checkpoint before = signed;
        Verification found = reading(lines -> lines.verify(tenant, before));
        String reason = damage;
        if (reason == null || found instanceof Verification.Broken) {
            return found;
        }
        return new Verification.Broken(before == null ? entries() : before.size(), reason);
    }

    /// The line of an entry, without its line feed.
    byte[] line(long entry) {
        return reading(lines -> lines.lineAt(soundTree().place(entry).offset()));
    }

    /// Writes the lines of the first entries as they stand.
    void copy(long entries, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            new LedgerFile(file, channel, lines.size(), entries).copy(out);
        }
    }

    private interface Reading<T> {
        T of(LedgerFile lines) throws IOException;
    }

    /// A channel of its own for each reading: one that is interrupted closes no other.
    private <T> T reading(Reading<T> reading) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reading.of(present(channel));
        } catch (IOException | UncheckedIOException e) {
            throw failed(file, "read", e);
        }
    }

    private LedgerFile present(FileChannel channel) {
        writing.lock();
        try {
            return new LedgerFile(file, channel, lines.size(), number);
        } finally {
            writing.unlock();
        }
    }

    /// Signs what is not signed yet where the key is open anyway, so that the next opening reads little.
    @Override
    public void close() {
        LedgerTree closing = tree;
        try (lines) {
            if (damage == null && secrets.isOpen() && entries() > 0) {
                checkpoint();
            }
            if (closing != null) {
                closing.close();
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed(file, "closed", e);
        }
    }

    private static ConnectionException failed(Path file, String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                "The ledger " + file + " could not be " + what + ": " + e.getMessage()
                        + ". Nothing is done that is not in the ledger: check the disk's space and permissions.",
                e);
    }
}
