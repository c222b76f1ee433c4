package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.security.web.csrf.CsrfToken;

/// What every page has around it.
///
/// @param section which entry of the navigation is the current one
/// @param who is signed in; empty for nobody
/// @param csrf the token that changes made from this page carry
/// @param csrfHeader the header that carries it where there is no form
public record Shell(String title, String section, String who, String csrf, String csrfHeader) {
    static Shell of(HttpServletRequest request, String title, String section) {
        String who = Objects.requireNonNullElse(request.getRemoteUser(), "");
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            return new Shell(title, section, who, token.getToken(), token.getHeaderName());
        }
        return new Shell(title, section, who, "", "X-CSRF-TOKEN");
    }
}
