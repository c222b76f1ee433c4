package org.postern.console.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// The one who holds the administrator's token.
final class Administrator extends AbstractAuthenticationToken {
    static final String NAME = "administrator";
    private static final long serialVersionUID = 1L;

    Administrator() {
        super(AuthorityUtils.createAuthorityList("ROLE_ADMINISTRATOR"));
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return NAME;
    }
}
