package org.postern.lab.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.entra.AccessTokens.Caller;
import org.postern.lab.net.Json;
import org.postern.lab.net.Request;
import org.postern.lab.world.Tenant;
import tools.jackson.databind.node.ObjectNode;

/// One call to Graph by a known caller, its URL taken apart.
///
/// @param version `v1.0` or `beta`
/// @param segments the path behind the version, decoded; `users('a')` is two segments as `users/a` is
record Call(Request request, String version, List<String> segments, Query query, Caller caller, Tenant tenant) {
    /// The most that Graph takes in one request (4 MB).
    static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

    private static final Pattern KEYED = Pattern.compile("([^()]+)\\((.*)\\)");
    private static final Pattern PAGE_SIZE = Pattern.compile("(?i)odata\\.maxpagesize\\s*=\\s*(\\d{1,6})");
    private static final Pattern IMMUTABLE = Pattern.compile("(?i)IdType\\s*=\\s*\"?ImmutableId\"?");

    Call {
        segments = List.copyOf(segments);
    }

    /// The segments of an encoded path that begins with `/v1.0` or `/beta`; those two go first.
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            if (raw.isEmpty()) {
                continue;
            }
            String segment = decode(raw);
            Matcher keyed = KEYED.matcher(segment);
            if (!keyed.matches()) {
                segments.add(segment);
                continue;
            }
            segments.add(keyed.group(1));
            String key = keyed.group(2).strip();
            if (!key.isEmpty()) {
                segments.add(key.startsWith("'") && key.endsWith("'") ? key.substring(1, key.length() - 1) : key);
            }
        }
        return segments;
    }

    private static String decode(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw GraphFailure.badRequest("The path holds a percent sign that encodes nothing: " + raw);
        }
    }

    String method() {
        return request.method();
    }

    /// The lab's address with the version, such as `https://localhost:8443/v1.0`.
    String root() {
        return request.baseUrl() + "/" + version;
    }

    /// The call's own address without its query.
    String address() {
        return request.baseUrl() + request.path();
    }

    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    boolean wantsImmutableIds() {
        return IMMUTABLE.matcher(prefer()).find();
    }

    OptionalInt maxPageSize() {
        Matcher size = PAGE_SIZE.matcher(prefer());
        return size.find() ? OptionalInt.of(Integer.parseInt(size.group(1))) : OptionalInt.empty();
    }

    private String prefer() {
        return request.header("Prefer").orElse("");
    }

    /// The body, at most 4 MB.
    byte[] body() {
        try {
            return request.body(BODY_BYTES_MAX);
        } catch (Request.TooLarge _) {
            throw GraphFailure.of(
                    413, "RequestEntityTooLarge", "The request entity is too large: 4 MB is the maximum.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode json() {
        return Json.readObject(body())
                .orElseThrow(() -> GraphFailure.badRequest("Unable to read JSON request payload. Please ensure "
                        + "Content-Type header is set and payload is of valid JSON format."));
    }

    String contentType() {
        return request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    /// Goes on only when the token has one of these roles; mail's way of saying no.
    void needsMail(String... anyOf) {
        if (!hasAny(anyOf)) {
            throw GraphFailure.mailDenied();
        }
    }

    /// Goes on only when the token has one of these roles; the directory's way of saying no.
    void needsDirectory(String... anyOf) {
        if (!hasAny(anyOf)) {
            throw GraphFailure.directoryDenied();
        }
    }

    boolean hasAny(String... anyOf) {
        return List.of(anyOf).stream().anyMatch(caller.roles()::contains);
    }

    Optional<String> header(String name) {
        return request.header(name);
    }
}
