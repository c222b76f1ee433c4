package org.postern.console.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list; `next` is what to pass as `after` for the page behind it, null on the last.
public record Listing<T>(List<T> items, @Nullable String next) {
    public Listing {
        items = List.copyOf(items);
    }

    static <T> Listing<T> whole(List<T> items) {
        return new Listing<>(items, null);
    }
}
