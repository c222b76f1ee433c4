package org.postern.connections;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.mail.TenantId;

/// The life of connections' keys: replaced with no request failing, after a theft as by schedule, or destroyed at once.
///
/// Every act is in the tenant's ledger before it takes effect. What was cut off goes on where it was when asked again.
public interface Keys {
    /// Replaces the signing key, or goes on with a replacement that is under way; returns when it is done, or when it
    /// must wait for a person or for a time that is far.
    ///
    /// @param progress is told each step's words
    /// @throws ConnectionException where it could not begin, such as while another run of it is under way
    RollReport roll(TenantId tenant, ConnectionFunction function, RollOrder order, Consumer<String> progress)
            throws InterruptedException;

    /// The newest replacement of a connection's key.
    Optional<RollReport> report(TenantId tenant, ConnectionFunction function);

    /// Stops all use of a connection's keys at once, clients in use included, and destroys them.
    Connection cease(TenantId tenant, ConnectionFunction function, String because);

    /// Connections of a tenant whose replacement is under way and can go on by itself now.
    List<ConnectionFunction> resumable(TenantId tenant);
}
