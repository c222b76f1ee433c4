package org.postern.protect.engine;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One message, being looked at by many rules, one after the other: the elements of lambdas, what was found out once
/// for
/// all of them, and how much may still be done.
public final class Frame {
    /// A rule had its share of steps or time.
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExhaustedException(String reason) {
            super(reason, null, false, false);
        }
    }

    private static final int LONG_TEXT = 24;

    /// Null, found out.
    private enum Nothing {
        HERE
    }

    private final Object message;
    private final LongSupplier nanoTime;
    private final Map<Object, Object> findings = new HashMap<>();
    private final IdentityHashMap<String, String> lowered = new IdentityHashMap<>();
    private final Set<String> missing = new TreeSet<>();
    private @Nullable Object[] elements = new Object[8];
    private long stepsLeft;
    private long deadline;

    public Frame(Object message, LongSupplier nanoTime) {
        this.message = message;
        this.nanoTime = nanoTime;
    }

    /// Before each rule.
    void begin(long steps, long nanos) {
        missing.clear();
        stepsLeft = steps;
        deadline = nanoTime.getAsLong() + nanos;
    }

    /// The clock that the message is looked at by.
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /// Gives back time that the rule at hand spent on what all rules share.
    public void excuse(long nanos) {
        deadline += nanos;
    }

    public Object message() {
        return message;
    }

    public @Nullable Object element(int depth) {
        return elements[depth];
    }

    public void enter(int depth, @Nullable Object element) {
        if (depth == elements.length) {
            elements = java.util.Arrays.copyOf(elements, depth * 2);
        }
        elements[depth] = element;
    }

    /// Counts one step of work.
    public void step() {
        work(1);
    }

    /// Counts work in about the time of one step, some tens of nanoseconds.
    public void work(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < 0) {
            throw new ExhaustedException("more work than one rule may cause");
        }
        if ((stepsLeft & 1023) < steps && nanoTime.getAsLong() - deadline > 0) {
            throw new ExhaustedException("more time than one rule may take");
        }
    }

    /// Notes what would have been needed.
    public Unknown missing(String what) {
        missing.add(what);
        return Unknown.VALUE;
    }

    Set<String> missing() {
        return Set.copyOf(missing);
    }

    /// What is found out once a message, however many rules ask; null and [Unknown] too.
    public <K> @Nullable Object finding(K key, Function<K, @Nullable Object> finder) {
        Object found = findings.get(key);
        if (found == null) {
            Object fresh = finder.apply(key); // Not computeIfAbsent: one finding may need another.
            found = fresh == null ? Nothing.HERE : fresh;
            findings.put(key, found);
        }
        return found == Nothing.HERE ? null : found;
    }

    /// A text in lower case; long ones once.
    public String lower(String text) {
        return text.length() < LONG_TEXT
                ? text.toLowerCase(Locale.ROOT)
                : lowered.computeIfAbsent(text, own -> own.toLowerCase(Locale.ROOT));
    }
}
