package org.postern.protect.engine;

import java.util.Set;

/// What a rule says of a message.
public sealed interface Answer {
    record Match() implements Answer {}

    record NoMatch() implements Answer {}

    /// The answer depends on what is not there.
    ///
    /// @param missing what was asked for in vain, such as "ml.nlu_classifier"; or why the rule was stopped
    record Undecided(Set<String> missing) implements Answer {}
}
