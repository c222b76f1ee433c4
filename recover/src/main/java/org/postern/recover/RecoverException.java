package org.postern.recover;

import org.postern.connections.ConnectionException;
import org.postern.vault.VaultException;

/// Sync, restore or export could not go on; the message says what happened, to what, and what to do.
public final class RecoverException extends RuntimeException {
    /// What the caller can do about it.
    public enum Kind {
        /// Running again later goes on where this run stopped.
        RETRYABLE,
        /// Someone must change something first.
        PERMANENT,
        /// Stopped as asked; what was done is kept.
        CANCELLED
    }

    private static final long serialVersionUID = 1L;
    private final Kind kind;

    public RecoverException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public RecoverException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// @param work what stopped, such as "The sync of tenant contoso"
    public static RecoverException of(String work, VaultException cause) {
        Kind kind = cause.kind() == VaultException.Kind.RETRYABLE ? Kind.RETRYABLE : Kind.PERMANENT;
        return new RecoverException(kind, work + " stopped, because of the vault: " + cause.getMessage(), cause);
    }

    /// @param work what stopped, such as "The sync of tenant contoso"
    public static RecoverException of(String work, ConnectionException cause) {
        Kind kind = cause.kind() == ConnectionException.Kind.PERMANENT ? Kind.PERMANENT : Kind.RETRYABLE;
        return new RecoverException(kind, work + " stopped, because of the mail service: " + cause.getMessage(), cause);
    }

    public Kind kind() {
        return kind;
    }
}
