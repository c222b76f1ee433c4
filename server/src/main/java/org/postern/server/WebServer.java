package org.postern.server;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Puts the console on a port: Spring's own part of the server, given everything that is wired by hand.
final class WebServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private WebServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static WebServer start(Options options, Parts parts) {
        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(options));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            parts.register(beans);
        });
        return new WebServer(application.run());
    }

    private static Map<String, Object> properties(Options options) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", options.bind());
        properties.put("server.port", options.port());
        options.tls().ifPresent(tls -> {
            properties.put("server.ssl.key-store", tls.keystore().toUri().toString());
            properties.put("server.ssl.key-store-type", "PKCS12");
            properties.put("server.ssl.key-store-password", tls.password());
            properties.put("server.servlet.session.cookie.secure", "true");
        });
        return properties;
    }

    int port() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
