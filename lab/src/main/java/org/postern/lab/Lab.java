package org.postern.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.postern.lab.control.ControlApi;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.entra.Entra;
import org.postern.lab.ews.Ews;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.fault.Faults;
import org.postern.lab.fault.Target;
import org.postern.lab.graph.Counters;
import org.postern.lab.graph.Graph;
import org.postern.lab.graph.Throttle;
import org.postern.lab.net.Authority;
import org.postern.lab.net.Body;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.net.WebServer;
import org.postern.lab.source.MailSource;
import org.postern.lab.world.LabClock;
import org.postern.lab.world.Seed;
import org.postern.lab.world.World;

/// A running lab: an Exchange Online on this machine.
public final class Lab implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Lab.class.getName());

    private final World world;
    private final Authority authority;
    private final Path caFile;
    private final String controlToken;
    private final Faults faults = new Faults();
    private final Counters counters = new Counters();
    private final Entra entra;
    private final Graph graph;
    private final Ews ews;
    private final ControlApi control;
    private final WebServer server;

    private Lab(LabConfig config, World world, Authority authority, Path caFile) throws IOException {
        this.world = world;
        this.authority = authority;
        this.caFile = caFile;
        this.controlToken = newToken();
        AccessTokens tokens =
                new AccessTokens(world.clock(), world.seed(), config.tokenKeys().get());
        Throttle throttle = new Throttle(world.clock(), config.throttling());
        this.entra = new Entra(world, tokens, config.assertionLifetimeMax());
        this.graph = new Graph(world, tokens, faults, throttle, counters);
        this.ews = new Ews(world, tokens, faults, throttle);
        this.control = new ControlApi(world, faults, counters, throttle, controlToken);
        this.server = WebServer.start(
                config.port(), authority.serverTls(config.clock().instant()), world.clock(), this::answer);
    }

    /// Starts a lab; fails when the port is taken, the directory cannot be written or a source cannot be read.
    public static Lab start(LabConfig config) throws IOException {
        Files.createDirectories(config.directory());
        World world = new World(new Seed(config.seed()), new LabClock(config.clock()));
        for (MailSource source : config.sources()) {
            world.fill(source);
        }
        Authority authority = Authority.create(config.clock().instant());
        Path caFile = config.directory().resolve("ca.pem").toAbsolutePath();
        authority.writeTo(caFile);
        return new Lab(config, world, authority, caFile);
    }

    /// Such as `https://localhost:8443`; login, Graph, EWS and control API all live there.
    public String baseUrl() {
        return "https://localhost:" + server.port();
    }

    public X509Certificate caCertificate() {
        return authority.certificate();
    }

    /// The CA's certificate in PEM.
    public Path caFile() {
        return caFile;
    }

    public String controlToken() {
        return controlToken;
    }

    /// What is in the lab, for tests in the same process.
    public World world() {
        return world;
    }

    public Faults faults() {
        return faults;
    }

    public Counters counters() {
        return counters;
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        try {
            return route(request);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "A request to " + request.path() + " could not be read or answered: " + e.getMessage());
            return plain(500, "The lab could not read or answer this request: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A bug in the lab: " + request.method() + " " + request.path(), e);
            return plain(500, "A bug in the lab; its log says more.");
        }
    }

    private Reply route(Request request) throws IOException {
        String path = request.path();
        if (ControlApi.isControl(path)) {
            return control.answer(request);
        }
        counters.http();
        if (Graph.isGraph(path)) {
            return graph.answer(request);
        }
        if (Ews.isEws(path)) {
            return ews.answer(request);
        }
        if (faults.strike(FaultKind.SIGN_IN_UNAVAILABLE, Target.path(path)).isPresent()) {
            return plain(503, "The service is temporarily unavailable.");
        }
        counters.token();
        Optional<Reply> login = entra.answer(request);
        return login.orElseGet(() -> plain(404, "There is nothing at " + path + " in this lab; see lab/README.md."));
    }

    private static Reply plain(int status, String message) {
        return Reply.of(status, Body.json(Json.object().put("error", message)));
    }

    private static String newToken() {
        byte[] token = new byte[32];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
