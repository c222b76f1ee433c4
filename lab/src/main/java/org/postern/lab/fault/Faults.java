package org.postern.lab.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The faults that are switched on.
public final class Faults {
    private final Map<String, Active> active = new LinkedHashMap<>();
    private int added;

    private static final class Active {
        private final Fault fault;
        private long seen;
        private int left;

        Active(Fault fault) {
            this.fault = fault;
            this.left = fault.times().orElse(-1);
        }

        boolean strikes(Target target) {
            long place = target.item().map(item -> item.number()).orElseGet(() -> ++seen);
            if (left == 0 || place % fault.everyNth() != 0) {
                return false;
            }
            left -= left > 0 ? 1 : 0;
            return true;
        }
    }

    /// Switches a fault on; returns its id.
    public synchronized String add(Fault fault) {
        String id = "f" + ++added;
        active.put(id, new Active(fault));
        return id;
    }

    /// False when there is none with this id.
    public synchronized boolean remove(String id) {
        return active.remove(id) != null;
    }

    public synchronized void clear() {
        active.clear();
    }

    /// By id, in the order they were added; spent ones too.
    public synchronized Map<String, Fault> all() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        active.forEach((id, one) -> faults.put(id, one.fault));
        return faults;
    }

    /// The first fault of this kind that strikes here and now.
    public Optional<Fault> strike(FaultKind kind, Target target) {
        return strike(kind, target, _ -> true);
    }

    /// The first fault of this kind that strikes here and now and that `also` holds for.
    public synchronized Optional<Fault> strike(FaultKind kind, Target target, Predicate<Fault> also) {
        for (Active one : active.values()) {
            if (one.fault.kind() == kind
                    && target.isIn(one.fault.scope())
                    && also.test(one.fault)
                    && one.strikes(target)) {
                return Optional.of(one.fault);
            }
        }
        return Optional.empty();
    }
}
