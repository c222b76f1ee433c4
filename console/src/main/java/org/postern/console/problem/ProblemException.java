package org.postern.console.problem;

/// Ends a request with a [Problem].
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /// The request itself is wrong.
    public static ProblemException badRequest(String detail, String advice) {
        return new ProblemException(new Problem(400, "The request is not understood", detail, advice));
    }

    /// Who asks may not.
    public static ProblemException forbidden(String detail, String advice) {
        return new ProblemException(new Problem(403, "Not allowed", detail, advice));
    }

    /// `what` is not there, or is another tenant's: the two are not told apart.
    public static ProblemException notFound(String what, String advice) {
        return new ProblemException(new Problem(404, "Not found", "There is no such " + what + ".", advice));
    }

    /// What is asked does not go together with what is there.
    public static ProblemException conflict(String detail, String advice) {
        return new ProblemException(new Problem(409, "Not possible now", detail, advice));
    }
}
