package org.postern.console.access;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Signs a person in on the page by an administrator's token.
final class TokenSignIn implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TokenSignIn.class);
    private final Administrators administrators;
    private final FailureLimit failures;

    TokenSignIn(Administrators administrators, FailureLimit failures) {
        this.administrators = administrators;
        this.failures = failures;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        Optional<Person> person = administrators.recognise(
                String.valueOf(attempt.getCredentials()).strip());
        if (person.isPresent()) {
            return new SignedIn(person.get());
        }
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "unknown";
        if (failures.exceededBy(address)) {
            throw new LockedException("too many wrong tokens");
        }
        LOG.warn("a wrong administrator token came from {}", address);
        throw new BadCredentialsException("wrong token");
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
