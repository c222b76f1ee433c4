package org.postern.console.job;

import java.util.List;
import org.postern.mail.TenantId;

/// An order as it is laid before the policy, and before the second person.
///
/// @param tenants whose policies have a say
/// @param tenant under which the job is listed
/// @param items messages or connections that it touches
/// @param statement what will be done, a sentence each
record Request(
        List<TenantId> tenants, TenantId tenant, Order order, String subject, long items, List<String> statement) {
    Request {
        tenants = List.copyOf(tenants);
        statement = List.copyOf(statement);
    }

    static Request of(TenantId tenant, Order order, String subject, long items, String... statement) {
        return new Request(List.of(tenant), tenant, order, subject, items, List.of(statement));
    }
}
