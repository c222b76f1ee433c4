package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// Where finished packs live: named files that are written once and never changed.
///
/// Keys are one or more names of `[a-z0-9._-]`, separated by `/`; no name begins with a dot. Safe from any number of
/// threads. What every store must do is tested by `ObjectStoreContract`.
public interface ObjectStore {
    /// Stores the file's bytes under `key`, durable and whole on return; the store may take the file itself (it is
    /// then gone). Throws `FileAlreadyExistsException` when the key is taken: of two at once, one succeeds.
    void put(String key, Path file) throws IOException;

    /// Bytes `offset` to `offset + length` of the object. Throws `NoSuchFileException` when it is not there and
    /// `EOFException` when it ends before.
    byte[] get(String key, long offset, int length) throws IOException;

    /// How many bytes the object has; empty when it is not there.
    OptionalLong size(String key) throws IOException;

    /// The keys that begin with `prefix`, in order, each with how many bytes its object has.
    SortedMap<String, Long> sizes(String prefix) throws IOException;

    /// The keys that begin with `prefix`, in order.
    default List<String> list(String prefix) throws IOException {
        return List.copyOf(sizes(prefix).keySet());
    }

    /// Deletes the object; no effect when it is not there. Throws `AccessDeniedException` when a lock keeps it.
    void delete(String key) throws IOException;

    /// Whether all objects whose keys begin with `prefix` are where they are to stay; false while some are on their
    /// way.
    default boolean isSettled(String prefix) {
        return true;
    }

    /// The key itself. Throws `IllegalArgumentException` when it is none.
    static String requireKey(String key) {
        if (!Keys.FORM.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object store: " + key);
        }
        return key;
    }

    /// What keys look like.
    final class Keys {
        private static final Pattern FORM = Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

        private Keys() {}
    }
}
