package org.postern.vault.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SortedMap;

/// Hands every call on to another store, for tests that change one of them.
public class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    protected ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    /// Before each call.
    protected void called() {}

    @Override
    public void put(String key, Path file) throws IOException {
        called();
        store.put(key, file);
    }

    @Override
    public byte[] get(String key, long offset, int length) throws IOException {
        called();
        return store.get(key, offset, length);
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        called();
        return store.size(key);
    }

    @Override
    public SortedMap<String, Long> sizes(String prefix) throws IOException {
        called();
        return store.sizes(prefix);
    }

    @Override
    public void delete(String key) throws IOException {
        called();
        store.delete(key);
    }
}
