package org.postern.connections.signin;

/// What came of asking for a token.
public sealed interface SignIn {
    record Granted(AccessToken token) implements SignIn {}

    record Refused(SignInFault fault) implements SignIn {}
}
