package org.postern.vault;

/// The vault could not do what was asked, because of its environment or of damage.
public final class VaultException extends RuntimeException {
    /// What the caller can do about it.
    public enum Kind {
        /// Trying again may work, such as after making room on the disk.
        RETRYABLE,
        /// Someone must change something first: a wrong passphrase, a vault in use, a version too new.
        PERMANENT,
        /// Stored bytes are not what was written.
        CORRUPT
    }

    private static final long serialVersionUID = 1L;
    private final Kind kind;

    public VaultException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public VaultException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
