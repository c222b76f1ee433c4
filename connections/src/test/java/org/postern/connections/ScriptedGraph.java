package org.postern.connections;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a [ScriptedServer] answer as a token endpoint and as Graph: tokens by itself, batches taken apart into the
/// single requests that a test answers.
final class ScriptedGraph {
    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicInteger tokens = new AtomicInteger();
    private volatile List<String> roles = List.of("Mail.Read", "User.Read.All");

    /// Answers one request of Graph, alone or from a batch.
    interface Single {
        ScriptedServer.Answer answer(String method, String path);
    }

    void roles(List<String> changed) {
        roles = changed;
    }

    int tokensGiven() {
        return tokens.get();
    }

    ScriptedServer.Script script(Single single) {
        return request -> {
            if (request.target().endsWith("/oauth2/v2.0/token")) {
                return token();
            }
            String path = request.target().substring("/v1.0".length());
            return path.equals("/$batch") ? batch(request.body(), single) : single.answer(request.method(), path);
        };
    }

    ScriptedServer.Answer token() {
        ObjectNode claims = JSON.createObjectNode();
        ArrayNode held = claims.putArray("roles");
        roles.forEach(held::add);
        claims.put("uti", "token-" + tokens.incrementAndGet());
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String jwt = url.encodeToString("{}".getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(JSON.writeValueAsBytes(claims)) + ".signature";
        ObjectNode body = JSON.createObjectNode().put("access_token", jwt).put("expires_in", 3599);
        return ScriptedServer.Answer.json(200, body.toString());
    }

    static ScriptedServer.Answer batch(String body, Single single) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode responses = answer.putArray("responses");
        for (JsonNode request : JSON.readTree(body).path("requests")) {
            var one = single.answer(
                    request.path("method").asString(), request.path("url").asString());
            ObjectNode response = responses
                    .addObject()
                    .put("id", request.path("id").asString())
                    .put("status", one.status());
            ObjectNode headers = response.putObject("headers");
            for (Map.Entry<String, String> header : one.headers().entrySet()) {
                headers.put(header.getKey(), header.getValue());
            }
            if (one.headers().getOrDefault("Content-Type", "").equals("text/plain")) {
                response.put("body", Base64.getEncoder().encodeToString(one.body()));
            } else if (one.body().length > 0) {
                response.set("body", JSON.readTree(one.body()));
            }
        }
        return ScriptedServer.Answer.json(200, answer.toString());
    }

    static ScriptedServer.Answer error(int status, String code) {
        return ScriptedServer.Answer.json(
                status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"scripted\",\"innerError\":{}}}");
    }
}
