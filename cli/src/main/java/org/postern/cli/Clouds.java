package org.postern.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a tenant's sign-in and Graph are: one of Microsoft's clouds, or a lab.
final class Clouds {
    /// Microsoft's clouds, each with its own sign-in and Graph.
    enum Cloud {
        GLOBAL("https://login.microsoftonline.com", "https://graph.microsoft.com"),
        USGOV("https://login.microsoftonline.us", "https://graph.microsoft.us"),
        USDOD("https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        CHINA("https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn");

        private final URI login;
        private final URI graph;

        Cloud(String login, String graph) {
            this.login = URI.create(login);
            this.graph = URI.create(graph);
        }
    }

    @Option(
            names = "--cloud",
            paramLabel = "CLOUD",
            defaultValue = "GLOBAL",
            description = "Microsoft's cloud: global (default), usgov, usdod, china.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    Cloud cloud;

    @Option(
            names = "--lab",
            paramLabel = "DIR",
            description = "Connect to the lab whose folder this is (it holds lab.json), in place of Microsoft.")
    @Nullable
    Path lab;

    /// The cloud as the API takes it.
    Map<String, Object> body() {
        if (lab != null) {
            return ofLab(lab);
        }
        if (cloud == Cloud.GLOBAL) {
            return Map.of("name", "global");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", cloud.name().toLowerCase(Locale.ROOT));
        body.put("login", cloud.login.toString());
        body.put("graph", cloud.graph.toString());
        return body;
    }

    static Map<String, Object> ofLab(Path folder) {
        try {
            JsonNode lab = JsonMapper.shared().readTree(Files.readString(folder.resolve("lab.json")));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", "lab");
            body.put("login", lab.path("loginUrl").asString(""));
            body.put("graph", lab.path("graphUrl").asString(""));
            body.put("caPem", Files.readString(folder.resolve(lab.path("caFile").asString(""))));
            return body;
        } catch (IOException | JacksonException e) {
            throw new ClientException(
                    ExitCode.NOT_FOUND,
                    "No lab was found in " + folder + ": " + e.getMessage() + ".",
                    "Start one with \"./postern lab --dir " + folder + "\" and wait until it says that it is ready.",
                    e);
        }
    }
}
