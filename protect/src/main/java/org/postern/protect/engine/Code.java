package org.postern.protect.engine;

import org.jspecify.annotations.Nullable;

/// A compiled expression.
public interface Code {
    /// The value for a message: a String, Long, Double, Boolean, List, Map, or the object behind a struct; null; or
    /// [Unknown].
    @Nullable
    Object value(Frame frame);

    /// The value as a set of [Truth].
    default int test(Frame frame) {
        return Truth.of(value(frame));
    }

    /// A compiled expression whose value is true, false or null.
    interface Test extends Code {
        @Override
        int test(Frame frame);

        @Override
        default @Nullable Object value(Frame frame) {
            return Truth.value(test(frame));
        }
    }

    /// An expression that is the same for every message.
    record Constant(@Nullable Object value) implements Code {
        @Override
        public @Nullable Object value(Frame frame) {
            return value;
        }
    }
}
