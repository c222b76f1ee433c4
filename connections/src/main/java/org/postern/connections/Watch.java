package org.postern.connections;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;

/// Notices that a tenant's keys are used by somebody else, by the tenant's own logs and our ledger.
public interface Watch {
    /// Reads what the tenant's logs have new and reconciles it; raises alarms.
    ///
    /// Throws [ConnectionException] when the service cannot be reached; what was read before is kept.
    Polled poll(TenantId tenant);

    /// Reconciles Graph activity logs that the customer exported: JSON lines, or Azure Monitor's `{"records":[…]}`.
    ///
    /// Throws [ConnectionException] when it is none.
    Imported activity(TenantId tenant, InputStream log);

    /// All alarms of the tenant, open ones first.
    List<Alarm> alarms(TenantId tenant);

    /// Says why an alarm is no theft; refused for an id that this tenant has not.
    Alarm acknowledge(TenantId tenant, String alarm, String administrator, String reason);

    /// Resolves the open alarms of the function's application, whose keys were replaced.
    void resolve(TenantId tenant, ConnectionFunction function, String why);

    Status status(TenantId tenant);

    /// Sets from which addresses Postern reaches the service (none: they are learned), and mailboxes that nobody reads.
    Status settings(TenantId tenant, Set<String> addresses, Set<String> canaryMailboxes);

    /// What a function's key could reach between two instants, and what it did; from logs, ledger and service.
    BlastRadius reach(TenantId tenant, ConnectionFunction function, Instant from, Instant until);

    /// Reads the log of a function's application anew, from an instant on, and says who used it but us; raises nothing.
    ///
    /// Throws [ConnectionException] when the service cannot be reached.
    SignInCheck signIns(TenantId tenant, ConnectionFunction function, Instant from, Instant removedAt);

    /// What one poll found.
    ///
    /// @param read log entries that were not seen before
    /// @param raised alarms that are new or have grown
    /// @param losses why something could not be watched, in plain words
    record Polled(long read, List<Alarm> raised, List<String> losses) {}

    /// @param own entries that are ours
    /// @param others entries of other applications
    record Imported(long read, long own, long others, List<Alarm> raised) {}

    /// How well a tenant is watched.
    ///
    /// @param polledAt null when it never was
    /// @param newestEntry the latest time that the log has told of; null when it told nothing
    /// @param attempts sign-ins without any of our keys, which were refused
    /// @param losses why something is not watched; empty when all is
    record Status(
            @Nullable Instant polledAt,
            @Nullable Instant newestEntry,
            long attempts,
            Set<String> addresses,
            boolean addressesPinned,
            Set<String> canaryMailboxes,
            int open,
            List<String> losses) {}
}
