package org.postern.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A path below `/api/v1`, built from raw segments and parameters that are encoded here and nowhere else.
public final class ApiPath {
    private final String path;
    private final String query;

    private ApiPath(String path, String query) {
        this.path = path;
        this.query = query;
    }

    public static ApiPath of(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(encode(segment));
        }
        return new ApiPath(path.toString(), "");
    }

    public ApiPath with(String... segments) {
        return new ApiPath(path + of(segments).path, query);
    }

    /// The path with one more parameter; unchanged when the value is null.
    public ApiPath query(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        return new ApiPath(path, query + (query.isEmpty() ? "?" : "&") + name + "=" + encode(value.toString()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"); // RFC 3986 §2.1
    }

    @Override
    public String toString() {
        return path + query;
    }
}
