package org.postern.connections.signin;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// Keeps one connection's token while it is good; whoever needs a new one waits for the one request under way.
public final class TokenSource {
    private static final int TRIES = 4;

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final Duration retryBase;
    private final Runnable leave;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable AccessToken held;
    private volatile @Nullable String ceased;

    /// @param leave throws where no token may be given now
    public TokenSource(TokenEndpoint endpoint, Clock clock, Duration retryBase, Runnable leave) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.retryBase = retryBase;
        this.leave = leave;
    }

    /// The held token while it is good, else a new one.
    public AccessToken current() throws InterruptedException {
        requireInUse();
        AccessToken token = held;
        return token != null && clock.instant().isBefore(token.refreshAt()) ? token : renew(token, null);
    }

    /// A token other than the one that was refused.
    ///
    /// @param claims of the service's challenge, as JSON
    public AccessToken renew(@Nullable AccessToken refused, @Nullable String claims) throws InterruptedException {
        return switch (signIn(refused, claims)) {
            case SignIn.Granted(AccessToken token) -> token;
            case SignIn.Refused(SignInFault fault) ->
                throw new ConnectionException(
                        fault.passing() ? Kind.RETRYABLE : Kind.PERMANENT, "Sign-in failed. " + fault.sentence());
        };
    }

    /// Goes on with a token that another key was given; returns once no request with the key before is under way.
    public void adopt(AccessToken token) throws InterruptedException {
        asking.lockInterruptibly();
        try {
            held = token;
        } finally {
            asking.unlock();
        }
    }

    /// Gives no token from now on, and says why.
    public void cease(String why) {
        ceased = why;
        held = null;
    }

    private void requireInUse() {
        String why = ceased;
        if (why != null) {
            throw new ConnectionException(Kind.PERMANENT, why);
        }
        leave.run();
    }

    /// Asks anew, whatever is held, and says what came of it.
    public SignIn signIn() throws InterruptedException {
        return signIn(held, null);
    }

    private SignIn signIn(@Nullable AccessToken refused, @Nullable String claims) throws InterruptedException {
        requireInUse();
        asking.lockInterruptibly();
        try {
            requireInUse();
            AccessToken token = held;
            if (token != null && !token.equals(refused) && clock.instant().isBefore(token.refreshAt())) {
                return new SignIn.Granted(token); // Another thread asked while this one waited.
            }
            SignIn outcome = patiently(claims);
            requireInUse();
            held = outcome instanceof SignIn.Granted(AccessToken granted) ? granted : null;
            return outcome;
        } finally {
            asking.unlock();
        }
    }

    private SignIn patiently(@Nullable String claims) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                SignIn outcome = endpoint.ask(claims);
                boolean again = outcome instanceof SignIn.Refused(SignInFault fault) && fault.passing();
                if (!again || attempt == TRIES) {
                    return outcome;
                }
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new ConnectionException(
                            Kind.RETRYABLE,
                            "The sign-in service could not be reached: " + e
                                    + ". Check the network, the proxy and the cloud's address.",
                            e);
                }
            }
            Thread.sleep(retryBase.multipliedBy(1L << (attempt - 1)));
        }
    }
}
