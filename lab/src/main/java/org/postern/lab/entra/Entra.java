package org.postern.lab.entra;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.World;

/// The login host: answers under `/{tenant}/…` and `/common/…`.
public final class Entra {
    private static final int FORM_BYTES_MAX = 128 * 1024;

    private final Discovery discovery;
    private final TokenEndpoint tokens;

    /// @param assertionLifetimeMax the longest that a client assertion may live
    public Entra(World world, AccessTokens tokens, Duration assertionLifetimeMax) {
        this.discovery = new Discovery(world, tokens);
        this.tokens = new TokenEndpoint(world, tokens, new AssertionVerifier(world.clock(), assertionLifetimeMax));
    }

    /// The answer, or empty when the path is none of the login host's.
    public Optional<Reply> answer(Request request) throws IOException {
        List<String> path = List.of(request.path().substring(1).split("/"));
        if (path.size() < 2) {
            return Optional.empty();
        }
        String tenant = path.getFirst();
        return switch (String.join("/", path.subList(1, path.size()))) {
            case "oauth2/v2.0/token" -> Optional.of(token(tenant, request));
            case "v2.0/.well-known/openid-configuration" ->
                Optional.of(discovery.configuration(tenant, request.baseUrl()));
            case "discovery/instance" -> Optional.of(discovery.instance(request));
            case "discovery/v2.0/keys" -> Optional.of(discovery.keys());
            default -> Optional.empty();
        };
    }

    private Reply token(String tenant, Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return Reply.noContent().with("Allow", "POST");
        }
        String form = new String(request.body(FORM_BYTES_MAX), StandardCharsets.UTF_8);
        return tokens.answer(tenant, fields(form), request);
    }

    /// The fields of a form or a query (`application/x-www-form-urlencoded`).
    static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
