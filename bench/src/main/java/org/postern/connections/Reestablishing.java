package org.postern.connections;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyMaker;
import org.postern.connections.keys.RsaKeyMaker;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.graph.Throttle;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Organisation;
import org.postern.lab.world.Application;
import org.postern.lab.world.KeyCredential;
import org.postern.lab.world.Tenant;
import org.postern.mail.TenantId;

/// Gives any number of tenants new keys against a lab in the same process, and says what it took.
///
/// The old keys are made in haste (they share one RSA key pair), which is no part of what is measured. The new ones are
/// made as in a server, or in haste too, to see what all the rest takes.
public final class Reestablishing {
    private static final int AT_ONCE = 8;

    private final Path work;
    private final int tenants;
    private final boolean real;

    private Reestablishing(Path work, int tenants, boolean real) {
        this.work = work;
        this.tenants = tenants;
        this.real = real;
    }

    /// @param words `WORK TENANTS real|quick`
    public static void main(String[] words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        new Reestablishing(Path.of(words[0]), Integer.parseInt(words[1]), words[2].equals("real")).run();
    }

    private void run() throws Exception {
        List<Organisation> organisations = new ArrayList<>();
        for (int number = 1; number <= tenants; number++) {
            String domain = "tenant-" + number + ".example";
            organisations.add(new Organisation(
                    "Tenant " + number, domain, List.of(new Mailbox("anna@" + domain, "Anna", List.of()))));
        }
        LabConfig config =
                LabConfig.of(work.resolve("lab"), () -> organisations).withThrottling(Throttle.Limits.OFF);
        try (Lab lab = Lab.start(config);
                FileConnections connections = FileConnections.open(config(), maker())) {
            long before = System.nanoTime();
            each(number -> connect(connections, lab, number));
            System.err.printf("%,d tenants connected in %.0f s%n", tenants, seconds(before));
            measure(connections, lab);
        }
    }

    private ConnectionsConfig config() {
        SecureRandom random = new SecureRandom();
        return new ConnectionsConfig(
                work.resolve("connections"),
                "a passphrase of some length"::toCharArray,
                Clock.systemUTC(),
                random,
                real ? ConnectionsConfig.STRONG_ROUNDS : 1_000,
                ConnectionLimits.DEFAULT);
    }

    /// The first `tenants` keys are the old ones.
    private KeyMaker maker() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3_072);
        KeyPair shared = generator.generateKeyPair();
        KeyMaker made = new RsaKeyMaker(new SecureRandom());
        AtomicLong count = new AtomicLong();
        return (name, now) -> real && count.incrementAndGet() > tenants
                ? made.make(name, now)
                : new HeldKey(shared.getPrivate(), certificate(shared, name, now));
    }

    private static X509Certificate certificate(KeyPair pair, String name, Instant now) {
        try {
            X500Name subject = new X500Name("CN=" + name);
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(now.minus(Duration.ofMinutes(10))),
                    Date.from(now.plus(Duration.ofDays(365))),
                    subject,
                    pair.getPublic());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    private static Application application(Lab lab, int number) {
        Tenant customer = lab.world().tenant("tenant-" + number + ".example").orElseThrow();
        return customer.applications().stream()
                .findFirst()
                .orElseGet(() -> customer.register("Postern sync", Set.of("Mail.Read", "User.Read.All")));
    }

    private static void connect(FileConnections connections, Lab lab, int number) throws Exception {
        Cloud cloud =
                new Cloud("lab", URI.create(lab.baseUrl()), URI.create(lab.baseUrl()), Files.readString(lab.caFile()));
        Tenant customer = lab.world().tenant("tenant-" + number + ".example").orElseThrow();
        connections.create(tenant(number), ConnectionFunction.SYNC, cloud, customer.domain());
        Application application = application(lab, number);
        X509Certificate certificate = connections.certificate(tenant(number), ConnectionFunction.SYNC);
        KeyCredential key = customer.key(application, certificate, "old");
        application.addKey(key);
        connections.register(
                tenant(number),
                ConnectionFunction.SYNC,
                application.appId().toString(),
                application.objectId().toString(),
                key.keyId().toString());
    }

    private void measure(FileConnections connections, Lab lab) throws Exception {
        List<RollReport> reports = Collections.synchronizedList(new ArrayList<>());
        RollOrder order = RollOrder.reestablish("measured", true);
        long begun = System.nanoTime();
        double processor = processorSeconds();
        each(number -> {
            reports.add(connections.keys().roll(tenant(number), ConnectionFunction.SYNC, order, _ -> {}));
            if (reports.size() % 100 == 0) {
                System.err.printf("%,d done after %.0f s%n", reports.size(), seconds(begun));
            }
        });
        double seconds = seconds(begun);
        long done = reports.stream().filter(RollReport::done).count();
        long requests = reports.stream().mapToLong(RollReport::requests).sum();
        long gaps = reports.stream()
                .flatMap(report -> report.mailFlow().stream())
                .mapToLong(RollReport.Flow::longestGapMilliseconds)
                .max()
                .orElse(0);
        int wrong = 0;
        for (int number = 1; number <= tenants; number++) {
            wrong += application(lab, number).keys().size() == 1 ? 0 : 1;
        }
        System.out.printf(
                "tenants=%d reestablished=%d keys=%s seconds=%.1f processorSeconds=%.1f requests=%d perTenant=%.1f"
                        + " longestGapMilliseconds=%d applicationsWithMoreOrLessThanOneKey=%d%n",
                tenants,
                done,
                real ? "rsa-3072, 600000 rounds" : "shared, 1000 rounds",
                seconds,
                processorSeconds() - processor,
                requests,
                requests / (double) tenants,
                gaps,
                wrong);
    }

    private interface Work {
        void of(int number) throws Exception;
    }

    private void each(Work work) throws InterruptedException, IOException {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Exception> failed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 1; i <= tenants; i++) {
            int number = i;
            room.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    work.of(number);
                } catch (Exception e) {
                    failed.add(e);
                } finally {
                    room.release();
                }
            });
        }
        room.acquire(AT_ONCE);
        if (!failed.isEmpty()) {
            throw new IOException(failed.size() + " failed, the first by", failed.getFirst());
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double processorSeconds() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9;
    }
}
