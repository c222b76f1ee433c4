package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Where finished packs live: named files that are written once and never changed.
///
/// Keys are one or more names of `[a-z0-9._-]`, separated by `/`; no name is `.` or `..`.
public interface ObjectStore {
    /// Stores the file's bytes under `key`, durable on return; the store may take the file itself (it is then gone).
    /// Throws `FileAlreadyExistsException` when the key is taken.
    void put(String key, Path file) throws IOException;

    /// Bytes `offset` to `offset + length` of the object. Throws `NoSuchFileException` when it is not there and
    /// `EOFException` when it ends before.
    byte[] get(String key, long offset, int length) throws IOException;

    /// How many bytes the object has; empty when it is not there.
    OptionalLong size(String key) throws IOException;

    /// The keys that begin with `prefix`, in order.
    List<String> list(String prefix) throws IOException;

    /// Deletes the object; no effect when it is not there.
    void delete(String key) throws IOException;
}
