package org.postern.connections.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.flow.BackOff;
import org.postern.connections.flow.Turnstile;
import org.postern.connections.wire.WireFault;
import org.postern.mail.MailboxId;

/// Keeps sessions at a server for use again, few at a time, and tries again in a new one when one breaks.
final class Sessions implements AutoCloseable {
    private static final int TRIES = 4;
    private static final int IDLE_MOST = 12;
    /// RFC 3501 §5.4: a server waits at least half an hour; what stands between may not.
    private static final long IDLE_NANOS = Duration.ofMinutes(2).toNanos();

    private final ImapServer server;
    private final Turnstile turnstile;
    private final BackOff backOff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MailboxId, Deque<Idle>> idle = new HashMap<>();
    private int idleCount;
    private boolean closed;

    Sessions(ImapServer server, RandomGenerator random) {
        this.server = server;
        this.turnstile = new Turnstile(server.limits().requestsInFlight());
        this.backOff = new BackOff(server.limits().retryBase(), random);
    }

    private record Idle(ImapSession session, long since) {}

    /// What is done in a session.
    interface Work<T> {
        T run(ImapSession session) throws IOException, Refusal, InterruptedException;
    }

    /// Does work that may be done again in another session when one breaks, save after a change that got no answer.
    ///
    /// @param what is being done, to begin a sentence with
    <T> T with(MailboxId mailbox, String what, Work<T> work) {
        try (Turnstile.Place _ = turnstile.enter(mailbox)) {
            for (int tries = 1; ; tries++) {
                try {
                    return once(mailbox, work);
                } catch (TooMuchException e) {
                    throw new ConnectionException(
                            Kind.RETRYABLE, what + " failed: " + e.getMessage() + ". It can be tried again later.", e);
                } catch (IOException e) {
                    WireFault.neverSent(e); // Says so when the server is not trusted.
                    giveUp(what, e, tries);
                } catch (Refusal refusal) {
                    if (!refusal.passing() || tries == TRIES) {
                        throw refusal.toException(what);
                    }
                }
                Thread.sleep(backOff.after(tries));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(
                    Kind.RETRYABLE, "Waiting for the mail server was cancelled; it can be asked again.", e);
        }
    }

    private void giveUp(String what, IOException e, int tries) {
        if (tries == TRIES) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    what + " failed: no session with " + server.authority() + " held in " + tries + " tries: " + e
                            + ". It can be tried again later; if this lasts, check the network and the server.",
                    e);
        }
    }

    private <T> T once(MailboxId mailbox, Work<T> work) throws IOException, Refusal, InterruptedException {
        ImapSession session = take(mailbox);
        boolean whole = false;
        try {
            T result = work.run(session);
            whole = true;
            return result;
        } catch (Refusal e) {
            whole = true; // A refusal is an answer; the session goes on.
            throw e;
        } catch (IOException e) {
            if (session.changing()) {
                throw new ConnectionException(
                        Kind.UNCERTAIN,
                        "The session with " + server.authority() + " broke while mailbox " + mailbox
                                + " was being changed. It may have been carried out or not: look in the mailbox before"
                                + " doing it again.",
                        e);
            }
            throw e;
        } finally {
            if (whole) {
                giveBack(session);
            } else {
                session.close();
            }
        }
    }

    private ImapSession take(MailboxId mailbox) throws IOException, InterruptedException {
        ImapSession held = held(mailbox);
        return held == null ? server.open(mailbox) : held;
    }

    private @Nullable ImapSession held(MailboxId mailbox) {
        lock.lock();
        try {
            Deque<Idle> waiting = idle.get(mailbox);
            Idle last = waiting == null ? null : waiting.pollLast();
            idleCount -= last == null ? 0 : 1;
            boolean fresh = last != null && System.nanoTime() - last.since() < IDLE_NANOS;
            if (last != null && !fresh) {
                last.session().close();
            }
            return last != null && fresh ? last.session() : null;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(ImapSession session) {
        List<ImapSession> surplus = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                surplus.add(session);
            } else {
                idle.computeIfAbsent(session.mailbox(), _ -> new ArrayDeque<>())
                        .addLast(new Idle(session, System.nanoTime()));
                idleCount++;
                prune(surplus);
            }
        } finally {
            lock.unlock();
        }
        surplus.forEach(ImapSession::close);
    }

    /// The oldest go while there are too many.
    private void prune(List<ImapSession> surplus) {
        long now = System.nanoTime();
        for (Iterator<Deque<Idle>> each = idle.values().iterator(); each.hasNext(); ) {
            Deque<Idle> waiting = each.next();
            while (!waiting.isEmpty()
                    && (idleCount > IDLE_MOST || now - waiting.getFirst().since() > IDLE_NANOS)) {
                surplus.add(waiting.removeFirst().session());
                idleCount--;
            }
            if (waiting.isEmpty()) {
                each.remove();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.values()
                    .forEach(waiting -> waiting.forEach(one -> one.session().close()));
            idle.clear();
            idleCount = 0;
        } finally {
            lock.unlock();
        }
    }
}
