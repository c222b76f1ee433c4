package org.postern.cli.client;

/// How a command ended, for scripts; the numbers are part of the command line's contract.
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "it failed; the message says why"),
    USAGE(2, "the command was not understood, and nothing was tried"),
    UNREACHABLE(3, "the server is not running or cannot be reached"),
    NOT_ALLOWED(4, "the server did not accept the administrator token"),
    NOT_FOUND(5, "what was named is not there"),
    PARTLY(6, "done, but for some items; the output names them"),
    AWAITING(7, "it waits for a second administrator's approval; nothing was done yet");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
