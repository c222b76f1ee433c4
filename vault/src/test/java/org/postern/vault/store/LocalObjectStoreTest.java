package org.postern.vault.store;

import org.junit.jupiter.api.BeforeEach;
import org.jspecify.annotations.Nullable;

class LocalObjectStoreTest extends ObjectStoreContract {
    private @Nullable ObjectStore store;

    @BeforeEach
    void open() {
        store = new LocalObjectStore(new LocalDisk(), directory.resolve("packs"));
    }

    @Override
    protected ObjectStore store() {
        return java.util.Objects.requireNonNull(store);
    }
}
