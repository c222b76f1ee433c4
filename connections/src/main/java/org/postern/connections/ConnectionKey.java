package org.postern.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.HeldKey;

/// One key of a connection, all of it but the private part: how far it is in its life, and what it is known by.
///
/// @param number 1 for the connection's first key, and never used again in it
/// @param keptIn the keystore that holds the private part
/// @param thumbprint SHA-256 of the certificate's DER, upper-case hex
/// @param entraThumbprint SHA-1 of the same in upper-case hex, as Entra shows it; null for a key that an old version
/// made
/// @param registeredKeyId what Entra calls it on the application (`keyId`); null while that is not known
/// @param from when its certificate begins to be valid
/// @param retireAt when a retiring key may be taken from the application; null for every other
public record ConnectionKey(
        int number,
        State state,
        Kept keptIn,
        String thumbprint,
        @Nullable String entraThumbprint,
        @Nullable String registeredKeyId,
        Instant from,
        Instant until,
        @Nullable Instant retireAt) {
    /// Below this a warning is shown, whatever the key's life.
    public static final Duration NEAR = Duration.ofDays(30);

    /// A key's life, in this order; a revoked key's private part is destroyed.
    public enum State {
        /// Made; the application does not have it yet, as far as is known.
        CREATED,
        /// On the application.
        REGISTERED,
        /// Signs in.
        ACTIVE,
        /// Still on the application, for whatever may yet ask with it; signs no more.
        RETIRING,
        REVOKED
    }

    /// Where a private key is kept.
    public enum Kept {
        /// An encrypted PKCS#12 file.
        FILE,
        /// A PKCS#11 token that does not give it out.
        TOKEN
    }

    public ConnectionKey {
        if (number < 1 || !from.isBefore(until)) {
            throw new IllegalArgumentException("Key " + number + " of " + from + " to " + until + " cannot be.");
        }
    }

    /// A key just made, as a connection lists it.
    public static ConnectionKey made(int number, HeldKey key) {
        return new ConnectionKey(
                number,
                State.CREATED,
                key.signer() == null ? Kept.FILE : Kept.TOKEN,
                key.thumbprintHex(),
                key.entraThumbprint(),
                null,
                key.certificate().getNotBefore().toInstant(),
                key.certificate().getNotAfter().toInstant(),
                null);
    }

    public Optional<String> keyId() {
        return Optional.ofNullable(registeredKeyId);
    }

    public boolean usable() {
        return state != State.REVOKED;
    }

    public ConnectionKey in(State next) {
        return new ConnectionKey(number, next, keptIn, thumbprint, entraThumbprint, registeredKeyId, from, until, null);
    }

    /// @param at from when on it may be taken from the application
    public ConnectionKey retiring(Instant at) {
        return new ConnectionKey(
                number, State.RETIRING, keptIn, thumbprint, entraThumbprint, registeredKeyId, from, until, at);
    }

    public ConnectionKey knownAs(@Nullable String keyId) {
        return new ConnectionKey(number, state, keptIn, thumbprint, entraThumbprint, keyId, from, until, retireAt);
    }

    /// Whether a third of its life or less is left.
    public boolean lastThird(Instant now) {
        return Duration.between(now, until).multipliedBy(3).compareTo(Duration.between(from, until)) <= 0;
    }

    public boolean nearExpiry(Instant now) {
        return Duration.between(now, until).compareTo(NEAR) < 0;
    }
}
