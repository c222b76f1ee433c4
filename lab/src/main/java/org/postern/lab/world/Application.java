package org.postern.lab.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application registered in a tenant with its service principal and the roles its administrator consented to.
public final class Application {
    private final UUID objectId;
    private final UUID appId;
    private final UUID servicePrincipalId;
    private final String displayName;
    private final Instant createdAt;
    private final Set<String> roles;
    private final CopyOnWriteArrayList<KeyCredential> keys = new CopyOnWriteArrayList<>();
    private final Map<UUID, Instant> knownFrom = new ConcurrentHashMap<>();

    Application(Seed seed, UUID tenant, int number, String displayName, Set<String> roles, Instant createdAt) {
        String which = tenant + "/" + number;
        this.objectId = seed.guid("application object", which);
        this.appId = seed.guid("application client id", which);
        this.servicePrincipalId = seed.guid("service principal", which);
        this.displayName = displayName;
        this.roles = Set.copyOf(roles);
        this.createdAt = createdAt;
    }

    public UUID objectId() {
        return objectId;
    }

    /// The client id.
    public UUID appId() {
        return appId;
    }

    public UUID servicePrincipalId() {
        return servicePrincipalId;
    }

    public String displayName() {
        return displayName;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /// The application permissions consented to, such as `Mail.Read`.
    public Set<String> roles() {
        return roles;
    }

    public List<KeyCredential> keys() {
        return List.copyOf(keys);
    }

    public void addKey(KeyCredential key) {
        keys.add(key);
    }

    /// Adds a key that the sign-in service learns of only at an instant; the directory knows it at once.
    public void addKey(KeyCredential key, Instant signsInFrom) {
        knownFrom.put(key.keyId(), signsInFrom);
        keys.add(key);
    }

    /// The keys that the sign-in service knows at an instant.
    public List<KeyCredential> signInKeys(Instant now) {
        return keys.stream()
                .filter(key -> !now.isBefore(knownFrom.getOrDefault(key.keyId(), Instant.MIN)))
                .toList();
    }

    /// False when there is no such key.
    public boolean removeKey(UUID keyId) {
        return keys.removeIf(key -> key.keyId().equals(keyId));
    }

    public synchronized void replaceKeys(List<KeyCredential> all) {
        keys.clear();
        keys.addAll(all);
    }
}
