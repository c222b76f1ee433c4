package org.postern.vault.pack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.postern.vault.VaultException;

/// Reads the objects of one tenant, in packs that grow and in finished ones. Safe from any number of threads.
final class ObjectReads implements Dictionaries.Packs {
    private final PackReader reader;
    private final Map<Long, OpenPack> open;
    private final TenantPacks owner;
    private volatile Function<ObjectName, Optional<Location>> places = _ -> Optional.empty();

    /// @param open the packs that grow, by their numbers; kept up by their owner
    ObjectReads(PackReader reader, Map<Long, OpenPack> open, TenantPacks owner) {
        this.reader = reader;
        this.open = open;
        this.owner = owner;
    }

    void places(Function<ObjectName, Optional<Location>> now) {
        places = now;
    }

    /// The bytes of an object. Throws [VaultException] CORRUPT when they are not what was written.
    byte[] read(Benches benches, ObjectKind kind, ObjectName name, Location location) throws IOException {
        try {
            byte[] frame = frame(location);
            return benches.use(bench -> reader.open(bench, kind, name, location, frame, owner.dictionaries()));
        } catch (VaultException e) {
            Optional<Location> moved = places.apply(name);
            if (moved.isEmpty() || moved.get().equals(location)) {
                throw e;
            }
            return read(benches, kind, name, moved.get()); // Its pack was rewritten meanwhile, with its dictionary.
        }
    }

    @Override
    public byte[] frame(Location location) throws IOException {
        OpenPack pack = open.get(location.pack());
        if (pack == null) {
            return reader.frame(location);
        }
        try {
            return pack.read(location);
        } catch (IOException e) {
            if (open.get(location.pack()) == pack) {
                throw new VaultException(
                        VaultException.Kind.CORRUPT,
                        "The open pack " + pack.path() + " cannot be read at byte " + location.offset() + ": "
                                + e.getMessage() + ". Check the disk.",
                        e);
            }
            return reader.frame(location); // It was finished in between.
        }
    }

    @Override
    public List<PackEntry> entries(Bench bench, long pack) throws IOException {
        Optional<List<PackEntry>> growing = owner.openEntries(pack, bench);
        if (growing.isPresent()) {
            return growing.get();
        }
        try {
            return reader.index(pack, bench).entries();
        } catch (VaultException e) {
            if (e.kind() != VaultException.Kind.CORRUPT) {
                throw e;
            }
            return reader.scan(pack, bench);
        }
    }

    @Override
    public Set<Long> numbers() throws IOException {
        Set<Long> numbers = new TreeSet<>(owner.finishedPacks().keySet());
        numbers.addAll(open.keySet());
        return numbers;
    }
}
