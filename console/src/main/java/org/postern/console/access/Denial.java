package org.postern.console.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Why a request is turned away before it reaches any code of ours, as a problem (RFC 9457).
enum Denial {
    NO_TOKEN(
            401,
            "Sign-in needed",
            "This request carries no administrator token.",
            "Send the header Authorization: Bearer TOKEN with your own; the first one is in the file admin-token of the"
                    + " server's directory."),
    WRONG_TOKEN(
            401,
            "Wrong token",
            "The token of this request is no administrator's, or no longer.",
            "Use the token that you were given. The first one is in the file admin-token of the server's directory."),
    TOO_MANY(
            429,
            "Too many wrong tokens",
            "More than ten wrong tokens came from this address within a minute.",
            "Wait a minute, then try again with your own token; the first one is in the file admin-token of the server's"
                    + " directory."),
    NO_CSRF(
            403,
            "The page is out of date",
            "This change carries no valid token of the page it was made on.",
            "Load the page again and repeat what you did. Programs send Authorization: Bearer TOKEN instead.");

    private final int status;
    private final String body;

    Denial(int status, String title, String detail, String advice) {
        this.status = status;
        this.body = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"advice\":\"%s\"}"
                .formatted(title, status, detail, advice);
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"Postern\"");
        } else if (status == 429) {
            response.setHeader("Retry-After", "60");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/problem+json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
