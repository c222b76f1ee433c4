package org.postern.lab.world;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// How a tenant lets Exchange Web Services be used.
///
/// A tenant without service accounts is Exchange Online: tokens only. With them it is an Exchange Server too.
public final class ExchangeFace {
    private final CopyOnWriteArrayList<ServiceAccount> accounts = new CopyOnWriteArrayList<>();
    private volatile boolean enabled = true;

    ExchangeFace() {}

    /// `EWSEnabled` of the organisation; when off, every call answers 403.
    public boolean isEnabled() {
        return enabled;
    }

    public void enable(boolean on) {
        enabled = on;
    }

    /// Adds an account, in place of one of the same name.
    public void add(ServiceAccount account) {
        accounts.removeIf(old -> old.isCalled(account.name()));
        accounts.add(account);
    }

    public List<ServiceAccount> accounts() {
        return List.copyOf(accounts);
    }

    public Optional<ServiceAccount> byPassword(String name, String password) {
        return accounts.stream()
                .filter(account -> account.isCalled(name) && account.hasPassword(password))
                .findFirst();
    }

    /// The account with the certificate of this SHA-256, in lower-case hex.
    public Optional<ServiceAccount> byCertificate(String sha256) {
        return accounts.stream()
                .filter(account -> account.certificate().filter(sha256::equals).isPresent())
                .findFirst();
    }
}
