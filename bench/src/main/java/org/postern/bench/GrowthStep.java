package org.postern.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.vault.CatalogServer;
import org.postern.vault.MailboxWriter;
import org.postern.vault.Vault;
import org.postern.vault.VaultConfig;

/// One step of [Growth], in a process of its own: opens a vault, does one thing, and prints one line of figures.
///
///     make DIR OBJECTS | open DIR | put DIR OBJECTS COUNT SEED | list DIR OBJECTS COUNT SEED
final class GrowthStep {
    private static final TenantId TENANT = new TenantId("grown");
    private static final int COMMIT = 250;
    private static final int WRITERS = 3;
    private static final int PAGE = 1_000;
    private static final int WARM_UP = 300;
    private static final long PACK_BYTES = 48L << 20;
    private final Path directory;

    private GrowthStep(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        GrowthStep step = new GrowthStep(Path.of(words[1]));
        switch (words[0]) {
            case "make" -> step.make(GrownShape.of(Long.parseLong(words[2])));
            case "open" -> step.open();
            case "put" ->
                step.put(GrownShape.of(Long.parseLong(words[2])), Integer.parseInt(words[3]), Long.parseLong(words[4]));
            case "list" ->
                step.list(
                        GrownShape.of(Long.parseLong(words[2])), Integer.parseInt(words[3]), Long.parseLong(words[4]));
            default -> throw new IllegalArgumentException("no step " + words[0]);
        }
    }

    private Vault vault() {
        VaultConfig config =
                VaultConfig.of(directory, "benchmark".toCharArray(), Clock.systemUTC(), new SecureRandom());
        return Vault.openWithoutIndex(config.withCatalog(server()));
    }

    /// Where the catalog is when not in the vault's directory: each vault has a schema of the directory's name.
    private Optional<CatalogServer> server() {
        Map<String, String> environment = System.getenv();
        String schema = String.valueOf(directory.getFileName()).replace('-', '_');
        return Optional.ofNullable(environment.get(Growth.SERVER))
                .map(url -> CatalogServer.read(url + "?currentSchema=" + schema, null, environment));
    }

    private void make(GrownShape shape) throws IOException {
        try (Vault vault = vault()) {
            vault.addTenant(TENANT);
            if (shape.objects() > 0) {
                new GrownCatalog(vault.database(), shape).fill(1, PACK_BYTES);
            }
        }
        Path packs = Files.createDirectories(directory.resolve("packs").resolve(TENANT.value()));
        for (long number = 1; shape.objects() > 0 && number <= shape.packs(); number++) {
            // As long as a pack and without a byte of it: only its name and size are ever asked for here.
            try (RandomAccessFile pack = new RandomAccessFile(
                    packs.resolve("%012d.pack".formatted(number)).toFile(), "rw")) {
                pack.setLength(PACK_BYTES);
            }
        }
    }

    private void open() {
        double cpu = Resources.cpuSeconds();
        double first = timeOfOpening();
        cpu = Resources.cpuSeconds() - cpu;
        timeOfOpening();
        Growth.figures("open", first, "cpu", cpu, "again", timeOfOpening(), "live", Resources.liveHeapMegabytes());
    }

    private double timeOfOpening() {
        long start = System.nanoTime();
        Vault vault = vault();
        double seconds = secondsSince(start);
        vault.close();
        return seconds;
    }

    private void put(GrownShape shape, int count, long seed) throws InterruptedException, ExecutionException {
        try (Vault vault = vault();
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            run(vault, writers, shape, count / 5, seed + 1_000); // Until Java has compiled what is hot.
            double cpu = Resources.cpuSeconds();
            long start = System.nanoTime();
            run(vault, writers, shape, count, seed);
            double seconds = secondsSince(start);
            Growth.figures(
                    "rate", count / seconds,
                    "cpu", (Resources.cpuSeconds() - cpu) * 1_000 / count,
                    "heap", Resources.peakHeapMegabytes(),
                    "live", Resources.liveHeapMegabytes(),
                    "resident", Resources.peakResidentMegabytes());
        }
    }

    private static void run(Vault vault, ExecutorService writers, GrownShape shape, int count, long seed)
            throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(count);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            SplittableRandom random = new SplittableRandom(seed * WRITERS + i);
            running.add(writers.submit(() -> {
                MadeUpMail mail = new MadeUpMail(random.nextLong());
                while (left.getAndAdd(-COMMIT) > 0) {
                    commit(vault, shape, mail, random);
                }
            }));
        }
        for (Future<?> writer : running) {
            writer.get();
        }
    }

    /// What a page of a change feed brings to one mailbox.
    private static void commit(Vault vault, GrownShape shape, MadeUpMail mail, SplittableRandom random) {
        String mailbox = GrownShape.mailboxName(random.nextInt(Math.max(1, shape.mailboxes())));
        Instant now = GrownShape.START.plus(Duration.ofDays(GrownShape.DAYS + 1));
        try (MailboxWriter writer = vault.write(TENANT, new MailboxId(mailbox), now)) {
            for (int i = 0; i < COMMIT; i++) {
                String id = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A%016x%016x%016x"
                        .formatted(random.nextLong(), random.nextLong(), random.nextLong());
                FolderId folder = new FolderId(GrownShape.folderName(shape.drawFolder(random)));
                writer.put(
                        new MessageState(
                                new ItemId(id),
                                folder,
                                "CQAAABYAAAC5HeQ",
                                now,
                                false,
                                false,
                                MessageState.FollowUp.NOT_FLAGGED,
                                MessageState.Importance.NORMAL,
                                List.of()),
                        mail.next());
            }
            writer.commit();
        }
    }

    private void list(GrownShape shape, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Vault vault = vault()) {
            for (int i = 0; i < WARM_UP; i++) {
                time(vault, shape, random, new ArrayList<>());
            }
            List<Integer> sizes = new ArrayList<>();
            double[] millis = new double[count];
            double[] cpu = new double[count];
            for (int i = 0; i < count; i++) {
                double before = Resources.cpuSeconds();
                millis[i] = time(vault, shape, random, sizes);
                cpu[i] = (Resources.cpuSeconds() - before) * 1_000;
            }
            Arrays.sort(cpu);
            Arrays.sort(millis);
            int[] sorted = sizes.stream().mapToInt(Integer::intValue).sorted().toArray();
            Growth.figures(
                    "p50", millis[count / 2],
                    "p99", millis[count * 99 / 100],
                    "max", millis[count - 1],
                    "cpu", cpu[count / 2],
                    "cpu99", cpu[count * 99 / 100],
                    "listed", sorted[count / 2],
                    "listed99", sorted[count * 99 / 100],
                    "heap", Resources.peakHeapMegabytes(),
                    "resident", Resources.peakResidentMegabytes());
        }
    }

    /// The first page of a folder as at an instant of the year; big folders more often than small ones, as people do.
    private static double time(Vault vault, GrownShape shape, SplittableRandom random, List<Integer> sizes) {
        MailboxId mailbox = new MailboxId(GrownShape.mailboxName(random.nextInt(shape.mailboxes())));
        FolderId folder = new FolderId(GrownShape.folderName(shape.drawFolder(random)));
        Instant at = GrownShape.START.plus(Duration.ofDays(1)).plusSeconds(random.nextLong(GrownShape.DAYS * 86_400L));
        long start = System.nanoTime();
        int listed = vault.messages(TENANT, mailbox, folder, at, null, PAGE).size();
        double millis = secondsSince(start) * 1_000;
        sizes.add(listed);
        return millis;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
