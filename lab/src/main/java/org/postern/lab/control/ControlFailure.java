package org.postern.lab.control;

/// A control call that cannot be done, with the sentence that says why.
final class ControlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ControlFailure(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ControlFailure notFound(String what) {
        return new ControlFailure(404, what + " is not in this lab; see GET /_lab/state.");
    }

    static ControlFailure bad(String message) {
        return new ControlFailure(400, message);
    }

    int status() {
        return status;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
