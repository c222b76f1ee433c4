package org.postern.vault.catalog;

import java.util.ArrayList;
import java.util.List;

/// Cuts a list into pieces that fit one `IN (…)`.
final class Chunks {
    private static final int SIZE = 500;

    private Chunks() {}

    static <T> List<List<T>> of(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += SIZE) {
            chunks.add(all.subList(start, Math.min(all.size(), start + SIZE)));
        }
        return chunks;
    }
}
