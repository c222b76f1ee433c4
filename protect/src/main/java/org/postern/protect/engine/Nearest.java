package org.postern.protect.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What somebody may have meant who wrote a name wrong.
final class Nearest {
    private Nearest() {}

    static Optional<String> of(String written, Collection<String> names) {
        int most = 1 + written.length() / 4;
        return names.stream()
                .filter(name -> Math.abs(name.length() - written.length()) <= most)
                .map(name -> new Candidate(name, Levenshtein.distance(written, name)))
                .filter(candidate -> candidate.distance() <= most)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}
}
