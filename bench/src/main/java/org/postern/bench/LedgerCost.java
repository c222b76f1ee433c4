package org.postern.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postern.connections.Anchoring;
import org.postern.connections.Ledger.Query;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.connections.ledger.FileLedger;
import org.postern.connections.ledger.Ledgers;
import org.postern.connections.ledger.LogKeys;
import org.postern.mail.TenantId;

/// Measures what a ledger costs, on a ledger of a million entries as syncs write them (`bench/ledger`).
public final class LedgerCost {
    private static final TenantId TENANT = new TenantId("contoso");
    private static final int ROUNDS = 1_000_000; // Of PBKDF2: more than the server's, so that none is flattered.
    private static final int TOKENS = 200;

    private final Path work;
    private final long entries;
    private final SecureRandom random = new SecureRandom();
    private final LogKeys keys =
            new LogKeys(new StretchedPassphrase("only for measuring"::toCharArray, ROUNDS, random), random);

    private LedgerCost(Path work, long entries) {
        this.work = work;
        this.entries = entries;
    }

    /// @param words `WORK ENTRIES`
    public static void main(String[] words) throws IOException {
        Locale.setDefault(Locale.ROOT);
        new LedgerCost(Path.of(words[0]), Long.parseLong(words[1])).run();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void row(String what, long times, String unit, Work work) throws IOException {
        long cpu = cpu();
        long wall = System.nanoTime();
        work.run();
        double micros = (System.nanoTime() - wall) / 1e3 / times;
        double cpuMicros = (cpu() - cpu) / 1e3 / times;
        System.out.printf("%-52s %12.1f %12.1f  µs %s%n", what, micros, cpuMicros, unit);
    }

    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private void run() throws IOException {
        System.out.printf("%-52s %12s %12s%n", "", "wall", "CPU");
        try (Ledgers ledgers = open()) {
            FileLedger ledger = ledgers.of(TENANT);
            row("making the log's key, the first id", 1, "once", ledger::nextRequestId);
            requests(ledger, entries / 50); // Warms up.
            row("an id of a request", 100_000, "each", () -> repeat(100_000, ledger::nextRequestId));
            row("an entry of a request, with its id", entries, "each", () -> requests(ledger, entries));
            row("a token's entry, durable", TOKENS, "each", () -> tokens(ledger));
            row("signing all of it", 1, "once", ledgers.evidence(TENANT)::checkpoint);
            Query query = new Query(Instant.EPOCH, Instant.MAX, Set.of("token.received"), 0, 1_000);
            row(
                    "finding all tokens among them",
                    1,
                    "once",
                    () -> require(ledger.find(query).size() == TOKENS));
            row("the proof of one entry", 1_000, "each", () -> proofs(ledgers));
            row("export of all", ledger.read(entries, 1_000_000).size() + entries, "an entry", () -> export(ledgers));
        }
        Path folder = work.resolve("ledger.jsonl");
        try (Ledgers ledgers = open()) {
            row("opening it, signed", 1, "once", () -> ledgers.of(TENANT));
        }
        Files.delete(work.resolve("ledger.tree"));
        try (Ledgers ledgers = open()) {
            row("opening it, its tree made anew", 1, "once", () -> ledgers.of(TENANT));
        }
        System.out.printf(
                "%nbytes an entry: %.0f, and %.0f of tree and index%n",
                perEntry("jsonl"), perEntry("tree") + perEntry("index"));
        require(Files.exists(folder));
    }

    private Ledgers open() {
        return new Ledgers(_ -> work.resolve("ledger.jsonl"), keys, Anchoring.NONE, _ -> (_, _) -> {}, Clock.systemUTC());
    }

    private double perEntry(String ending) throws IOException {
        return (double) Files.size(work.resolve("ledger." + ending)) / entries;
    }

    private static void repeat(long times, Runnable act) {
        for (long i = 0; i < times; i++) {
            act.run();
        }
    }

    /// As [org.postern.connections.ledger] gets them from a sync: a request's entry, then that of its answer.
    private static void requests(FileLedger ledger, long count) {
        for (long i = 0; i < count; i += 2) {
            UUID id = ledger.nextRequestId();
            long number = ledger.append(
                            "request",
                            "sync",
                            Map.of(
                                    "id", id.toString(),
                                    "method", "POST",
                                    "host", "graph.microsoft.com",
                                    "batch", "20",
                                    "paths", "/users/{id}/messages/{id}/$value"))
                    .number();
            ledger.append("answer", "sync", Map.of("of", Long.toString(number), "status", "200"));
        }
    }

    private static void tokens(FileLedger ledger) {
        for (int i = 0; i < TOKENS; i++) {
            ledger.append("token.received", "sync", Map.of("id", "of its request", "uti", "u" + i));
        }
    }

    private void proofs(Ledgers ledgers) {
        var evidence = ledgers.evidence(TENANT);
        for (int i = 0; i < 1_000; i++) {
            require(evidence.proof(1 + random.nextLong(entries)).length() > 500);
        }
    }

    private void export(Ledgers ledgers) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(work.resolve("export")))) {
            ledgers.evidence(TENANT).export(out);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("what was measured did not do its work");
        }
    }
}
