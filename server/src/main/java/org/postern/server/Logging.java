package org.postern.server;

import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up logging before anything logs: one line for each event on standard output, as text or as JSON.
final class Logging {
    private Logging() {}

    static void setUp(List<String> arguments) {
        boolean json = arguments.contains("--log-json");
        System.setProperty("logback.configurationFile", json ? "logback-json.xml" : "logback.xml");
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none"); // Logback is set up already.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
