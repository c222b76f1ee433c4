package org.postern.connections;

/// What a new connection to a [MailServer] is given to sign in with.
public sealed interface Credential {
    /// Entra gives tokens for a certificate that is made here and registered there.
    record Entra(Cloud cloud, String directoryTenant) implements Credential {}

    /// A certificate that is made here and that the server's administrator maps to the account.
    record Certificate() implements Credential {}

    /// Kept encrypted beside the keys, and never shown again. The array is overwritten once it is kept.
    @SuppressWarnings("ArrayRecordComponent") // So that it can be overwritten; never compared.
    record Password(char[] secret) implements Credential {
        @Override
        public String toString() {
            return "Password[]";
        }
    }
}
