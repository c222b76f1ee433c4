package org.postern.console.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// An administrator who showed a token of his own, and by which token he did.
final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;
    private final String name;
    private final String fingerprint;

    SignedIn(Person person) {
        super(AuthorityUtils.createAuthorityList("ROLE_ADMINISTRATOR"));
        this.name = person.name();
        this.fingerprint = person.fingerprint();
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return name;
    }

    String fingerprint() {
        return fingerprint;
    }
}
