package org.postern.connections.roll;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionKey;
import org.postern.connections.RollReport.Sample;
import org.postern.connections.SignInCheck;
import org.postern.connections.graph.ApplicationCredentials;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.SignIn;

/// What the replacement of one connection's key stands on: what is kept, what is asked, what time it is.
public interface RollGround {
    Connection connection();

    /// Durable when it returns.
    void save(Connection changed);

    Optional<RollJournal.Kept> journal();

    /// Durable when it returns.
    void save(RollJournal.Kept journal);

    /// Notes an act in the tenant's ledger, durably, before it is done.
    void note(String kind, Map<String, String> details);

    /// Makes a key and keeps it, in place of any of that number.
    HeldKey make(int number);

    HeldKey open(ConnectionKey key);

    void destroy(ConnectionKey key);

    /// Asks Entra for a token with this very key.
    SignIn ask(HeldKey key) throws InterruptedException;

    /// Lets the clients in use go on with a token of the new key; no sign-in with the old one is under way
    /// afterwards.
    void adopt(AccessToken token) throws InterruptedException;

    /// Changes the application's keys, by the connection's own token.
    ApplicationCredentials application();

    /// Reads the application's keys by another connection of the tenant that may; empty when there is none.
    Optional<ApplicationCredentials> watcher();

    /// A proof of possession for the application with this object id, by this key.
    String proof(HeldKey key, String objectId);

    /// Looks once whether each function of the tenant has a token and gets an answer.
    List<Sample> look() throws InterruptedException;

    /// Polls the tenant's sign-in log and says who used the application since an instant; where the log cannot be
    /// read, that is the answer.
    ///
    /// @param fresh signs in once more: the log has an entry after the removal then, by which its being complete
    /// shows
    SignInCheck signIns(HeldKey fresh, Instant from, Instant removedAt) throws InterruptedException;

    /// HTTP requests sent for the tenant so far.
    long requests();

    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /// A new name for a replacement.
    String newId();
}
