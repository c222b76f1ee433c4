package org.postern.connections;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A credential as the customer's Entra lists it on an application.
///
/// @param keyId Entra's name for it; empty where only we know of it
/// @param thumbprint SHA-1 of its certificate, upper-case hex, as whoever added it claims; may be empty
/// @param sha256 of its certificate's DER, upper-case hex; null when Entra gave no certificate to compute it of
public record RemoteKey(
        Type type,
        String keyId,
        String thumbprint,
        @Nullable String sha256,
        String displayName,
        @Nullable Instant from,
        @Nullable Instant until) {
    public enum Type {
        CERTIFICATE,
        /// A client secret, which Postern never uses and cannot remove.
        SECRET
    }

    /// What it certainly is; a claimed name is no proof.
    public Optional<String> certain() {
        return Optional.ofNullable(sha256);
    }
}
