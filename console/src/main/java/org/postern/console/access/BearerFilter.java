package org.postern.console.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in requests that carry the administrator's token (RFC 6750 §2.1), and turns away those with a wrong one.
final class BearerFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);
    private static final String SCHEME = "bearer ";

    private final AdministratorToken token;
    private final FailureLimit failures;

    BearerFilter(AdministratorToken token, FailureLimit failures) {
        this.token = token;
        this.failures = failures;
    }

    /// Whether the request brings its authority itself, so that no other site can have made a browser send it.
    static boolean isBearer(HttpServletRequest request) {
        return offered(request).isPresent();
    }

    private static Optional<String> offered(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length()).strip());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> offered = offered(request);
        if (offered.isEmpty()) {
            chain.doFilter(request, response);
        } else if (token.matches(offered.get())) {
            SecurityContextHolder.getContext().setAuthentication(new Administrator());
            chain.doFilter(request, response);
        } else if (failures.exceededBy(request.getRemoteAddr())) {
            Denial.TOO_MANY.send(response);
        } else {
            LOG.warn("a wrong administrator token came from {}", request.getRemoteAddr());
            Denial.WRONG_TOKEN.send(response);
        }
    }
}
