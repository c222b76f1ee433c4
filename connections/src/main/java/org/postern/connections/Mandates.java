package org.postern.connections;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.connections.ConnectionException.Kind;
import org.postern.mail.TenantId;

/// Knows for which tenants the write key may be used at the moment, and why.
///
/// Safe from many threads; [#require] takes no lock, so that whoever asks for a token may hold any.
final class Mandates {
    /// What the write key is used for.
    enum Purpose {
        /// A job that changes mailboxes.
        JOB,
        /// A test of the connection: signs in and reads.
        CHECK,
        /// The replacement of a key of the tenant: signs in with the keys and looks whether mail still flows.
        KEYS
    }

    /// Notes an entry in a tenant's ledger.
    @FunctionalInterface
    interface Notes {
        void add(TenantId tenant, String kind, Map<String, String> details);
    }

    private final Notes notes;
    private final Consumer<TenantId> unused;
    private final Map<TenantId, Set<Leave>> current = new ConcurrentHashMap<>();

    /// @param unused is told a tenant whose last leave ended, before that is noted
    Mandates(Notes notes, Consumer<TenantId> unused) {
        this.notes = notes;
        this.unused = unused;
    }

    /// Leave to use the write key of one tenant.
    final class Leave implements AutoCloseable {
        private final TenantId tenant;
        private final Map<String, String> details;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Leave(TenantId tenant, Map<String, String> details) {
            this.tenant = tenant;
            this.details = details;
        }

        boolean hasEnded() {
            return ended.get();
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                if (end(this)) {
                    unused.accept(tenant);
                }
                notes.add(tenant, "mandate.ended", details);
            }
        }
    }

    /// Begins one; it is in the ledger when this returns.
    Leave begin(TenantId tenant, Purpose purpose, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(more);
        details.put("purpose", ConnectionStore.lower(purpose));
        notes.add(tenant, "mandate.begun", details);
        Leave leave = new Leave(tenant, details);
        current.compute(tenant, (_, leaves) -> {
            Set<Leave> all = leaves == null ? ConcurrentHashMap.newKeySet() : leaves;
            all.add(leave);
            return all;
        });
        return leave;
    }

    /// Leave to change mailboxes for one job.
    WriteMandate forJob(TenantId tenant, Warrant warrant, Supplier<MailWriter> opened) {
        Leave leave = begin(tenant, Purpose.JOB, warrant.details());
        try {
            return new JobMandate(tenant, warrant, new MandatedWriter(opened.get(), leave, warrant.job()), leave);
        } catch (RuntimeException e) {
            leave.close();
            throw e;
        }
    }

    private record JobMandate(TenantId tenant, Warrant warrant, MailWriter writer, Leave leave)
            implements WriteMandate {
        @Override
        public void close() {
            leave.close();
        }
    }

    /// Leave to sign in with all of a tenant's keys while one of them is replaced.
    Leave forKeys(Connection replaced) {
        return begin(replaced.tenant(), Purpose.KEYS, Map.of("function", ConnectionStore.name(replaced.function())));
    }

    /// Tests a connection, under a leave if its key is the write key.
    ConnectionCheck testing(Connection tested, Supplier<ConnectionCheck> test) {
        if (tested.function() != ConnectionFunction.REMEDIATE) {
            return test.get();
        }
        try (Leave _ = begin(tested.tenant(), Purpose.CHECK, Map.of())) {
            return test.get();
        }
    }

    /// True when the tenant has none any more.
    private boolean end(Leave leave) {
        return current.computeIfPresent(leave.tenant, (_, leaves) -> {
                    leaves.remove(leave);
                    return leaves.isEmpty() ? null : leaves;
                })
                == null;
    }

    /// Throws where nothing gives leave to use the tenant's write key now.
    void require(TenantId tenant) {
        if (!current.containsKey(tenant)) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The write key of " + tenant
                            + " was to be used outside a mandate, and was not. It is used only while a"
                            + " job that may change mailboxes runs: order one, such as a restore.");
        }
    }
}
