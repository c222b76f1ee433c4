package org.postern.protect.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// A named list of the operator, of the tenant, or of its history.
public sealed interface ListSource {
    /// What its elements are.
    Type element();

    /// The same for every message; found in by hash.
    final class Fixed implements ListSource {
        private final List<String> values;
        private final Set<String> exact;
        private final Set<String> lower = new HashSet<>();

        public Fixed(Collection<String> values) {
            this.values = List.copyOf(values);
            this.exact = new HashSet<>(values);
            values.forEach(value -> lower.add(value.toLowerCase(Locale.ROOT)));
        }

        @Override
        public Type element() {
            return Type.Scalar.TEXT;
        }

        List<String> values() {
            return values;
        }

        boolean contains(String value, boolean ignoringCase) {
            return ignoringCase ? lower.contains(value.toLowerCase(Locale.ROOT)) : exact.contains(value);
        }
    }

    /// Of things, such as people.
    record Things(Type element, List<?> values) implements ListSource {}

    /// As it was at the message's time.
    record Living(Type element, Function<Frame, Collection<?>> values) implements ListSource {}

    /// Known by name, but not there.
    record Absent(Type element) implements ListSource {}
}
