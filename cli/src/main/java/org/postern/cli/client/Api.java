package org.postern.cli.client;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks Postern's REST API; every answer that is no success becomes a [ClientException].
public final class Api implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);
    private static final int PAGE = 500;

    private final ServerAddress server;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.shared();

    public Api(ServerAddress server) {
        this.server = server;
        // HTTP/1.1: the server is near, and its streams end cleanly.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    public ServerAddress server() {
        return server;
    }

    public JsonNode get(ApiPath path) {
        return tree(path, send("GET", path, BodyPublishers.noBody()));
    }

    /// @param body anything Jackson writes; null sends none
    public JsonNode post(ApiPath path, @Nullable Object body) {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json.writeValueAsString(body));
        return tree(path, send("POST", path, publisher));
    }

    /// @param body anything Jackson writes
    public JsonNode put(ApiPath path, Object body) {
        return tree(path, send("PUT", path, BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    /// Sends a file as it is.
    public JsonNode upload(ApiPath path, Path file) throws FileNotFoundException {
        return tree(path, send("POST", path, BodyPublishers.ofFile(file)));
    }

    /// As [#delete], with what the server says of it.
    public JsonNode remove(ApiPath path) {
        return tree(path, send("DELETE", path, BodyPublishers.noBody()));
    }

    public void delete(ApiPath path) {
        close(send("DELETE", path, BodyPublishers.noBody()));
    }

    /// The items of a list, page after page, until there are `limit` of them or no more.
    public List<JsonNode> items(ApiPath path, long limit) {
        return page(path, limit).items();
    }

    /// As [#items], with the cursor that goes on from there, null at the end.
    public Page page(ApiPath path, long limit) {
        return page(path, null, limit);
    }

    /// As [#page(ApiPath, long)], from after the given cursor.
    public Page page(ApiPath path, @Nullable Object after, long limit) {
        List<JsonNode> items = new ArrayList<>();
        String next = after == null ? null : after.toString();
        do {
            long room = Math.min(PAGE, limit - items.size());
            JsonNode page = get(path.query("limit", room).query("after", next));
            page.path("items").forEach(items::add);
            next = page.path("next").asString(null);
        } while (next != null && items.size() < limit);
        return new Page(items, next);
    }

    /// Part of a list.
    ///
    /// @param next the cursor of what follows; null at the end
    public record Page(List<JsonNode> items, @Nullable String next) {}

    /// Bytes as they come; the caller closes the stream.
    public InputStream download(ApiPath path) {
        return send("GET", path, BodyPublishers.noBody()).body();
    }

    /// Hands each line of an NDJSON answer to `each`, as it comes.
    public void lines(ApiPath path, Consumer<JsonNode> each) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(download(path), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    each.accept(json.readTree(line));
                }
            }
        } catch (IOException | JacksonException e) {
            throw brokenOff(path, e);
        }
    }

    private HttpResponse<InputStream> send(String method, ApiPath path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/api/v1" + path))
                .method(method, body)
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + server.token())
                .header("Content-Type", "application/json")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 != 2) {
                throw Problem.of(method + " " + path, response.statusCode(), read(path, response));
            }
            return response;
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.UNREACHABLE,
                    "The server at " + server + " does not answer: "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ".",
                    "Is it running? Start it with \"./postern server\"; its log says why when it stopped.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(ExitCode.FAILED, "Interrupted while waiting for " + server + ".", "", e);
        }
    }

    private String base() {
        String url = server.url().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private JsonNode tree(ApiPath path, HttpResponse<InputStream> response) {
        byte[] body = read(path, response);
        try {
            return body.length == 0 ? json.createObjectNode() : json.readTree(body);
        } catch (JacksonException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "What answers at " + server + " does not speak Postern's API: " + path + " gave no JSON.",
                    "Check --server: it must be the server's own URL, as in its server.json.",
                    e);
        }
    }

    private byte[] read(ApiPath path, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw brokenOff(path, e);
        }
    }

    private void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw brokenOff(ApiPath.of(), e);
        }
    }

    private ClientException brokenOff(ApiPath path, Exception cause) {
        return new ClientException(
                ExitCode.FAILED,
                "The answer of " + server + " to " + path + " broke off: " + reason(cause) + ".",
                "Run the command again; when it happens again, the server's log says why.",
                cause);
    }

    private static String reason(Throwable cause) {
        Throwable under = cause.getCause(); // Java's client says only "closed" itself.
        return cause.getMessage() + (under == null ? "" : " (" + under.getMessage() + ")");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
