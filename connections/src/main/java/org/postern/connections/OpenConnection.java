package org.postern.connections;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.TokenSource;

/// One connection in use: its token, where it has one, and its client.
record OpenConnection(@Nullable TokenSource tokens, MailService service) implements CheckRun.Access, AutoCloseable {
    @Override
    public Optional<SignIn> signIn() throws InterruptedException {
        return tokens == null ? Optional.empty() : Optional.of(tokens.signIn());
    }

    @Override
    public MailProbe probe() {
        return service.probe();
    }

    @Override
    public void close() {
        service.close();
    }
}
