package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.Ledger;
import org.postern.connections.keys.PrivateFile;
import org.postern.mail.TenantId;

/// A tenant's ledger in one file, opened by one process.
public final class FileLedger implements Ledger, AutoCloseable {
    /// Written at up to the service's rate; their loss in a power cut is bounded to a second.
    private static final Set<String> FREQUENT = Set.of("request", "answer");

    private final Path file;
    private final TenantId tenant;
    private final Clock clock;
    private final FileChannel channel;
    private final LedgerFile lines;
    private final ReentrantLock writing = new ReentrantLock();
    private long number;
    private String last;
    private long size;
    private volatile boolean unforced;

    private FileLedger(Path file, TenantId tenant, Clock clock, FileChannel channel, TornTail.Sound sound) {
        this.file = file;
        this.tenant = tenant;
        this.clock = clock;
        this.channel = channel;
        this.lines = new LedgerFile(channel);
        this.size = sound.size();
        this.number = sound.number();
        this.last = sound.hash();
    }

    /// Opens or begins a tenant's ledger; what a crash tore off is moved aside and noted.
    public static FileLedger open(Path file, TenantId tenant, Clock clock) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PrivateFile.attributes(file, "rw-------"));
            TornTail.Sound sound = TornTail.cut(file, channel, tenant);
            FileLedger ledger = new FileLedger(file, tenant, clock, channel, sound);
            if (!sound.tornDetails().isEmpty()) {
                ledger.append("ledger.repaired", "postern", sound.tornDetails());
            }
            return ledger;
        } catch (IOException e) {
            throw failed(file, "opened", e);
        }
    }

    @Override
    public Entry append(String kind, String actor, Map<String, String> details) {
        writing.lock();
        try {
            var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Entry entry = EntryCodec.seal(number + 1, at, kind, actor, details, last);
            write(EntryCodec.line(entry));
            if (FREQUENT.contains(kind)) {
                unforced = true;
            } else {
                channel.force(false);
            }
            number = entry.number();
            last = entry.hash();
            return entry;
        } catch (IOException e) {
            throw failed(file, "written", e);
        } finally {
            writing.unlock();
        }
    }

    /// Either the whole line is there afterwards or none of it.
    private void write(byte[] line) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(line);
        try {
            while (left.hasRemaining()) {
                channel.write(left, size + left.position());
            }
            size += line.length;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    /// Forces what was appended to the disk, if anything was; called every second.
    public void force() {
        if (!unforced) {
            return;
        }
        unforced = false;
        try {
            channel.force(false);
        } catch (IOException e) {
            unforced = true;
            throw failed(file, "written", e);
        }
    }

    @Override
    public List<Entry> read(long after, int limit) {
        List<Entry> entries = new ArrayList<>(Math.min(limit, 256));
        try {
            long end = end();
            long offset = lines.seek(after, end);
            while (entries.size() < limit) {
                Optional<LedgerFile.Line> line = lines.lineAt(offset, end);
                if (line.isEmpty()) {
                    break;
                }
                Entry entry = EntryCodec.read(line.get().bytes())
                        .orElseThrow(() -> new ConnectionException(
                                Kind.PERMANENT,
                                "The ledger " + file + " is damaged after entry " + (after + entries.size())
                                        + ". Verify it, and compare it with a backup."));
                if (entry.number() > after) {
                    entries.add(entry);
                }
                offset = line.get().next();
            }
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
        return List.copyOf(entries);
    }

    @Override
    public Verification verify() {
        try {
            return walk(end());
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
    }

    private Verification walk(long end) throws IOException {
        String previous = EntryCodec.origin(tenant);
        long expected = 1;
        long offset = 0;
        while (offset < end) {
            Optional<LedgerFile.Line> line = lines.lineAt(offset, end);
            Optional<Entry> entry = line.flatMap(found -> EntryCodec.read(found.bytes()));
            if (entry.isEmpty()) {
                return new Verification.Broken(expected, "its bytes are not an entry with its own hash");
            }
            if (entry.get().number() != expected) {
                return new Verification.Broken(expected, "number " + entry.get().number() + " stands in its place");
            }
            if (!entry.get().previous().equals(previous)) {
                return new Verification.Broken(expected, "it does not follow from the entry before");
            }
            previous = entry.get().hash();
            expected++;
            offset = line.get().next();
        }
        return new Verification.Whole(expected - 1);
    }

    private long end() {
        writing.lock();
        try {
            return size;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw failed(file, "closed", e);
        }
    }

    private static ConnectionException failed(Path file, String what, IOException e) {
        return new ConnectionException(
                Kind.PERMANENT,
                "The ledger " + file + " could not be " + what + ": " + e.getMessage()
                        + ". Nothing is done that is not in the ledger: check the disk's space and permissions.",
                e);
    }
}
