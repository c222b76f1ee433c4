package org.postern.connections.keys;

import java.time.Instant;
import org.postern.connections.ConnectionKey;

/// Keeps the private keys of connections; one contract, whether they lie in files or in a token.
///
/// A slot holds one key at most. Failures of the environment are told as
/// [org.postern.connections.ConnectionException].
public interface Keystore extends AutoCloseable {
    ConnectionKey.Kept kind();

    /// Makes a key with its certificate and keeps it, in place of whatever the slot held; durable when it returns.
    HeldKey make(KeySlot slot, String commonName, Instant now);

    /// The slot's key, to sign with; says what to do when it is missing, damaged or locked.
    HeldKey open(KeySlot slot);

    /// Destroys the slot's key beyond recovery, as far as the medium allows; no effect on an empty slot.
    void destroy(KeySlot slot);

    @Override
    void close();
}
