package org.postern.connections.roll;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionKey;
import org.postern.connections.ConnectionKey.State;
import org.postern.connections.RollLimits;
import org.postern.connections.RollOrder;
import org.postern.connections.SignInCheck;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.roll.RollJournal.Halt;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.SignInFault;

/// Replaces one connection's key with no request failing: make, add, wait until accepted, switch, remove the old one.
///
/// Each step is noted in the ledger before it takes effect and in the journal when it is done, so that a crash
/// anywhere only makes it do one step again. Keys are opened once for the whole run. For one thread.
public final class Roll {
    /// At these points something changed that could stop a client.
    private static final Set<RollStep> LOOKED_AFTER =
            EnumSet.of(RollStep.ACCEPTED, RollStep.SWITCHED, RollStep.RETIRED, RollStep.CLEANED);

    private final RollGround ground;
    private final RollLimits limits;
    private final Consumer<String> progress;
    private final RollJournal journal;
    private final RollKeys keys;
    private final ApplicationRoll application;
    private @Nullable AccessToken token;
    private Instant lastLook = Instant.MIN;

    private Roll(RollGround ground, RollLimits limits, Consumer<String> progress, RollJournal journal) {
        this.ground = ground;
        this.limits = limits;
        this.progress = progress;
        this.journal = journal;
        this.keys = new RollKeys(ground, journal.oldNumber(), journal.newNumber());
        this.application = new ApplicationRoll(ground, limits, journal, keys);
    }

    /// Goes on with what is under way, begins what is ordered, and says how the journal stands.
    ///
    /// A replacement by schedule that an order to re-establish meets is ended first: the key it made may be in the
    /// same wrong hands.
    public static RollJournal.Kept run(RollGround ground, RollLimits limits, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        Optional<RollJournal.Kept> before = ground.journal();
        if (before.isPresent() && !before.get().step().ended()) {
            RollJournal unfinished = RollJournal.of(before.get());
            boolean taken = sharpen(unfinished, order);
            RollJournal.Kept ended = new Roll(ground, limits, progress, unfinished).run();
            boolean another = taken && ended.step().ended();
            return another ? begin(ground, limits, order, progress) : ended;
        }
        boolean again = before.isPresent() && sameOrder(before.get(), order);
        return again ? before.get() : begin(ground, limits, order, progress);
    }

    /// Whether what was ordered was done already.
    public static boolean sameOrder(RollJournal.Kept done, RollOrder order) {
        return !order.force()
                && done.step() == RollStep.DONE
                && !order.because().isBlank()
                && done.order().because().equals(order.because())
                && done.order().reason() == order.reason();
    }

    /// Whether an order to re-establish met another's unfinished replacement, which then hurries.
    private static boolean sharpen(RollJournal unfinished, RollOrder order) {
        boolean theft = order.reason() == RollOrder.Reason.REESTABLISH;
        if (theft && unfinished.order().reason() == RollOrder.Reason.REESTABLISH) {
            unfinished.order(new RollOrder(
                    order.reason(),
                    unfinished.order().because(),
                    unfinished.order().oldKeyTrusted() && order.oldKeyTrusted(),
                    Duration.ZERO,
                    false));
            return false;
        }
        if (theft) {
            unfinished.order(new RollOrder(
                    RollOrder.Reason.REESTABLISH,
                    unfinished.order().because(),
                    unfinished.order().oldKeyTrusted() && order.oldKeyTrusted(),
                    Duration.ZERO,
                    false));
        }
        return theft;
    }

    private static RollJournal.Kept begin(
            RollGround ground, RollLimits limits, RollOrder order, Consumer<String> progress)
            throws InterruptedException {
        Connection connection = ground.connection();
        if (connection.clientId().isEmpty()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The connection is not registered yet, so there is no key to replace. Register it, or remove it.");
        }
        int old = connection.key().number();
        int fresh = connection.keys().getLast().number() + 1;
        String id = ground.newId();
        ground.note(
                "key.roll.begun",
                Map.of(
                        "roll", id,
                        "from", Integer.toString(old),
                        "to", Integer.toString(fresh),
                        "reason", order.reason().name(),
                        "because", order.because()));
        RollJournal journal = RollJournal.begin(id, order, ground.now(), old, fresh);
        journal.tell(ground.now(), "Begun: key " + old + " is to be replaced by key " + fresh + ".");
        ground.save(journal.kept());
        return new Roll(ground, limits, progress, journal).run();
    }

    private RollJournal.Kept run() throws InterruptedException {
        long before = ground.requests();
        journal.goOn();
        if (journal.step() == RollStep.MADE && !journal.order().oldKeyTrusted()) {
            journal.reach(RollStep.CUSTOMER, ground.now(), "The old key is not trusted to vouch for the new one.");
        }
        look();
        try {
            while (!journal.step().ended() && !journal.halted()) {
                progress.accept(journal.step().name());
                step();
                if (LOOKED_AFTER.contains(journal.step())) {
                    look();
                }
                ground.save(journal.kept());
            }
        } catch (ConnectionException e) {
            boolean person = e.kind() == Kind.PERMANENT;
            journal.halt(new Halt(
                    String.valueOf(e.getMessage()),
                    person ? "Do what the message says, then run it again: it goes on where it is." : "Run it again.",
                    person));
        }
        journal.sent(ground.requests() - before);
        ground.save(journal.kept());
        return journal.kept();
    }

    private void step() throws InterruptedException {
        switch (journal.step()) {
            case BEGUN -> make();
            case MADE -> application.add();
            case CUSTOMER -> customer();
            case ADDED -> accept();
            case ACCEPTED -> switchOver();
            case SWITCHED -> retire();
            case RETIRED -> clean();
            case CLEANED -> readLog();
            case DONE, ABANDONED -> throw new IllegalStateException("it has ended");
        }
    }

    private void make() {
        int number = journal.newNumber();
        ground.note("key.creating", Map.of("number", Integer.toString(number)));
        HeldKey made = ground.make(number);
        keys.made(made);
        ground.note("key.created", Map.of("number", Integer.toString(number), "key", made.thumbprintHex()));
        ground.save(ground.connection().with(ConnectionKey.made(number, made)));
        boolean vouched = journal.order().oldKeyTrusted() && keys.oldUsable();
        journal.reach(
                vouched ? RollStep.MADE : RollStep.CUSTOMER,
                ground.now(),
                "Key " + number + " is made: " + made.thumbprintHex() + ".");
    }

    /// The customer's administrator is to put the key on the application: has he?
    private void customer() throws InterruptedException {
        ground.note("key.customer.asked", Map.of("number", Integer.toString(journal.newNumber())));
        switch (ground.ask(keys.fresh())) {
            case SignIn.Granted(AccessToken granted) -> accepted(granted);
            case SignIn.Refused(SignInFault fault) ->
                journal.halt(new Halt(
                        "The customer's administrator has not put the new key on the application yet (" + fault.code()
                                + ").",
                        "He runs the script of this report, which replaces all keys of the application by the new"
                                + " one. Run the same command again some minutes later.",
                        true));
        }
    }

    private void accept() throws InterruptedException {
        Instant end = ground.now().plus(limits.propagation());
        Duration wait = limits.pollFirst();
        while (true) {
            SignIn outcome = ground.ask(keys.fresh());
            if (outcome instanceof SignIn.Granted(AccessToken granted)) {
                accepted(granted);
                return;
            }
            SignInFault fault = ((SignIn.Refused) outcome).fault();
            boolean passing = fault.passing() || fault.code().equals("AADSTS700027");
            if (!passing) {
                throw new ConnectionException(Kind.PERMANENT, "Entra refuses the new key. " + fault.sentence());
            }
            if (!ground.now().plus(wait).isBefore(end)) {
                journal.halt(new Halt(
                        "Entra does not accept the new key yet (" + fault.code() + "); the old one goes on working.",
                        "It is tried again by itself, or by running the same command again.",
                        false));
                return;
            }
            progress.accept(journal.step().name()); // May stop it here.
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(limits.pollMost()) > 0 ? limits.pollMost() : wait.multipliedBy(2);
        }
    }

    private void accepted(AccessToken granted) {
        token = granted;
        if (ground.connection().key(journal.newNumber()).orElseThrow().state() == State.CREATED) {
            ground.save(
                    ground.connection().with(keys.current(journal.newNumber()).in(State.REGISTERED)));
        }
        journal.reach(RollStep.ACCEPTED, ground.now(), "Entra accepts key " + journal.newNumber() + ".");
    }

    private void pause(Duration wait) throws InterruptedException {
        Instant end = ground.now().plus(wait);
        for (Instant now = ground.now(); now.isBefore(end); now = ground.now()) {
            Duration left = Duration.between(now, end);
            ground.sleep(left.compareTo(limits.probeEvery()) > 0 ? limits.probeEvery() : left);
            if (!ground.now().isBefore(lastLook.plus(limits.probeEvery()))) {
                look();
            }
        }
    }

    private void look() throws InterruptedException {
        journal.looked(ground.look());
        lastLook = ground.now();
    }

    private void switchOver() throws InterruptedException {
        AccessToken granted = token;
        if (granted == null) { // A crash lost it.
            if (!(ground.ask(keys.fresh()) instanceof SignIn.Granted(AccessToken anew))) {
                journal.reach(RollStep.ADDED, ground.now(), "Entra accepts the new key no more; waiting for it again.");
                return;
            }
            granted = anew;
        }
        Instant until = ground.now().plus(journal.order().grace());
        ConnectionKey old = keys.current(journal.oldNumber());
        ground.note(
                "key.switched",
                Map.of(
                        "from",
                        old.thumbprint(),
                        "to",
                        keys.current(journal.newNumber()).thumbprint()));
        Connection switched =
                ground.connection().with(keys.current(journal.newNumber()).in(State.ACTIVE));
        switched = old.usable() ? switched.with(old.retiring(until)) : switched;
        ground.save(switched.in(Connection.State.ACTIVE));
        ground.adopt(granted);
        journal.until(until);
        journal.reach(RollStep.SWITCHED, ground.now(), "All sign-ins are by key " + journal.newNumber() + " now.");
    }

    private void retire() throws InterruptedException {
        Instant until = journal.order().grace().isZero()
                ? ground.now()
                : journal.until().orElse(ground.now());
        if (ground.now().isBefore(until)) {
            journal.halt(new Halt(
                    "The old key stays until " + until + ", for whatever may yet ask with it.",
                    "It is removed by itself then.",
                    false));
            return;
        }
        application.removeOld();
        journal.removedAt(ground.now());
        ConnectionKey old = keys.current(journal.oldNumber());
        ground.note("key.revoked", Map.of("number", Integer.toString(old.number()), "key", old.thumbprint()));
        ground.destroy(old);
        ground.save(ground.connection().with(keys.current(old.number()).in(State.REVOKED)));
        journal.reach(RollStep.RETIRED, ground.now(), "Key " + old.number() + " is destroyed here.");
    }

    private void clean() throws InterruptedException {
        application.clean();
        journal.reach(RollStep.CLEANED, ground.now(), "The application's keys were looked at.");
    }

    /// After a theft: who used the application but us? What the log has not told yet, a later poll completes.
    private void readLog() throws InterruptedException {
        if (journal.order().reason() == RollOrder.Reason.REESTABLISH) {
            ConnectionKey old = keys.current(journal.oldNumber());
            SignInCheck check =
                    ground.signIns(keys.fresh(), old.from(), journal.removedAt().orElse(ground.now()));
            journal.signIns(check);
            journal.tell(ground.now(), told(check));
        }
        ground.note("key.roll.done", Map.of("to", Integer.toString(journal.newNumber())));
        journal.reach(RollStep.DONE, ground.now(), "Done.");
    }

    private static String told(SignInCheck check) {
        if (!check.readable()) {
            return "Who used the old key is not known: " + check.loss();
        }
        String uses = check.foreign() == 0
                ? "The tenant's sign-in log shows no use but ours"
                : "The tenant's sign-in log shows " + check.foreign() + " uses that are not ours";
        return uses + ", complete to " + check.completeUntil()
                + (check.complete() ? "." : ", which is before the old key was removed: a later reading completes it.");
    }
}
