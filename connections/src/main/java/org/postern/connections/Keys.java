package org.postern.connections;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.mail.TenantId;

/// The life of connections' keys: replaced with no request failing, after a theft as by schedule, or destroyed at
/// once.
///
/// Every act is in the tenant's ledger before it takes effect. What was cut off goes on where it was when asked
/// again.
public interface Keys {
    /// Replaces the signing key, or goes on with a replacement that is under way; returns when it is done, or when
    /// it must wait for a person or for a time that is far.
    ///
    /// @param progress is told each step's words
    /// @throws ConnectionException where it could not begin, such as while another run of it is under way
    RollReport roll(TenantId tenant, ConnectionFunction function, RollOrder order, Consumer<String> progress)
            throws InterruptedException;

    /// The newest replacement of a connection's key.
    Optional<RollReport> report(TenantId tenant, ConnectionFunction function);

    /// Keeps another password for the account of a connection that signs in with one. It is to be tested before it is
    /// used by the schedule.
    ///
    /// @param password for the caller to overwrite
    Connection replacePassword(TenantId tenant, ConnectionFunction function, char[] password);

    /// A new certificate beside the one in use, of a connection that signs in by it in the TLS handshake, for the
    /// server's administrator to map to the account; asked again, the one that waits.
    ConnectKit nextCertificate(TenantId tenant, ConnectionFunction function);

    /// Signs in by the new certificate from now on, if the server takes it, and destroys the key of the old one.
    Connection switchCertificate(TenantId tenant, ConnectionFunction function);

    /// Plays the thief of a drill: signs in once with a copy of the signing key, by a request that the ledger does
    /// not have as ours, and throws the token away. Reads no mail and leaves nothing behind. That the drill did it
    /// is in the ledger before and after, so that the alarm which must follow can be told from a theft.
    ///
    /// @return when it signed in
    /// @throws ConnectionException where the connection is not in use, or Entra refuses
    Instant rehearse(TenantId tenant, ConnectionFunction function, String drill) throws InterruptedException;

    /// Stops all use of a connection's keys at once, clients in use included, and destroys them.
    Connection cease(TenantId tenant, ConnectionFunction function, String because);

    /// Connections of a tenant whose replacement is under way and can go on by itself now.
    List<ConnectionFunction> resumable(TenantId tenant);
}
