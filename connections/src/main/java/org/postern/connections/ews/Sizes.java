package org.postern.connections.ews;

import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.mail.ItemId;

/// Remembers how large messages were said to be, from when they are listed until they are fetched.
final class Sizes {
    private static final int KEPT = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<ItemId, Integer> sizes = new LinkedHashMap<>();

    void note(ItemId id, int bytes) {
        lock.lock();
        try {
            sizes.put(id, bytes);
            if (sizes.size() > KEPT) {
                sizes.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    int of(ItemId id, int unknown) {
        lock.lock();
        try {
            return sizes.getOrDefault(id, unknown);
        } finally {
            lock.unlock();
        }
    }
}
