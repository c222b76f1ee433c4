package org.postern.server;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/// A running server: its directory, its parts and its port, stopped in the order that loses nothing.
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final ServerDirectory directory;
    private final Closing closing;
    private final Wiring wiring;
    private final String url;

    private Server(ServerDirectory directory, Closing closing, Wiring wiring, String url) {
        this.directory = directory;
        this.closing = closing;
        this.wiring = wiring;
        this.url = url;
    }

    static Server start(Options options, Clock clock, SecureRandom random, PrintStream out) throws StartException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            ServerDirectory directory = closing.later(ServerDirectory.open(options.directory()));
            Secrets secrets = Secrets.of(directory, options, random, out);
            Wiring wiring = closing.later(Wiring.open(directory.path(), secrets, options, clock, random));
            WebServer web = closing.later(web(options, wiring));
            if (options.schedule()) {
                wiring.startSchedule();
            }
            wiring.startRetention();
            wiring.startRolls();
            wiring.startWatch();
            Server server = new Server(directory, closing, wiring, url(options, web.port()));
            server.announce(out);
            started = true;
            return server;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    private static WebServer web(Options options, Wiring wiring) throws StartException {
        try {
            return WebServer.start(options, wiring.parts());
        } catch (PortInUseException e) {
            throw new StartException(
                    StartException.FAILED,
                    "Port " + options.port() + " of " + options.bind()
                            + " is taken by another program: choose another by" + " --port, or 0 for any free one.");
        } catch (RuntimeException e) {
            LOG.error("the web server did not start", e);
            throw new StartException(
                    StartException.FAILED,
                    "The web server did not start on " + options.bind() + ":" + options.port()
                            + "; the log above says why. Check address, port and TLS keystore.");
        }
    }

    private static String url(Options options, int port) {
        String scheme = options.tls().isPresent() ? "https" : "http";
        String host = options.bind().contains(":") ? "[" + options.bind() + "]" : options.bind();
        return scheme + "://" + host + ":" + port;
    }

    private void announce(PrintStream out) throws StartException {
        directory.write(
                "server.json",
                "{\"url\":\"%s\",\"pid\":%d,\"version\":\"%s\"}"
                        .formatted(url, ProcessHandle.current().pid(), Wiring.VERSION));
        out.println("Postern " + Wiring.VERSION + " is ready at " + url);
        out.flush();
    }

    String url() {
        return url;
    }

    /// Lets jobs come to a safe point, then answers no more, then closes what was opened.
    @Override
    public void close() {
        try (closing) {
            wiring.stopJobs();
            directory.delete("server.json");
        } catch (Exception e) {
            LOG.warn("The server did not stop cleanly: {}", e.getMessage());
        }
    }
}
