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

/// Lets in requests that carry an administrator's token (RFC 6750 §2.1), and turns away those with a wrong one.
final class BearerFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);
    private static final String SCHEME = "bearer ";

    private final Administrators administrators;
    private final FailureLimit failures;

    BearerFilter(Administrators administrators, FailureLimit failures) {
        this.administrators = administrators;
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
        Optional<Person> person = offered.flatMap(administrators::recognise);
        if (offered.isEmpty()) {
            chain.doFilter(request, response);
        } else if (person.isPresent()) {
            SecurityContextHolder.getContext().setAuthentication(new SignedIn(person.get()));
            chain.doFilter(request, response);
        } else if (failures.exceededBy(request.getRemoteAddr())) {
            Denial.TOO_MANY.send(response);
        } else {
            LOG.warn("a wrong administrator token came from {}", request.getRemoteAddr());
            Denial.WRONG_TOKEN.send(response);
        }
    }
}
