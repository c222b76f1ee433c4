package org.postern.connections.keys;

import java.time.Instant;

/// Makes a new key with its self-signed certificate.
@FunctionalInterface
public interface KeyMaker {
    /// @param commonName what administrators will read in Entra, such as `Postern sync for contoso`
    HeldKey make(String commonName, Instant now);
}
