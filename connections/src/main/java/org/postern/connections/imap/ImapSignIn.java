package org.postern.connections.imap;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.signin.TokenSource;

/// How sessions say who they are.
public sealed interface ImapSignIn {
    /// XOAUTH2, as the mailbox.
    record Token(TokenSource tokens) implements ImapSignIn {}

    /// SASL PLAIN (RFC 4616).
    ///
    /// @param account a master user that may act for the mailbox; null when the mailbox is its own account
    /// @param password opened for each session and overwritten
    record Password(@Nullable String account, Supplier<char[]> password) implements ImapSignIn {
        @Override
        public String toString() {
            return "Password[" + account + "]";
        }
    }

    /// SASL EXTERNAL (RFC 4422 appendix A): TLS has said it already, and the mailbox is whom to act for.
    record Certificate() implements ImapSignIn {}
}
