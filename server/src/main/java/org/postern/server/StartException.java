package org.postern.server;

/// Why the server does not start; the message is for its administrator.
final class StartException extends Exception {
    static final int FAILED = 1;
    static final int CONFIGURATION = 2;
    static final int IN_USE = 3;
    static final int PASSPHRASE = 4;

    private static final long serialVersionUID = 1L;
    private final int exitCode;

    StartException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
