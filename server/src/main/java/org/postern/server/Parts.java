package org.postern.server;

import java.time.Clock;
import org.postern.connections.Connections;
import org.postern.console.access.Administrators;
import org.postern.console.job.AccessDesk;
import org.postern.console.job.Approvals;
import org.postern.console.job.Decisions;
import org.postern.console.job.ExportShelf;
import org.postern.console.job.Jobs;
import org.postern.console.job.KeyDesk;
import org.postern.console.job.Recoveries;
import org.postern.console.job.RetentionDesk;
import org.postern.console.job.RetentionSchedule;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.ConnectionDesk;
import org.postern.console.tenant.ServerFacts;
import org.postern.console.tenant.TenantDirectory;
import org.postern.vault.Vault;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/// All that the console is given, wired by hand.
record Parts(
        ServerFacts facts,
        Clock clock,
        JsonMapper json,
        Vault vault,
        Connections connections,
        TenantDirectory tenants,
        Finder finder,
        ConnectionDesk desk,
        KeyDesk keys,
        MailboxList mailboxes,
        Jobs jobs,
        Recoveries recoveries,
        ExportShelf shelf,
        RetentionDesk retentionDesk,
        RetentionSchedule retention,
        Administrators administrators,
        Approvals approvals,
        Decisions decisions,
        AccessDesk access) {
    /// Makes each part a bean; Spring makes and closes none of them.
    void register(GenericApplicationContext beans) {
        bean(beans, ServerFacts.class, facts);
        bean(beans, Clock.class, clock);
        bean(beans, JsonMapper.class, json);
        bean(beans, Vault.class, vault);
        bean(beans, Connections.class, connections);
        bean(beans, TenantDirectory.class, tenants);
        bean(beans, Finder.class, finder);
        bean(beans, ConnectionDesk.class, desk);
        bean(beans, KeyDesk.class, keys);
        bean(beans, MailboxList.class, mailboxes);
        bean(beans, Jobs.class, jobs);
        bean(beans, Recoveries.class, recoveries);
        bean(beans, ExportShelf.class, shelf);
        bean(beans, RetentionDesk.class, retentionDesk);
        bean(beans, RetentionSchedule.class, retention);
        bean(beans, Administrators.class, administrators);
        bean(beans, Approvals.class, approvals);
        bean(beans, Decisions.class, decisions);
        bean(beans, AccessDesk.class, access);
    }

    private static <T> void bean(GenericApplicationContext beans, Class<T> type, T part) {
        // A singleton that Spring did not make is not closed by it either: the right order is Main's work.
        beans.getBeanFactory().registerSingleton(type.getName(), part);
    }
}
