package org.postern.console.api;

import org.jspecify.annotations.Nullable;
import org.postern.console.approval.TwoPersonPolicy;
import org.postern.console.job.AccessDesk;
import org.postern.console.mailbox.Finder;
import org.postern.mail.TenantId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// When a tenant's orders need a second administrator.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/two-persons")
public class TwoPersonsApi {
    /// @param twoPersons `off`, `bulk` or `write`
    /// @param bulkOver how many messages or connections an order may touch alone
    /// @param awaiting the job by which a lower policy waits for a second administrator; null when it was set at
    ///     once
    public record Policy(
            String twoPersons, int bulkOver, @Nullable JobView awaiting) {}

    /// What is left out stays.
    public record NewPolicy(
            @Nullable String twoPersons, @Nullable Integer bulkOver) {}

    private final Finder finder;
    private final AccessDesk desk;

    public TwoPersonsApi(Finder finder, AccessDesk desk) {
        this.finder = finder;
        this.desk = desk;
    }

    @GetMapping
    public Policy show(@PathVariable String tenant) {
        return view(finder.tenant(tenant).id(), null);
    }

    @PutMapping
    public Policy set(@PathVariable String tenant, @RequestBody NewPolicy body) {
        TenantId id = finder.tenant(tenant).id();
        TwoPersonPolicy before = desk.policy(id);
        TwoPersonPolicy.Level level = body.twoPersons() == null
                ? before.level()
                : Input.choice(TwoPersonPolicy.Level.class, "twoPersons", body.twoPersons());
        int bulkOver = body.bulkOver() == null ? before.bulkOver() : body.bulkOver();
        TwoPersonPolicy policy =
                Input.parse("bulkOver", Integer.toString(bulkOver), _ -> new TwoPersonPolicy(level, bulkOver));
        return view(id, desk.setPolicy(id, policy).map(JobView::of).orElse(null));
    }

    private Policy view(TenantId tenant, @Nullable JobView awaiting) {
        TwoPersonPolicy policy = desk.policy(tenant);
        return new Policy(Input.lower(policy.level()), policy.bulkOver(), awaiting);
    }
}
