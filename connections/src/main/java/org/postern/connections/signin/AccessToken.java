package org.postern.connections.signin;

import java.time.Instant;
import java.util.Set;

/// A bearer token with what it says of itself; never printed.
///
/// @param refreshAt from when on a new one is asked
/// @param roles the application permissions that it carries
/// @param identifier Entra's `uti`, by which the sign-in log names this very token; may be empty
public record AccessToken(String value, Instant refreshAt, Set<String> roles, String identifier) {
    public AccessToken {
        roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
        return "AccessToken[" + identifier + "]";
    }
}
