package org.postern.connections.roll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.RemoteKey;
import org.postern.connections.RollOrder;
import org.postern.connections.RollReport.Event;
import org.postern.connections.RollReport.Sample;
import org.postern.connections.SignInCheck;

/// All that one replacement of a key must remember over a crash; its [Kept] form is saved after each step.
///
/// For one thread.
public final class RollJournal {
    private static final int FORMAT = 1;
    private static final int EVENTS_MAX = 500;
    private static final int SAMPLES_MAX = 4_000;

    /// What keeps a replacement from going on.
    ///
    /// @param wayOut who must do what
    /// @param person whether only a person can let it go on
    public record Halt(String waitingFor, String wayOut, boolean person) {}

    /// The form in which it is saved.
    ///
    /// @param newNumber the new key's number; the old one's is `oldNumber`
    /// @param addTried whether the new key may be on the application although that was never confirmed
    /// @param until when the old key may be removed; null before the switch
    /// @param keysListed whether the application's keys could be read at its end
    /// @param removedAt when the old key was taken off; null before
    /// @param signIns null while the sign-in log was not read
    public record Kept(
            int format,
            String id,
            RollOrder order,
            Instant begunAt,
            int oldNumber,
            int newNumber,
            RollStep step,
            boolean addTried,
            @Nullable Halt halt,
            @Nullable Instant until,
            List<Event> events,
            List<RemoteKey> removed,
            List<RemoteKey> left,
            boolean keysListed,
            List<Sample> samples,
            long requests,
            @Nullable Instant endedAt,
            @Nullable Instant removedAt,
            @Nullable SignInCheck signIns) {
        public Kept {
            if (format != FORMAT) {
                throw new IllegalArgumentException("it is of format " + format + ", which only a newer Postern reads");
            }
            events = last(events, EVENTS_MAX);
            samples = last(samples, SAMPLES_MAX);
            removed = List.copyOf(removed);
            left = List.copyOf(left);
        }

        public boolean ended() {
            return step.ended();
        }

        /// Whether it can go on without a person, now.
        public boolean resumableAt(Instant now) {
            boolean person = halt != null && halt.person();
            boolean early = step == RollStep.SWITCHED && until != null && now.isBefore(until);
            return !ended() && !person && !early;
        }
    }

    private final String id;
    private final Instant begunAt;
    private final int oldNumber;
    private final int newNumber;
    private final List<Event> events = new ArrayList<>();
    private final List<RemoteKey> removed = new ArrayList<>();
    private final List<RemoteKey> left = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private RollOrder order;
    private RollStep step = RollStep.BEGUN;
    private boolean addTried;
    private @Nullable Halt halt;
    private @Nullable Instant until;
    private boolean keysListed;
    private long requests;
    private @Nullable Instant endedAt;
    private @Nullable Instant removedAt;
    private @Nullable SignInCheck signIns;

    private RollJournal(String id, RollOrder order, Instant begunAt, int oldNumber, int newNumber) {
        this.id = id;
        this.order = order;
        this.begunAt = begunAt;
        this.oldNumber = oldNumber;
        this.newNumber = newNumber;
    }

    static RollJournal begin(String id, RollOrder order, Instant now, int oldNumber, int newNumber) {
        return new RollJournal(id, order, now, oldNumber, newNumber);
    }

    static RollJournal of(Kept kept) {
        var journal = new RollJournal(kept.id(), kept.order(), kept.begunAt(), kept.oldNumber(), kept.newNumber());
        journal.events.addAll(kept.events());
        journal.removed.addAll(kept.removed());
        journal.left.addAll(kept.left());
        journal.samples.addAll(kept.samples());
        journal.step = kept.step();
        journal.addTried = kept.addTried();
        journal.halt = kept.halt();
        journal.until = kept.until();
        journal.keysListed = kept.keysListed();
        journal.requests = kept.requests();
        journal.endedAt = kept.endedAt();
        journal.removedAt = kept.removedAt();
        journal.signIns = kept.signIns();
        return journal;
    }

    Kept kept() {
        return new Kept(
                FORMAT,
                id,
                order,
                begunAt,
                oldNumber,
                newNumber,
                step,
                addTried,
                halt,
                until,
                events,
                removed,
                left,
                keysListed,
                samples,
                requests,
                endedAt,
                removedAt,
                signIns);
    }

    private static <T> List<T> last(List<T> all, int most) {
        return List.copyOf(all.size() > most ? all.subList(all.size() - most, all.size()) : all);
    }

    RollOrder order() {
        return order;
    }

    int oldNumber() {
        return oldNumber;
    }

    int newNumber() {
        return newNumber;
    }

    RollStep step() {
        return step;
    }

    /// All use of the connection was stopped meanwhile.
    public static Kept abandoned(Kept kept, Instant now) {
        RollJournal journal = of(kept);
        journal.reach(RollStep.ABANDONED, now, "All use of the connection was stopped.");
        return journal.kept();
    }

    boolean addTried() {
        return addTried;
    }

    boolean halted() {
        return halt != null;
    }

    Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /// At the next step, with nothing in its way.
    void reach(RollStep next, Instant now, String text) {
        step = next;
        halt = null;
        tell(now, text);
        endedAt = next.ended() ? now : null;
    }

    /// Stays at this step, because of something.
    void halt(Halt why) {
        halt = why;
    }

    void goOn() {
        halt = null;
    }

    void tell(Instant now, String text) {
        events.add(new Event(now, step.name(), text));
    }

    Optional<Instant> removedAt() {
        return Optional.ofNullable(removedAt);
    }

    void removedAt(Instant instant) {
        removedAt = instant;
    }

    void signIns(SignInCheck check) {
        signIns = check;
    }

    /// The log was read again later.
    public static Kept readAgain(Kept kept, SignInCheck check) {
        RollJournal journal = of(kept);
        journal.signIns = check;
        return journal.kept();
    }

    void order(RollOrder changed) {
        order = changed;
    }

    void addTried(boolean tried) {
        addTried = tried;
    }

    void until(Instant instant) {
        until = instant;
    }

    void removed(RemoteKey key) {
        removed.add(key);
    }

    /// What the application's own list says is left.
    void left(List<RemoteKey> keys) {
        left.clear();
        left.addAll(keys);
        keysListed = true;
    }

    void leaves(RemoteKey key) {
        left.add(key);
    }

    void looked(List<Sample> seen) {
        samples.addAll(seen);
    }

    void sent(long more) {
        requests += more;
    }
}
