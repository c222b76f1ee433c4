package org.postern.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.postern.connections.Connections;
import org.postern.console.job.ExportShelf;
import org.postern.console.job.Jobs;
import org.postern.console.job.Recoveries;
import org.postern.console.job.RecoveryWork;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.ConnectionDesk;
import org.postern.console.tenant.ServerFacts;
import org.postern.console.tenant.TenantDirectory;
import org.postern.recover.MailSync;
import org.postern.vault.Vault;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one place where the modules meet: makes every part and hands each what it needs.
final class Wiring {
    static final String VERSION = "0.1.0";
    private static final long BODY_MAX = 4L << 20;

    private Wiring() {}

    /// @param directory the server's own
    static Parts console(
            Path directory,
            Clock clock,
            RandomGenerator random,
            Vault vault,
            Connections connections,
            MailSync sync,
            RecoveryWork work)
            throws IOException {
        vault.database().migrate("console", "db/console");
        JsonMapper json = json();
        TenantDirectory tenants = new TenantDirectory(vault, connections, clock);
        Jobs jobs = new Jobs(vault.database(), json, clock, random);
        ExportShelf shelf = new ExportShelf(directory.resolve("exports"), clock);
        return new Parts(
                new ServerFacts(VERSION, clock.instant(), directory),
                clock,
                json,
                vault,
                connections,
                tenants,
                new Finder(tenants, vault, connections),
                new ConnectionDesk(connections),
                new MailboxList(vault, sync),
                jobs,
                new Recoveries(jobs, vault, connections, sync, work, shelf),
                shelf);
    }

    /// Strict, so that a field misspelt by a client is told and not passed over.
    static JsonMapper json() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(BODY_MAX)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
