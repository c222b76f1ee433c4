package org.postern.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postern.lab.control.ControlApi;
import org.postern.lab.graph.Throttle;
import org.postern.lab.net.Json;
import org.postern.lab.sample.SampleOrganisation;
import org.postern.lab.source.MailFolder;
import org.postern.lab.source.MailSource;
import org.postern.lab.world.Tenant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs a lab until it is stopped: `./postern lab`.
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = "Runs a simulated Exchange Online on this machine until Ctrl-C.")
public final class LabMain implements Callable<Integer> {
    @Option(names = "--port", description = "Port to listen on; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8443;

    @Option(names = "--dir", description = "Where ca.pem and lab.json go (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("var", "lab");

    @Option(names = "--mail", description = "A folder of .eml files, mbox files or Maildirs to fill the lab with.")
    private @Nullable Path mail;

    @Option(names = "--seed", description = "The same seed gives the same mail and ids (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--tenants", description = "How many sample organisations (default: ${DEFAULT-VALUE}).")
    private int tenants = 1;

    @Option(names = "--no-throttling", description = "Let every request through, however many.")
    private boolean unthrottled;

    @Option(names = "--json", description = "Print one JSON object in place of text.")
    private boolean json;

    private final PrintStream out;

    LabMain(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new LabMain(out)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        LabConfig config = LabConfig.of(directory, source())
                .withPort(port)
                .withSeed(seed)
                .withThrottling(unthrottled ? Throttle.Limits.OFF : Throttle.Limits.DOCUMENTED);
        try (Lab lab = Lab.start(config)) {
            Path file = LabFile.write(lab, directory);
            print(lab, file);
            Thread.currentThread().join();
            return 0;
        } catch (BindException _) {
            System.err.println("Port " + port + " is taken. Stop what listens there, or choose another with --port "
                    + "(0 takes any free one).");
            return 1;
        }
    }

    private MailSource source() throws IOException {
        return mail == null ? SampleOrganisation.several(tenants, seed, Instant.now()) : MailFolder.open(mail);
    }

    private void print(Lab lab, Path file) {
        if (json) {
            out.println(new String(Json.bytes(LabFile.describe(lab)), StandardCharsets.UTF_8));
            return;
        }
        out.println("The lab is at " + lab.baseUrl() + " (login, Graph and EWS), under the CA " + lab.caFile());
        for (Tenant tenant : lab.world().tenants()) {
            out.println("  tenant " + tenant.id() + "  " + tenant.domain() + "  "
                    + tenant.users().size() + " mailboxes, "
                    + ControlApi.describe(tenant).path("messages").asLong() + " messages");
        }
        out.println("Its control token and all this are in " + file.toAbsolutePath());
        out.println("Look inside:  curl --cacert " + lab.caFile() + " -H \"Authorization: Bearer $TOKEN\" "
                + lab.baseUrl() + "/_lab/state");
        out.println("Ctrl-C stops it.");
    }
}
