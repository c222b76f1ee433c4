package org.postern.protect.engine;

import java.util.Map;
import java.util.Optional;

/// All that a rule may speak of: the message, functions by their full names, and lists.
public record Vocabulary(StructType message, Map<String, Callable> functions, Lists lists) {
    /// Where named lists come from.
    @FunctionalInterface
    public interface Lists {
        /// Finds a list by its name without `$`.
        Optional<ListSource> find(String name);
    }

    public Vocabulary {
        functions = Map.copyOf(functions);
    }
}
