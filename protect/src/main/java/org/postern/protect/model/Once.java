package org.postern.protect.model;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value found out when it is first asked for. One thread at a time.
final class Once<T extends @Nullable Object> implements Supplier<T> {
    private @Nullable Supplier<T> finder;
    private @Nullable T value;

    Once(Supplier<T> finder) {
        this.finder = finder;
    }

    @Override
    @SuppressWarnings("NullAway") // Set once the finder has run.
    public T get() {
        if (finder != null) {
            value = finder.get();
            finder = null;
        }
        return value;
    }
}
