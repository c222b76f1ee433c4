package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.csrf.CsrfToken;

/// What every page has around it.
///
/// @param section which entry of the navigation is the current one
/// @param csrf the token that changes made from this page carry
/// @param csrfHeader the header that carries it where there is no form
public record Shell(String title, String section, String csrf, String csrfHeader) {
    static Shell of(HttpServletRequest request, String title, String section) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            return new Shell(title, section, token.getToken(), token.getHeaderName());
        }
        return new Shell(title, section, "", "X-CSRF-TOKEN");
    }
}
