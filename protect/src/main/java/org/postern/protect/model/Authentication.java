package org.postern.protect.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One field Authentication-Results, read (RFC 8601 §2.2).
///
/// @param server who says so; empty where the field names nobody, as Microsoft's do
public record Authentication(String server, List<Result> results) {
    private static final int MOST_RESULTS = 100;
    private static final int LONGEST = 16_000;

    /// @param properties such as `header.from`, in lower case
    public record Result(String method, String verdict, Map<String, String> properties) {
        @Nullable
        DomainName domain(String... names) {
            for (String name : names) {
                String value = properties.get(name);
                if (value != null) {
                    return DomainName.parse(value.substring(value.indexOf('@') + 1))
                            .orElse(null);
                }
            }
            return null;
        }
    }

    static Authentication parse(String value) {
        String[] clauses = withoutComments(value.substring(0, Math.min(LONGEST, value.length())))
                .split(";", -1);
        String server = "";
        List<Result> results = new ArrayList<>();
        for (String clause : clauses) {
            String text = clause.strip();
            int equals = text.indexOf('=');
            if (equals <= 0 || text.substring(0, equals).strip().indexOf(' ') >= 0) {
                server = results.isEmpty() && server.isEmpty() ? text.split("\\s+", 2)[0] : server;
            } else if (results.size() < MOST_RESULTS) {
                results.add(result(text));
            }
        }
        return new Authentication(server.toLowerCase(Locale.ROOT), List.copyOf(results));
    }

    private static Result result(String text) {
        String[] words = text.replaceAll("\\s+", " ").replaceAll(" ?= ?", "=").split(" ", -1);
        int equals = words[0].indexOf('=');
        Map<String, String> properties = new HashMap<>();
        for (int at = 1; at < words.length; at++) {
            int sign = words[at].indexOf('=');
            if (sign > 0) {
                properties.putIfAbsent(
                        words[at].substring(0, sign).toLowerCase(Locale.ROOT),
                        words[at].substring(sign + 1).replace("\"", ""));
            }
        }
        String method = words[0].substring(0, equals).toLowerCase(Locale.ROOT);
        int version = method.indexOf('/');
        return new Result(
                version < 0 ? method : method.substring(0, version),
                words[0].substring(equals + 1).toLowerCase(Locale.ROOT),
                Map.copyOf(properties));
    }

    static String withoutComments(String value) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                text.append(c);
            }
        }
        return text.toString();
    }

    Optional<Result> result(String... methods) {
        return results.stream()
                .filter(result -> List.of(methods).contains(result.method()))
                .findFirst();
    }

    List<Result> all(String method) {
        return results.stream().filter(result -> result.method().equals(method)).toList();
    }
}
