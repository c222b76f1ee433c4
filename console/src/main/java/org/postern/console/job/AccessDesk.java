package org.postern.console.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Actor;
import org.postern.connections.Connections;
import org.postern.console.access.Administrators;
import org.postern.console.access.Administrators.Fresh;
import org.postern.console.access.Person;
import org.postern.console.approval.Policies;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.console.problem.ProblemException;
import org.postern.console.tenant.Tenant;
import org.postern.mail.TenantId;

/// Does what an administrator asks of administrators, and of the policies on two persons.
///
/// Each act is in the ledger of every tenant that it concerns before it takes effect: one administrator more or less
/// concerns all of them.
public final class AccessDesk {
    private final Administrators administrators;
    private final Policies policies;
    private final Approvals approvals;
    private final Connections connections;
    private final Supplier<List<TenantId>> tenants;

    public AccessDesk(
            Administrators administrators,
            Policies policies,
            Approvals approvals,
            Connections connections,
            Supplier<List<TenantId>> tenants) {
        this.administrators = administrators;
        this.policies = policies;
        this.approvals = approvals;
        this.connections = connections;
        this.tenants = tenants;
    }

    public List<Person> list() {
        return administrators.list();
    }

    /// What came of an order to add one.
    public sealed interface Added {
        record Done(Person person) implements Added {}

        /// @param fresh with the token, to be shown once and handed on
        record Invited(Fresh fresh) implements Added {}

        record Waits(Job job) implements Added {}
    }

    /// Adds an administrator.
    ///
    /// @param fingerprint of a token that he made himself; null to make one here, refused while a policy is set:
    ///     who sees the token of another is two persons
    public Added add(String name, @Nullable String fingerprint) {
        administrators.requireNew(name, fingerprint);
        if (fingerprint == null) {
            if (policies.any()) {
                throw ProblemException.conflict(
                        "A tenant's policy asks for two persons, so nobody may see the token of another.",
                        "Let " + name + " run \"postern admin token\", and give the fingerprint that it shows.");
            }
            note("administrator.added", Map.of("name", name, "token", "made here"));
            return new Added.Invited(administrators.invite(name, Actor.current()));
        }
        Request request = new Request(
                tenants.get(),
                Tenant.SEVERAL,
                new Order.Join(name, fingerprint),
                "administrator " + name,
                0,
                List.of(
                        "Make " + name + " an administrator of this server, with all of its tenants.",
                        "He will be able to approve what others order.",
                        "His token has the fingerprint " + fingerprint + ": ask him whether it is his."));
        Optional<Job> waits = approvals.hold(request);
        return waits.<Added>map(Added.Waits::new).orElseGet(() -> new Added.Done(join(name, fingerprint)));
    }

    Person join(String name, String fingerprint) {
        note("administrator.added", Map.of("name", name, "fingerprint", fingerprint));
        return administrators.add(name, fingerprint, Actor.current());
    }

    /// Gives who asks a token that only he sees, in place of his own.
    public Fresh renew() {
        note("administrator.renewed", Map.of("name", Actor.current()));
        return administrators.renew(Actor.current());
    }

    /// Takes it from one at once.
    public Person remove(String name) {
        administrators.removable(name);
        note("administrator.removed", Map.of("name", name));
        return administrators.remove(name);
    }

    private void note(String kind, Map<String, String> details) {
        tenants.get().forEach(tenant -> connections.ledger(tenant).append(kind, Actor.current(), details));
    }

    public TwoPersonPolicy policy(TenantId tenant) {
        return policies.of(tenant);
    }

    /// Sets a tenant's policy; one that asks for less than before needs two persons itself.
    ///
    /// @return the job that waits; empty when it is set
    public Optional<Job> setPolicy(TenantId tenant, TwoPersonPolicy policy) {
        TwoPersonPolicy before = policies.of(tenant);
        if (policy.asks() && !before.asks() && administrators.deciding().size() < 2) {
            throw ProblemException.conflict(
                    "Only " + String.join(", ", administrators.deciding()) + " could decide, so nothing could ever be"
                            + " approved.",
                    "Add a second administrator (postern admin add NAME --fingerprint HEX); one whose token you were"
                            + " shown takes a new one first (postern admin renew).");
        }
        if (policy.isLowerThan(before)) {
            Request request = Request.of(
                    tenant,
                    new Order.Lower(policy),
                    "policy " + policy.words(),
                    0,
                    "Let the policy on two persons of tenant " + tenant + " ask for less: " + policy.words()
                            + ", instead of " + before.words() + ".");
            return approvals.hold(request);
        }
        set(tenant, policy);
        return Optional.empty();
    }

    void set(TenantId tenant, TwoPersonPolicy policy) {
        Map<String, String> details = new HashMap<>();
        details.put("policy", policy.words());
        details.put("before", policies.of(tenant).words());
        details.put("administrators", String.join(", ", administrators.deciding()));
        connections.ledger(tenant).append("policy.set", Actor.current(), details);
        policies.set(tenant, policy);
    }
}
