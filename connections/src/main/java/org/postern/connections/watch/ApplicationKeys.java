package org.postern.connections.watch;

import java.util.List;

/// What may sign in as an application: the certificates and secrets registered on it.
@FunctionalInterface
public interface ApplicationKeys {
    List<Registered> read(String clientId);

    /// @param thumbprint SHA-1 of the certificate, upper-case hex; empty for a secret, which is never ours
    /// @param since as the service says it; may be empty
    record Registered(String keyId, String thumbprint, String displayName, String since) {}
}
