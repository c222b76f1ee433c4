package org.postern.cli.client;

/// A command could not do what was asked: the message says what happened to what, the advice what to do.
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exitCode;
    private final String advice;

    public ClientException(ExitCode exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    public ClientException(ExitCode exitCode, String message, String advice, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /// What to do about it; empty when the message says all.
    public String advice() {
        return advice;
    }
}
