package org.postern.console.api;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionFunction;
import org.postern.console.problem.ProblemException;

/// Parses what comes in with a request; what cannot be parsed is a bad request that says how it should be.
final class Input {
    static final int LIMIT_MAX = 1_000;
    static final String LIMIT_DEFAULT = "100";

    private Input() {}

    static @Nullable Instant instant(String parameter, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    parameter + " is no instant: " + shortened(text),
                    "Write it as ISO 8601 with its offset, such as 2026-11-22T09:30:00Z.");
        }
    }

    static int limit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ProblemException.badRequest(
                    "limit is " + limit + ", which is out of range.", "Ask for 1 to " + LIMIT_MAX + " at once.");
        }
        return limit;
    }

    static ConnectionFunction function(String text) {
        return choice(ConnectionFunction.class, "function", text);
    }

    /// One of an enum's constants by its lower-case name.
    static <E extends Enum<E>> E choice(Class<E> type, String parameter, @Nullable String text) {
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(text)) {
                return constant;
            }
        }
        String choices = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Input::lower).toList());
        throw ProblemException.badRequest(
                parameter + " is " + (text == null ? "missing" : shortened(text)) + ".",
                "Choose one of: " + choices + ".");
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String required(String parameter, @Nullable String text, int maxLength) {
        if (text == null || text.isBlank()) {
            throw ProblemException.badRequest(parameter + " is missing.", "Give a value for " + parameter + ".");
        }
        return limited(parameter, text, maxLength);
    }

    static @Nullable String optional(String parameter, @Nullable String text, int maxLength) {
        return text == null || text.isBlank() ? null : limited(parameter, text, maxLength);
    }

    private static String limited(String parameter, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw ProblemException.badRequest(
                    parameter + " has " + text.length() + " characters.", "Give at most " + maxLength + ".");
        }
        return text.strip();
    }

    /// Makes a value of ours from text; what its constructor refuses is a bad request.
    static <T> T parse(String parameter, String text, Function<String, T> constructor) {
        try {
            return constructor.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    parameter + " is not usable: " + shortened(text), String.valueOf(e.getMessage()));
        }
    }

    /// Makes a value of ours whose constructor says itself what it refuses.
    static <T> T checked(Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("The connection cannot be made so.", String.valueOf(e.getMessage()));
        }
    }

    static ProblemException missing(String parameter, String advice) {
        return ProblemException.badRequest(parameter + " is missing.", advice);
    }

    static URI https(String parameter, @Nullable String text) {
        URI uri = parse(parameter, required(parameter, text, 500), URI::create);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw ProblemException.badRequest(
                    parameter + " is no https address: " + shortened(uri.toString()),
                    "Give the address with its scheme and host, such as https://graph.microsoft.com.");
        }
        return uri;
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return "\"" + (printable.length() > 60 ? printable.substring(0, 60) + "…" : printable) + "\"";
    }
}
