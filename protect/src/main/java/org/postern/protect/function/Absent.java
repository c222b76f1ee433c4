package org.postern.protect.function;

import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Type;

/// A function that rules may call, but that is not there: its call is unknown, and says so.
final class Absent {
    private Absent() {}

    static Callable of(Type result) {
        return site -> {
            for (int index = 0; index < site.count(); index++) {
                site.argument(index);
            }
            String name = site.name();
            site.needs(name);
            return new org.postern.protect.engine.Compiled(result, frame -> frame.missing(name));
        };
    }
}
