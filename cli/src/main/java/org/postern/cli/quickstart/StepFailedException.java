package org.postern.cli.quickstart;

/// A step of the story did not come out as it must.
public final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String step;

    public StepFailedException(String step, String reason, Throwable cause) {
        super(reason, cause);
        this.step = step;
    }

    public StepFailedException(String step, String reason) {
        super(reason);
        this.step = step;
    }

    public String step() {
        return step;
    }
}
