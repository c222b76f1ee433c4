package org.postern.vault.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of a timeline must be deleted and what put, keyed by `from`, to make its rows what it became.
record TimelineDiff<S>(List<Timeline.Span<S>> deleted, List<Timeline.Span<S>> put) {
    static <S> TimelineDiff<S> of(Timeline<S> timeline) {
        Map<Long, Timeline.Span<S>> before = new HashMap<>();
        timeline.loaded().forEach(span -> before.put(span.from(), span));
        Set<Long> kept = new HashSet<>();
        timeline.spans().forEach(span -> kept.add(span.from()));
        return new TimelineDiff<>(
                timeline.loaded().stream()
                        .filter(span -> !kept.contains(span.from()))
                        .toList(),
                timeline.spans().stream()
                        .filter(span -> !span.equals(before.get(span.from())))
                        .toList());
    }
}
