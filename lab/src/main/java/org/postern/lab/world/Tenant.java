package org.postern.lab.world;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One organisation in the lab: its users, applications and sign-in log.
public final class Tenant {
    private static final int SIGN_INS_MAX = 100_000;

    private final Seed seed;
    private final Clock clock;
    private final UUID id;
    private final String name;
    private final String domain;
    private final Map<UUID, User> users = new LinkedHashMap<>();
    private final Map<String, User> usersByName = new HashMap<>();
    private final Map<UUID, Application> applications = new LinkedHashMap<>();
    private final List<SignIn> signIns = new ArrayList<>();
    private final ExchangeFace exchange = new ExchangeFace();

    Tenant(Seed seed, Clock clock, String name, String domain) {
        this.seed = seed;
        this.clock = clock;
        this.id = seed.guid("tenant", domain);
        this.name = name;
        this.domain = domain;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String domain() {
        return domain;
    }

    public ExchangeFace exchange() {
        return exchange;
    }

    /// Whether the tenant goes by this name in a URL: its GUID or its domain.
    public boolean isCalled(String idOrDomain) {
        return id.toString().equalsIgnoreCase(idOrDomain) || domain.equalsIgnoreCase(idOrDomain);
    }

    synchronized User addUser(String address, String displayName) {
        UUID userId = seed.guid("user", domain, address);
        UUID mailboxId = seed.guid("mailbox", domain, address);
        User user = new User(userId, address, displayName, new MailboxStore(clock, new ItemIds(seed, mailboxId)));
        users.put(userId, user);
        usersByName.put(userId.toString(), user);
        usersByName.put(address.toLowerCase(Locale.ROOT), user);
        return user;
    }

    public synchronized List<User> users() {
        return List.copyOf(users.values());
    }

    /// The user with this object id or user principal name.
    public synchronized Optional<User> user(String idOrAddress) {
        return Optional.ofNullable(usersByName.get(idOrAddress.toLowerCase(Locale.ROOT)));
    }

    /// Registers an application, as the tenant's administrator does.
    public synchronized Application register(String displayName, Set<String> roles) {
        Application application =
                new Application(seed, id, applications.size() + 1, displayName, roles, clock.instant());
        applications.put(application.appId(), application);
        return application;
    }

    public synchronized Collection<Application> applications() {
        return List.copyOf(applications.values());
    }

    /// The application with this client id.
    public Optional<Application> application(String appId) {
        return applications().stream()
                .filter(application -> application.appId().toString().equalsIgnoreCase(appId))
                .findFirst();
    }

    /// A key for one of this tenant's applications, with an id of its own.
    public KeyCredential key(Application application, java.security.cert.X509Certificate certificate, String name) {
        String number = application.appId() + "/" + seed.nextRequestId();
        return new KeyCredential(seed.guid("key", number), certificate, name);
    }

    public synchronized void record(SignIn signIn) {
        if (signIns.size() == SIGN_INS_MAX) {
            signIns.removeFirst();
        }
        signIns.add(signIn);
    }

    /// Newest first.
    public synchronized List<SignIn> signIns() {
        return signIns.reversed().stream().toList();
    }
}
