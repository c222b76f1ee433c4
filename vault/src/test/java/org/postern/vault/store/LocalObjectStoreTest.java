package org.postern.vault.store;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

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
