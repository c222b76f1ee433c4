package org.postern.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.console.access.Administrators;
import org.postern.console.approval.Policies;
import org.postern.console.approval.Proposals;
import org.postern.console.job.AccessDesk;
import org.postern.console.job.Approvals;
import org.postern.console.job.Decisions;
import org.postern.console.job.ExportShelf;
import org.postern.console.job.Jobs;
import org.postern.console.job.KeyDesk;
import org.postern.console.job.Recoveries;
import org.postern.console.job.RecoveryWork;
import org.postern.console.job.RetentionDesk;
import org.postern.console.job.RetentionSchedule;
import org.postern.console.job.RollSchedule;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MailboxList;
import org.postern.console.tenant.ConnectionDesk;
import org.postern.console.tenant.ServerFacts;
import org.postern.console.tenant.Tenant;
import org.postern.console.tenant.TenantDirectory;
import org.postern.console.tenant.WatchSchedule;
import org.postern.extract.ExtractorProgram;
import org.postern.mail.TenantId;
import org.postern.recover.LiveSync;
import org.postern.recover.Recovery;
import org.postern.recover.SyncLimits;
import org.postern.recover.SyncSchedule;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;
import org.postern.vault.VaultException;
import org.postern.vault.s3.S3ObjectStore;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one place where the modules meet: makes every part, hands each what it needs, and closes them in turn.
final class Wiring implements AutoCloseable {
    static final String VERSION = "0.1.0";
    private static final long BODY_MAX = 4L << 20;

    private final Closing closing = new Closing();
    private final Parts parts;
    private final SyncSchedule schedule;
    private final LiveSync live;
    private final RetentionSchedule retention;
    private final Optional<WatchSchedule> watch;
    private final Optional<RollSchedule> rolls;

    private Wiring(Path directory, Secrets secrets, Options options, Clock clock, SecureRandom random)
            throws IOException {
        String passphrase = secrets.passphrase();
        VaultConfig inDirectory = VaultConfig.of(directory.resolve("vault"), passphrase.toCharArray(), clock, random)
                .with(extractor())
                .withCatalog(options.catalog());
        VaultConfig vaultConfig = options.s3()
                .map(s3 -> inDirectory.withStore(closing.later(S3ObjectStore.open(s3, clock))))
                .orElse(inDirectory);
        Vault vault = closing.later(Vault.open(vaultConfig));
        Connections connections = closing.later(Connections.open(
                ConnectionsConfig.of(directory.resolve("connections"), passphrase::toCharArray, clock, random)
                        .withToken(options.keyToken())
                        .withAnchoring(options.anchoring())));
        Recovery recovery = closing.later(Recovery.open(vault, connections, clock, SyncLimits.DEFAULT));
        vault.database().migrate("console", "org/postern/console/migrations");
        JsonMapper json = json();
        Jobs jobs = closing.later(new Jobs(vault.database(), json, clock, random));
        ExportShelf shelf = new ExportShelf(directory.resolve("exports"), clock);
        TenantDirectory tenants = new TenantDirectory(vault, connections, clock);
        ConnectedTenants connected = new ConnectedTenants(tenants, connections);
        live = closing.later(new LiveSync(recovery.sync(), connections, connected::list, options.listening()));
        RecoveryWork work = new RecoveryWork(recovery, vault, connections, clock);
        Supplier<List<TenantId>> ids =
                () -> tenants.list().stream().map(Tenant::id).toList();
        Administrators administrators =
                new Administrators(directory.resolve("administrators.json"), secrets.token(), clock, random);
        Policies policies = new Policies(directory.resolve("two-persons.json"));
        Approvals approvals =
                new Approvals(policies, new Proposals(directory.resolve("approvals")), jobs, connections, clock);
        AccessDesk accessDesk = new AccessDesk(administrators, policies, approvals, connections, ids);
        RetentionDesk retentionDesk = new RetentionDesk(vault, connections, jobs, approvals);
        KeyDesk keyDesk = new KeyDesk(connections, tenants, jobs, approvals, clock);
        Recoveries recoveries = new Recoveries(jobs, vault, connections, work, shelf, approvals, clock);
        retention = closing.later(new RetentionSchedule(retentionDesk, ids, options.retentionHour(), clock));
        parts = new Parts(
                new ServerFacts(VERSION, clock.instant(), directory),
                clock,
                json,
                vault,
                connections,
                tenants,
                new Finder(tenants, vault, connections),
                new ConnectionDesk(connections),
                keyDesk,
                new MailboxList(vault, recovery.sync(), live),
                jobs,
                recoveries,
                shelf,
                retentionDesk,
                retention,
                administrators,
                approvals,
                new Decisions(
                        approvals,
                        administrators,
                        connections,
                        jobs,
                        new Decisions.Desks(recoveries, retentionDesk, keyDesk, accessDesk),
                        ids,
                        clock),
                accessDesk);
        watch = Optional.ofNullable(options.watchInterval())
                .map(interval -> closing.later(new WatchSchedule(
                        connections.watch(),
                        () -> tenants.list().stream()
                                .map(Tenant::id)
                                .filter(tenant -> connections
                                        .find(tenant, ConnectionFunction.WATCH)
                                        .isPresent())
                                .toList(),
                        interval)));
        rolls = Optional.ofNullable(options.rollBefore())
                .map(before -> closing.later(new RollSchedule(
                        connections,
                        () -> tenants.list().stream().map(Tenant::id).toList(),
                        before,
                        clock)));
        schedule = closing.later(new SyncSchedule(recovery.sync(), connected::list, options.interval(), clock));
    }

    /// The program that takes text out of documents, where it lies beside this one; without it their text is not
    /// found.
    private static Optional<ExtractorProgram> extractor() {
        return Optional.ofNullable(System.getProperty("postern.home"))
                .flatMap(home -> ExtractorProgram.below(Path.of(home)));
    }

    /// Opens everything in the directory.
    ///
    /// @throws StartException where the passphrase is wrong or a part cannot be opened
    static Wiring open(Path directory, Secrets secrets, Options options, Clock clock, SecureRandom random)
            throws StartException {
        try {
            return new Wiring(directory, secrets, options, clock, random);
        } catch (VaultException | ConnectionException e) {
            String message = String.valueOf(e.getMessage());
            boolean passphraseWrong = message.toLowerCase(Locale.ROOT).contains("passphrase");
            throw new StartException(
                    passphraseWrong ? StartException.PASSPHRASE : StartException.FAILED,
                    "The store in " + directory + " does not open: " + message);
        } catch (JacksonException e) {
            throw new StartException(
                    StartException.FAILED,
                    "administrators.json, two-persons.json or a file in approvals of " + directory + " is damaged ("
                            + e.getClass().getSimpleName() + "): bring it back from a backup. The server does not start"
                            + " without knowing who may do what.");
        } catch (UncheckedIOException e) {
            throw new StartException(
                    StartException.FAILED, "The store in " + directory + " does not open: " + e.getMessage());
        } catch (IOException e) {
            throw new StartException(
                    StartException.FAILED,
                    "The store in " + directory + " does not open (" + e + "): check the disk's room and rights.");
        }
    }

    Parts parts() {
        return parts;
    }

    void startSchedule() {
        schedule.start();
        live.start();
    }

    void startWatch() {
        watch.ifPresent(WatchSchedule::start);
    }

    void startRolls() {
        rolls.ifPresent(RollSchedule::start);
    }

    void startRetention() {
        retention.start();
    }

    /// Strict, so that a field misspelt by a client is told and not passed over. All choices are in lower case,
    /// whichever record they are in.
    static JsonMapper json() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(BODY_MAX)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .build();
    }

    /// Lets jobs stop at a safe point before what they use is closed.
    void stopJobs() {
        parts.jobs().close();
    }

    @Override
    public void close() {
        closing.close();
    }
}
