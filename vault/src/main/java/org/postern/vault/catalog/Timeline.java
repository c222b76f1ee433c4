package org.postern.vault.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The end of one item's history, and what changes at an instant make of it.
///
/// Pure. Invariants: spans lie in order, do not overlap and are never empty; two that touch differ; only the last may
/// still be current. Time does not go back: a change observed before the last one takes effect with it.
final class Timeline<S> {
    private final BiPredicate<S, S> same;
    private final List<Span<S>> loaded;
    private final List<Span<S>> spans;
    private long floor = Long.MIN_VALUE;

    /// One state from `from` (inclusive) to `until` (exclusive).
    record Span<S>(long from, long until, S state) {
        boolean isCurrent() {
            return until == Tables.FOREVER;
        }
    }

    /// @param loaded the last two spans of the history, or all when there are fewer, in order
    /// @param same whether a state differs from another in nothing that makes a version
    Timeline(List<Span<S>> loaded, BiPredicate<S, S> same) {
        this.same = same;
        this.loaded = List.copyOf(loaded);
        this.spans = new ArrayList<>(loaded);
    }

    List<Span<S>> loaded() {
        return loaded;
    }

    List<Span<S>> spans() {
        return spans;
    }

    /// The current state; null when there is none.
    @Nullable
    S current() {
        return spans.isEmpty() || !spans.getLast().isCurrent()
                ? null
                : spans.getLast().state();
    }

    void begin(long observedAt, S state) {
        long at = advance(observedAt);
        if (!spans.isEmpty() && spans.getLast().isCurrent()) {
            Span<S> last = spans.getLast();
            if (same.test(last.state(), state)) {
                replaceLast(new Span<>(last.from(), Tables.FOREVER, state));
                return;
            }
            cut(at);
        }
        if (!spans.isEmpty()
                && spans.getLast().until() == at
                && same.test(spans.getLast().state(), state)) {
            replaceLast(new Span<>(spans.getLast().from(), Tables.FOREVER, state));
        } else {
            spans.add(new Span<>(at, Tables.FOREVER, state));
        }
    }

    void end(long observedAt) {
        if (!spans.isEmpty() && spans.getLast().isCurrent()) {
            cut(advance(observedAt));
        }
    }

    private long advance(long observedAt) {
        floor = Math.max(floor, observedAt);
        if (!spans.isEmpty()) {
            Span<S> last = spans.getLast();
            floor = Math.max(floor, last.isCurrent() ? last.from() : last.until());
        }
        return floor;
    }

    private void cut(long at) {
        Span<S> last = spans.getLast();
        if (last.from() == at) {
            spans.removeLast();
        } else {
            replaceLast(new Span<>(last.from(), at, last.state()));
        }
    }

    private void replaceLast(Span<S> span) {
        spans.set(spans.size() - 1, span);
    }
}
