package org.postern.protect.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A URL as rules see it, un-rewritten: where a vendor's link checker stands in front, what it leads to.
///
/// @param url without the rewriting
/// @param domain null where the host is an address, and for schemes without a host
/// @param rewrite which vendors had rewritten it, outermost first
public record WebAddress(
        String url,
        @Nullable String scheme,
        @Nullable String username,
        @Nullable String password,
        @Nullable DomainName domain,
        @Nullable String ip,
        @Nullable Long port,
        @Nullable String path,
        @Nullable String query,
        @Nullable String fragment,
        @Nullable Rewrite rewrite) {
    /// What vendors had made of it.
    public record Rewrite(List<String> encoders, String original) {}

    static final int LONGEST = 64 << 10;
    private static final int MOST_PARAMETERS = 500;

    /// RFC 3986 appendix B, with the authority cut into its parts.
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}):)?"
                    + "(?://(?<authority>[^/?#\\\\]*))?(?<path>[^?#]*)(?:\\?(?<query>[^#]*))?(?:#(?<fragment>.*))?",
            Pattern.DOTALL);

    private static final Pattern PAIRS = Pattern.compile("[&;]");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    /// Reads a URL that may lack its scheme; empty for what has neither scheme nor a host that could be one.
    public static Optional<WebAddress> parse(@Nullable String text) {
        return parse(text, true);
    }

    /// @param strict refuses hosts without a suffix that exists, unless they are addresses
    public static Optional<WebAddress> parse(@Nullable String text, boolean strict) {
        String url = text == null ? "" : text.strip();
        if (url.isEmpty() || url.length() > LONGEST) {
            return Optional.empty();
        }
        Rewrites.Original original = Rewrites.undo(url);
        return read(original.url(), original.encoders().isEmpty() ? null : new Rewrite(original.encoders(), url))
                .filter(read -> !strict || read.scheme != null || read.hasHost());
    }

    private boolean hasHost() {
        return ip != null || (domain != null && domain.valid());
    }

    private static Optional<WebAddress> read(String url, @Nullable Rewrite rewrite) {
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group("scheme");
        String authority = parts.group("authority");
        if (authority == null && (scheme == null || scheme.contains("."))) {
            // "example.com/path", and "example.com:8080".
            Matcher again = FORM.matcher("//" + url);
            return again.matches() && again.group("authority").indexOf('.') > 0
                    ? Optional.of(of(url, null, again, rewrite))
                    : Optional.empty();
        }
        return Optional.of(of(url, scheme == null ? null : scheme.toLowerCase(Locale.ROOT), parts, rewrite));
    }

    private static WebAddress of(String url, @Nullable String scheme, Matcher parts, @Nullable Rewrite rewrite) {
        String authority = parts.group("authority") == null ? "" : parts.group("authority");
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : authority.substring(0, at);
        String host = authority.substring(at + 1);
        int colon = host.lastIndexOf(':');
        boolean hasPort =
                colon > host.lastIndexOf(']') && host.substring(colon + 1).matches("\\d{1,5}");
        Long port = hasPort ? Long.valueOf(host.substring(colon + 1)) : null;
        host = hasPort ? host.substring(0, colon) : host;
        String ip = ip(host);
        int secret = user == null ? -1 : user.indexOf(':');
        return new WebAddress(
                url,
                scheme,
                user == null || secret < 0 ? user : user.substring(0, secret),
                user == null || secret < 0 ? null : user.substring(secret + 1),
                ip == null ? DomainName.parse(decoded(host)).orElse(null) : null,
                ip,
                port,
                blankless(parts.group("path")),
                blankless(parts.group("query")),
                blankless(parts.group("fragment")),
                rewrite);
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String ip(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return IPV4.matcher(host).matches() ? host : null;
    }

    static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// The query's parameters, decoded, each with all its values.
    Map<String, List<String>> parameters() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        if (query == null) {
            return all;
        }
        int count = 0;
        for (String pair : PAIRS.split(query, -1)) {
            if (!pair.isEmpty() && count++ < MOST_PARAMETERS) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                all.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return all;
    }
}
