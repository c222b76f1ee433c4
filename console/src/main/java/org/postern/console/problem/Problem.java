package org.postern.console.problem;

/// One failure as a client is told it: RFC 9457 with `advice`, which says what to do.
///
/// @param type a URI that names the kind of problem; `about:blank` where the status says it all
public record Problem(String type, String title, int status, String detail, String advice, String instance) {
    public Problem(int status, String title, String detail, String advice) {
        this("about:blank", title, status, detail, advice, "");
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, advice, path);
    }
}
