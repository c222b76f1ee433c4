package org.postern.cli.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.client.Jobs;
import org.postern.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A simulated theft of keys, from use to the end of it: many tenants in a lab, some of whose keys are copied and used
/// from another address while mail goes on coming in.
///
/// The judge is the lab: which keys it saw used, what it still gives to a stolen key, and every message that it holds.
public final class Incident {
    private static final String BECAUSE = "rehearsal of a theft";
    private static final int TOGETHER = 8;

    private final Terminal terminal;
    private final Settings settings;
    private final Programs programs;
    private final Narrator narrator;
    private final Random random;
    private final IncidentReport report = new IncidentReport();
    private final List<Victim> victims = new ArrayList<>();

    /// @param stolen how many tenants' keys are copied
    public record Settings(Path folder, int tenants, int stolen, long seed, boolean json, boolean plain) {}

    /// A tenant of the lab, as Postern knows it.
    private record Victim(String tenant, JsonNode lab) {
        String directory() {
            return lab.path("id").asString("");
        }
    }

    public Incident(Terminal terminal, Settings settings, Programs programs) {
        this.terminal = terminal;
        this.settings = settings;
        this.programs = programs;
        this.narrator = new Narrator(terminal, settings.plain());
        this.random = new Random(settings.seed());
    }

    public ExitCode play() {
        long start = System.nanoTime();
        try (Stage stage = new Stage(settings.folder(), programs)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
            play(stage);
        } catch (StepFailedException e) {
            report.failedStep = e.step();
            report.reason = e.getMessage();
        }
        report.seconds = (System.nanoTime() - start) / 1e9;
        if (settings.json()) {
            terminal.out().println(JsonMapper.shared().writeValueAsString(report.document()));
        } else {
            report.print(terminal.out(), terminal.columns());
        }
        return report.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void play(Stage stage) {
        HttpLab[] labs = new HttpLab[1];
        narrator.step("Start the lab, a simulated Exchange Online", () -> {
            labs[0] = stage.startLab(null, settings.seed(), settings.tenants());
            return settings.tenants() + " organisations";
        });
        HttpLab lab = labs[0];
        Api[] apis = new Api[1];
        narrator.step("Start the server", () -> {
            apis[0] = stage.startServer(0, "--no-schedule", "--no-watch");
            return apis[0].server().toString();
        });
        Api api = apis[0];
        narrator.step("Connect every tenant with keys of its own", () -> connect(api, lab, stage));
        narrator.step("Sync all mailboxes", () -> syncAll(api));
        narrator.step("Read every tenant's sign-in log", () -> quiet(api));
        List<Theft> thefts = new ArrayList<>();
        narrator.step("Copy keys, and use them from another address", () -> steal(api, lab, thefts));
        long used = System.nanoTime();
        narrator.step("Honest use and mail go on; strangers without keys knock", () -> goOn(api, lab));
        narrator.step("Read the sign-in logs again", () -> {
            String told = accuse(api);
            report.alarmSeconds = (System.nanoTime() - used) / 1e9;
            return told;
        });
        narrator.step("Give every tenant new keys, while syncs run and mail comes in", () -> reestablish(api, lab));
        narrator.step("Try the stolen keys again", () -> {
            report.openedAfter = use(lab, thefts);
            return report.openedAfter + " mailboxes opened";
        });
        narrator.step("Sync once more", () -> syncAll(api));
        narrator.step("Compare every message with the lab", () -> compare(api, lab));
    }

    private String connect(Api api, Lab lab, Stage stage) {
        List<JsonNode> tenants = stage.labTenants();
        for (int number = 0; number < tenants.size(); number++) {
            victims.add(new Victim(String.format(Locale.ROOT, "tenant-%03d", number + 1), tenants.get(number)));
        }
        Map<String, Object> cloud = stage.labCloud();
        each(victims, victim -> {
            Connector connector = new Connector(api, lab, victim.directory(), cloud);
            connector.addTenant(victim.tenant(), victim.lab().path("name").asString(victim.tenant()));
            connector.connect(victim.tenant(), "sync");
            connector.connect(victim.tenant(), "watch");
        });
        report.tenants = victims.size();
        return 2 * victims.size() + " keys";
    }

    private String syncAll(Api api) {
        AtomicLong messages = new AtomicLong();
        each(
                victims,
                victim -> messages.addAndGet(
                        synced(api, startSync(api, victim)).path("messages").asLong(0)));
        return messages.get() + " messages";
    }

    private static Job startSync(Api api, Victim victim) {
        return Job.of(api.post(ApiPath.of("tenants", victim.tenant(), "sync"), Map.of()));
    }

    private JsonNode synced(Api api, Job job) {
        Job ended = new Jobs(api).await(job, _ -> {});
        if (ended.state() != Job.State.SUCCEEDED) {
            throw new StepFailedException(
                    "Sync", "A sync ended as " + ended.state() + ": " + ended.failure() + " " + ended.result());
        }
        return ended.result();
    }

    private static JsonNode poll(Api api, Victim victim) {
        return api.post(ApiPath.of("tenants", victim.tenant(), "watch", "poll"), null);
    }

    private String quiet(Api api) {
        AtomicLong entries = new AtomicLong();
        each(victims, victim -> {
            JsonNode polled = poll(api, victim);
            entries.addAndGet(polled.path("read").asLong(0));
            if (!polled.path("raised").isEmpty() || !polled.path("losses").isEmpty()) {
                throw new StepFailedException("Read every tenant's sign-in log", victim.tenant() + ": " + polled);
            }
        });
        return entries.get() + " sign-ins, all ours";
    }

    private record Theft(Victim victim, CopiedKey key, String clientId) {}

    private String steal(Api api, HttpLab lab, List<Theft> thefts) {
        List<Victim> drawn = new ArrayList<>(victims);
        Collections.shuffle(drawn, random);
        for (Victim victim : drawn.subList(0, Math.min(settings.stolen(), drawn.size()))) {
            thefts.add(new Theft(victim, copy(victim), clientId(api, victim)));
            report.stolen.add(victim.tenant());
        }
        report.openedBefore = use(lab, thefts);
        return report.stolen.size() + " keys opened " + report.openedBefore + " mailboxes";
    }

    private CopiedKey copy(Victim victim) {
        Path server = settings.folder().resolve("server");
        Path keys = server.resolve("connections").resolve(victim.tenant());
        try (Stream<Path> files = Files.list(keys)) {
            Path file = files.filter(path -> String.valueOf(path.getFileName()).matches("sync.*\\.p12"))
                    .findFirst()
                    .orElseThrow(() -> new StepFailedException("Copy keys", keys + " holds no sync key."));
            return CopiedKey.of(
                    file, Files.readString(server.resolve("passphrase")).strip());
        } catch (IOException e) {
            throw new StepFailedException("Copy keys", keys + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String clientId(Api api, Victim victim) {
        return api.items(ApiPath.of("tenants", victim.tenant(), "connections"), 100).stream()
                .filter(connection -> connection.path("function").asString("").equals("sync"))
                .map(connection -> connection.path("clientId").asString(""))
                .findFirst()
                .orElseThrow();
    }

    private static int use(HttpLab lab, List<Theft> thefts) {
        return thefts.stream()
                .mapToInt(theft -> theft.key()
                        .mailboxesOpened(lab.trust(), lab.base(), theft.victim().directory(), theft.clientId()))
                .sum();
    }

    private String goOn(Api api, HttpLab lab) {
        deliver(lab, 2);
        String synced = syncAll(api);
        for (Victim victim : victims.subList(0, Math.min(3, victims.size()))) {
            CopiedKey.made(copy(victim))
                    .mailboxesOpened(lab.trust(), lab.base(), victim.directory(), clientId(api, victim));
        }
        return synced;
    }

    /// One message for each tenant, a number of times.
    private void deliver(Lab lab, int times) {
        for (int time = 0; time < times; time++) {
            each(victims, victim -> {
                List<LabMailbox> mailboxes = lab.mailboxes(victim.directory());
                LabMailbox mailbox = mailboxes.get(pick(mailboxes.size()));
                String mime = "From: sender@outside.example\r\nTo: " + mailbox.address()
                        + "\r\nSubject: during the incident\r\nMessage-ID: <" + number() + "@outside.example>\r\n\r\n"
                        + "This must not be lost.\r\n";
                lab.deliver(victim.directory(), mailbox.id(), "", mime.getBytes(StandardCharsets.UTF_8));
            });
            report.delivered += victims.size();
        }
    }

    private synchronized int pick(int of) {
        return random.nextInt(of);
    }

    private synchronized long number() {
        return random.nextLong();
    }

    private String accuse(Api api) {
        each(victims, victim -> {
            JsonNode raised = poll(api, victim).path("raised");
            if (!raised.isEmpty()) {
                synchronized (report) {
                    report.accused.add(victim.tenant());
                }
            }
        });
        return "accused: " + String.join(", ", report.accused);
    }

    private String reestablish(Api api, Lab lab) {
        long start = System.nanoTime();
        List<Job> syncs = victims.stream().map(victim -> startSync(api, victim)).toList();
        Job job = Job.of(api.post(ApiPath.of("reestablishments"), Map.of("all", true, "because", BECAUSE)));
        deliver(lab, 1);
        Job ended = narrator.follow(api, job, "New keys");
        syncs.forEach(sync -> synced(api, sync));
        report.reestablishSeconds = (System.nanoTime() - start) / 1e9;
        if (ended.exitCode() == ExitCode.FAILED) {
            throw new StepFailedException("Give every tenant new keys", ended.failure() + " " + ended.advice());
        }
        report.reestablished = ended.result().path("reestablished").asInt(0);
        ended.result().path("connections").forEach(row -> {
            if (row.path("foreignUses").asLong(0) > 0) {
                report.told.add(row.path("tenant").asString(""));
            }
        });
        report.delayed = ended.result().path("failedRequests").asLong(0);
        return report.reestablished + " tenants";
    }

    private String compare(Api api, Lab lab) {
        AtomicLong lost = new AtomicLong();
        AtomicLong identical = new AtomicLong();
        each(victims, victim -> {
            for (LabMailbox mailbox : lab.mailboxes(victim.directory())) {
                Comparison comparison = Comparison.byId(
                        mailbox.address(),
                        lab.messages(victim.directory(), mailbox.id()),
                        Digest.of(api, victim.tenant(), mailbox, null));
                lost.addAndGet(comparison.mismatched());
                identical.addAndGet(comparison.identical());
                if (comparison.mismatched() > 0) {
                    terminal.err().println(comparison.sample());
                }
            }
        });
        report.lostItems = lost.get();
        report.messages = identical.get();
        return identical.get() + " identical, " + lost.get() + " not";
    }

    /// Does something for each, some at a time; the first failure is thrown when all have ended.
    private static <T> void each(List<T> all, java.util.function.Consumer<T> work) {
        List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
        var room = new java.util.concurrent.Semaphore(TOGETHER);
        List<Thread> threads = new ArrayList<>();
        for (T one : all) {
            room.acquireUninterruptibly();
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    work.accept(one);
                } catch (RuntimeException e) {
                    failures.add(e);
                } finally {
                    room.release();
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailedException("Wait", "interrupted", e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
