package org.postern.connections.roll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.connections.Connection;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionKey;
import org.postern.connections.ConnectionKey.State;
import org.postern.connections.RemoteKey;
import org.postern.connections.RollLimits;
import org.postern.connections.RollOrder;
import org.postern.connections.graph.ApplicationCredentials;
import org.postern.connections.graph.ApplicationCredentials.Listing;
import org.postern.connections.graph.ApplicationCredentials.Outcome;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.roll.RollJournal.Halt;
import org.postern.connections.signin.SignIn;

/// What a replacement does to the customer's application: puts the new key on it, takes old and unknown ones off.
final class ApplicationRoll {
    private static final int LOOKS_FOR_A_LOST_ADD = 4;

    private final RollGround ground;
    private final RollLimits limits;
    private final RollJournal journal;
    private final RollKeys keys;

    ApplicationRoll(RollGround ground, RollLimits limits, RollJournal journal, RollKeys keys) {
        this.ground = ground;
        this.limits = limits;
        this.journal = journal;
        this.keys = keys;
    }

    /// Puts the new key on the application, the old one vouching for it.
    void add() throws InterruptedException {
        if (journal.addTried() && addedBefore()) {
            return;
        }
        if (!keys.oldUsable()) {
            toCustomer("The old key is expired or destroyed, so it cannot vouch for the new one.");
            return;
        }
        HeldKey old;
        try {
            old = keys.old();
        } catch (ConnectionException e) {
            toCustomer("The old key cannot be opened, so it cannot vouch for the new one: " + e.getMessage());
            return;
        }
        Optional<String> objectId = objectId();
        if (objectId.isEmpty()) {
            journal.halt(new Halt(
                    "The application's object id is not known, and Postern may not read it.",
                    "Register the connection again with --object-id (the kit's scripts print it; Entra admin center > App"
                            + " registrations shows it), then run this again. Or let the customer's administrator put the"
                            + " new key there: --old-key-not-trusted.",
                    true));
            return;
        }
        ground.note("key.adding", Map.of("key", keys.fresh().thumbprintHex()));
        journal.addTried(true);
        ground.save(journal.kept());
        added(add(objectId.get(), old));
    }

    /// A refused sign-in, too, says that the customer took the old key away.
    private Outcome add(String objectId, HeldKey old) throws InterruptedException {
        try {
            String name = "Postern key " + journal.newNumber();
            return ground.application()
                    .add(objectId, keys.fresh().certificate(), name, () -> ground.proof(old, objectId));
        } catch (ConnectionException e) {
            boolean gone = e.kind() == Kind.PERMANENT && ground.ask(old) instanceof SignIn.Refused;
            if (gone) {
                return new Outcome.ProofRefused("sign-in refused");
            }
            throw e;
        }
    }

    private void added(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(String keyId) -> registered(keyId);
            case Outcome.ProofRefused(String why) ->
                toCustomer("The application does not hold the old key any more (" + why
                        + "): it was taken off on the customer's side, so it cannot vouch for the new one.");
            case Outcome.Missing(String why) ->
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "There is no application with object id "
                                + ground.connection().objectId().orElse("") + " in the customer's tenant (" + why
                                + "). Register the connection again with the right --object-id: not the client id, and"
                                + " not that of the enterprise application.");
            case Outcome.Refused(String why) ->
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "Entra does not let the application add a key by itself (" + why
                                + "). Let the customer's administrator add it: run this with --old-key-not-trusted.");
            case Outcome.Uncertain(String why) ->
                throw new ConnectionException(
                        Kind.RETRYABLE, "Whether the new key is on the application is not known: " + why + ".");
        }
    }

    private void registered(String keyId) {
        ground.note("key.registered", Map.of("key", keys.fresh().thumbprintHex(), "keyId", keyId));
        ConnectionKey fresh = keys.current(journal.newNumber());
        ground.save(ground.connection()
                .with(fresh.in(State.REGISTERED).knownAs(keyId.isEmpty() ? fresh.registeredKeyId() : keyId)));
        journal.reach(
                RollStep.ADDED,
                ground.now(),
                "Key " + journal.newNumber() + " is on the application as " + keyId + ".");
    }

    private void toCustomer(String why) {
        journal.reach(RollStep.CUSTOMER, ground.now(), why);
    }

    /// After a crash or a lost answer: is it there?
    private boolean addedBefore() throws InterruptedException {
        if (listing() instanceof Listing.Listed listed) {
            Optional<RemoteKey> found = find(listed.keys(), keys.current(journal.newNumber()));
            found.ifPresent(key -> registered(key.keyId()));
            return found.isPresent();
        }
        Duration wait = limits.pollFirst();
        for (int i = 0; i < LOOKS_FOR_A_LOST_ADD; i++) {
            if (ground.ask(keys.fresh()) instanceof SignIn.Granted) {
                registered("");
                return true;
            }
            ground.sleep(wait);
            wait = wait.multipliedBy(2);
        }
        return false;
    }

    private Optional<String> objectId() throws InterruptedException {
        Connection connection = ground.connection();
        if (connection.objectId().isPresent()) {
            return connection.objectId();
        }
        if (listing() instanceof Listing.Listed listed && !listed.objectId().isEmpty()) {
            ground.note("connection.object.found", Map.of("object", listed.objectId()));
            ground.save(connection.registeredAs(connection.clientId().orElseThrow(), listed.objectId()));
            return Optional.of(listed.objectId());
        }
        return Optional.empty();
    }

    /// By the tenant's connection that watches, where there is one, else by the application's own right.
    private Listing listing() throws InterruptedException {
        String clientId = ground.connection().clientId().orElseThrow();
        Optional<ApplicationCredentials> watcher = ground.watcher();
        try {
            Listing seen = watcher.orElseGet(ground::application).list(clientId);
            return watcher.isPresent() && seen instanceof Listing.NotListed
                    ? ground.application().list(clientId)
                    : seen;
        } catch (ConnectionException e) {
            return new Listing.NotListed(String.valueOf(e.getMessage()));
        }
    }

    /// A key of ours among those listed: by its certificate where that is told, else by the name that it claims.
    private static Optional<RemoteKey> find(List<RemoteKey> listed, ConnectionKey ours) {
        return listed.stream()
                .filter(key -> key.certain().isPresent()
                        ? key.certain().get().equals(ours.thumbprint())
                        : key.type() == RemoteKey.Type.CERTIFICATE
                                && key.thumbprint().equals(ours.entraThumbprint()))
                .findFirst();
    }

    /// Takes the old key off the application, the new one vouching; what cannot be taken off is left and told.
    void removeOld() throws InterruptedException {
        ConnectionKey old = keys.current(journal.oldNumber());
        Optional<String> keyId = old.keyId();
        if (keyId.isEmpty() && listing() instanceof Listing.Listed listed) {
            keyId = find(listed.keys(), old).map(RemoteKey::keyId);
            if (keyId.isEmpty()) {
                journal.tell(ground.now(), "Key " + old.number() + " is not on the application any more.");
                return;
            }
        }
        RemoteKey named = named(old, keyId.orElse(""));
        Optional<String> objectId = objectId();
        if (objectId.isEmpty() || keyId.isEmpty()) {
            journal.leaves(named);
            journal.tell(
                    ground.now(),
                    "Key " + old.number() + " may be on the application still: what Entra calls it is not known.");
            return;
        }
        if (!remove(objectId.get(), named, "key.removing")) {
            journal.leaves(named);
        }
    }

    private static RemoteKey named(ConnectionKey key, String keyId) {
        String thumbprint = key.entraThumbprint();
        return new RemoteKey(
                RemoteKey.Type.CERTIFICATE,
                keyId,
                thumbprint == null ? "" : thumbprint,
                key.thumbprint(),
                "Postern's key " + key.number(),
                key.from(),
                key.until());
    }

    /// False where it could not be removed and will not be.
    private boolean remove(String objectId, RemoteKey key, String kind) throws InterruptedException {
        ground.note(
                kind, Map.of("keyId", key.keyId(), "thumbprint", key.certain().orElse(key.thumbprint())));
        Outcome outcome =
                ground.application().remove(objectId, key.keyId(), () -> ground.proof(keys.fresh(), objectId));
        return switch (outcome) {
            case Outcome.Done _, Outcome.Missing _ -> {
                journal.removed(key);
                journal.tell(ground.now(), "Key " + key.keyId() + " is not on the application any more.");
                yield true;
            }
            case Outcome.Refused(String why) -> {
                journal.tell(ground.now(), "Key " + key.keyId() + " could not be removed: " + why + ".");
                yield false;
            }
            case Outcome.ProofRefused(String why) ->
                throw new ConnectionException(
                        Kind.RETRYABLE,
                        "The directory does not take the new key's word yet (" + why + "), so key " + key.keyId()
                                + " is on the application still.");
            case Outcome.Uncertain(String why) ->
                throw new ConnectionException(
                        Kind.RETRYABLE, "Whether key " + key.keyId() + " was removed is not known: " + why + ".");
        };
    }

    /// Looks at all that is on the application; after a theft, removes what is not ours.
    void clean() throws InterruptedException {
        if (!(listing() instanceof Listing.Listed listed)) {
            journal.tell(
                    ground.now(),
                    "Postern may not read the application's keys, so others could be on it: the customer's administrator"
                            + " looks, or adds a watch connection.");
            return;
        }
        ConnectionKey fresh = keys.current(journal.newNumber());
        Optional<RemoteKey> ours = listed.keys().stream()
                .filter(key ->
                        fresh.keyId().filter(key.keyId()::equalsIgnoreCase).isPresent())
                .findFirst()
                .or(() -> find(listed.keys(), fresh));
        List<RemoteKey> left = new ArrayList<>();
        for (RemoteKey key : listed.keys()) {
            boolean removes = journal.order().reason() == RollOrder.Reason.REESTABLISH
                    && key.type() == RemoteKey.Type.CERTIFICATE
                    && ours.isPresent();
            boolean stays = ours.filter(key::equals).isPresent();
            if (!stays && !(removes && remove(listed.objectId(), key, "key.unknown.removing"))) {
                left.add(key);
            }
        }
        ours.filter(_ -> fresh.keyId().isEmpty())
                .ifPresent(key -> ground.save(ground.connection().with(fresh.knownAs(key.keyId()))));
        journal.left(left);
    }
}
