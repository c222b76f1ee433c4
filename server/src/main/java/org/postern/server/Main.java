package org.postern.server;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Starts the server, says where it is, and runs until it is told to stop.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logging.setUp(List.of(arguments));
        try {
            Server server = start(List.of(arguments), System.getenv(), System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /// Starts a server in this process.
    static Server start(List<String> arguments, Map<String, String> environment, PrintStream out)
            throws StartException {
        Options options = OptionsReader.read(arguments, environment);
        return Server.start(options, Clock.systemUTC(), new SecureRandom(), out);
    }
}
