package org.postern.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.postern.vault.store.LocalDisk;

/// A disk that refuses to delete finished packs while it is locked, as an object lock does.
final class LockableDisk extends LocalDisk {
    volatile boolean locked;

    @Override
    public void delete(Path file) throws IOException {
        if (locked && file.toString().endsWith(".pack")) {
            throw new AccessDeniedException(file.toString());
        }
        super.delete(file);
    }
}
