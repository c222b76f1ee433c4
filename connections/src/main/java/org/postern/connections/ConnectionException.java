package org.postern.connections;

/// A connection could not do what was asked, because of its environment: network, service, registration, keystore.
public final class ConnectionException extends RuntimeException {
    /// What the caller can do about it.
    public enum Kind {
        /// Asking again later may work: network trouble, throttling that lasts, a service that is down.
        RETRYABLE,
        /// It may have been done or not: look before doing it again.
        UNCERTAIN,
        /// Someone must change something first; the message says who and what.
        PERMANENT
    }

    private static final long serialVersionUID = 1L;
    private final Kind kind;

    public ConnectionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ConnectionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
