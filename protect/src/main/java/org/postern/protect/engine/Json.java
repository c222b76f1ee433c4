package org.postern.protect.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looking into what is known at run time only: a document in JSON, a map.
final class Json {
    private Json() {}

    static @Nullable Object member(@Nullable Object of, String name) {
        if (of == Unknown.VALUE) {
            return of;
        }
        return of instanceof Map<?, ?> map ? map.get(name) : null;
    }

    static @Nullable Object at(@Nullable Object of, @Nullable Object index) {
        if (of == Unknown.VALUE || index == Unknown.VALUE) {
            return Unknown.VALUE;
        }
        return switch (of) {
            case Map<?, ?> map when index instanceof String name -> map.get(name);
            case List<?> list when index instanceof Long place -> element(list, place);
            case null, default -> null;
        };
    }

    /// Below zero counts from the end; what lies outside is null.
    private static @Nullable Object element(List<?> list, long place) {
        long at = place < 0 ? list.size() + place : place;
        return at >= 0 && at < list.size() ? list.get((int) at) : null;
    }
}
