package org.postern.cli.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.client.Job;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs Postern against a lab on this machine: to try it, or once through the whole story.
public final class Quickstart {
    private static final int PORT_USUAL = 8025;
    private static final String TENANT = "sample";

    private final Terminal terminal;
    private final Settings settings;
    private final Programs programs;
    private final Narrator narrator;

    /// @param folder where lab and server keep what they have
    /// @param mail a folder of mail to fill the lab with; null for the built-in sample
    public record Settings(Path folder, @Nullable Path mail, long seed, boolean json, boolean plain) {}

    public Quickstart(Terminal terminal, Settings settings, Programs programs) {
        this.terminal = terminal;
        this.settings = settings;
        this.programs = programs;
        this.narrator = new Narrator(terminal, settings.plain());
    }

    /// Plays the whole story once, prints what it counted, and ends.
    public ExitCode once() {
        Report report = new Report();
        try (Stage stage = new Stage(settings.folder(), programs)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
            Cast cast = open(stage, 0, "--no-schedule");
            new Story(cast.api(), cast.lab(), cast.labTenant(), TENANT, narrator, terminal.clock(), report).play();
        } catch (StepFailedException e) {
            report.failedStep = e.step();
            report.reason = e.getMessage();
        }
        if (settings.json()) {
            terminal.out().println(JsonMapper.shared().writeValueAsString(report.document()));
        } else {
            report.print(terminal.out(), terminal.columns());
        }
        return report.failedStep == null ? ExitCode.OK : ExitCode.FAILED;
    }

    /// Starts, connects and syncs, says what to try, and runs until it is interrupted.
    public ExitCode run() {
        try (Stage stage = new Stage(settings.folder(), programs)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
            Cast cast = open(stage, freePort(), "--sync-minutes", "1");
            narrator.step("Sync all mailboxes", () -> syncAll(cast.api()));
            welcome(cast);
            stage.awaitEnd();
            return ExitCode.OK;
        } catch (StepFailedException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The quick start failed at \"" + e.step() + "\": " + e.getMessage(),
                    "The logs are in " + settings.folder() + ". \"--fresh\" starts over with an empty store.",
                    e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        }
    }

    /// Who plays: the server, the lab, and the tenant of the lab that is connected.
    private record Cast(Api api, Lab lab, String labTenant, JsonNode labDocument) {}

    private Cast open(Stage stage, int port, String... serverOptions) {
        Lab[] lab = new Lab[1];
        Api[] api = new Api[1];
        narrator.step("Start the lab, a simulated Exchange Online", () -> {
            lab[0] = stage.startLab(settings.mail(), settings.seed());
            return told(lab[0].state().path("tenants").path(0));
        });
        narrator.step("Start the server", () -> {
            api[0] = stage.startServer(port, serverOptions);
            return api[0].server().toString();
        });
        JsonNode labTenant = stage.labTenant();
        String id = labTenant.path("id").asString("");
        Connector connector = new Connector(api[0], lab[0], id, stage.labCloud());
        narrator.step("Connect the tenant by certificate", () -> {
            connector.addTenant(TENANT, labTenant.path("name").asString("Sample"));
            connector.connect(TENANT, "sync");
            connector.connect(TENANT, "remediate");
            return "a key of its own to read with, another to write with; both tested";
        });
        return new Cast(api[0], lab[0], id, labTenant);
    }

    private static String told(JsonNode tenant) {
        return Quantities.count(tenant.path("messages").asLong(0)) + " messages in "
                + tenant.path("mailboxes").asLong(0) + " mailboxes of "
                + tenant.path("domain").asString("");
    }

    private String syncAll(Api api) {
        Job job = narrator.follow(api, Job.of(api.post(ApiPath.of("tenants", TENANT, "sync"), Map.of())), "Sync");
        if (job.exitCode() == ExitCode.FAILED) {
            throw new StepFailedException("Sync all mailboxes", job.failure() + " " + job.advice());
        }
        JsonNode result = job.result();
        return String.format(
                Locale.ROOT,
                "%,d messages, %s, in %.1f s",
                result.path("messages").asLong(0),
                Quantities.bytes(result.path("bytes").asLong(0)),
                result.path("seconds").asDouble(0));
    }

    private void welcome(Cast cast) {
        String mailbox = cast.lab().mailboxes(cast.labTenant()).stream()
                .max((one, other) -> Long.compare(one.messages(), other.messages()))
                .map(LabMailbox::address)
                .orElse("MAILBOX");
        Path token = settings.folder().resolve("server").resolve("admin-token");
        String options = options();
        terminal.out().println("""

                Postern runs.
                  Page       %s
                  Sign in    with the token in %s:
                             %s

                Try next, in another terminal:
                  1. ./postern status%s
                  2. ./postern mailbox list%s
                  3. ./postern search invoice --order newest%s
                  4. ./postern restore %s --folder Inbox --as-at now --dry-run%s
                  5. ./postern export %s --out mailbox.zip%s

                Ctrl-C ends it; what was synced stays in %s.
                """.formatted(
                        cast.api().server(),
                        token,
                        cast.api().server().token(),
                        options,
                        options,
                        options,
                        mailbox,
                        options,
                        mailbox,
                        options,
                        settings.folder()));
    }

    /// What the commands need to find this server, when it does not lie where they look.
    private String options() {
        boolean usual = settings.folder().equals(terminal.home().resolve("var/quickstart"));
        return usual ? "" : " --dir " + settings.folder().resolve("server");
    }

    /// The usual port, so that a page stays where it was; when it is taken, any.
    private static int freePort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT_USUAL));
            return PORT_USUAL;
        } catch (IOException _) {
            return 0; // Taken: the server picks a free one.
        }
    }
}
