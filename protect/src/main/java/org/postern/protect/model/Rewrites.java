package org.postern.protect.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Undoes what link checkers of vendors make of URLs, so that a rule sees where a link leads.
///
/// Only what the URL itself says: nothing is fetched.
final class Rewrites {
    /// A URL without its rewritings.
    ///
    /// @param encoders the vendors, outermost first
    record Original(String url, List<String> encoders) {}

    /// One vendor's form: its first group is the original, to be decoded.
    private record Form(String encoder, Pattern pattern, Decoding decoding) {}

    private interface Decoding {
        Optional<String> of(String coded);
    }

    private static final int MOST_LAYERS = 5;
    /// RFC 1035 §2.3.4, with scheme, user and port. No checker's host is longer, and the patterns try each place of it.
    private static final int LONGEST_HOST = 300;

    private static final List<Form> FORMS = List.of(
            form(
                    "microsoft_safelinks",
                    "https?://[^/]*safelinks\\.protection\\.(?:outlook|office365)\\.(?:com|us)/.*?[?&]url=([^&#]+).*",
                    Rewrites::percent),
            form(
                    "microsoft_teams",
                    "https?://statics\\.teams\\.cdn\\.office\\.net/evergreen-assets/safelinks/.*?[?&]url=([^&#]+).*",
                    Rewrites::percent),
            form(
                    "proofpoint_v1",
                    "https?://urldefense\\.proofpoint\\.com/v1/url\\?(?:.*&)?u=([^&#]+).*",
                    Rewrites::percent),
            form(
                    "proofpoint_v2",
                    "https?://urldefense\\.proofpoint\\.com/v2/url\\?(?:.*&)?u=([^&#]+).*",
                    Rewrites::proofpoint2),
            form("proofpoint_v3", "https?://urldefense\\.(?:com|us|proofpoint\\.com)/v3/(__.*)", Rewrites::proofpoint3),
            form("barracuda", "https?://linkprotect\\.cudasvc\\.com/url\\?(?:.*&)?a=([^&#]+).*", Rewrites::percent),
            form("cisco_secure", "https?://secure-web\\.cisco\\.com/[^/]+/[^/]+/(https?%3[aA].+)", Rewrites::percent),
            form("sophos", "https?://[^/]*\\.protection\\.sophos\\.com/?\\?(?:.*&)?u=([^&#]+).*", Rewrites::base64),
            form(
                    "trendmicro",
                    "https?://[^/]*\\.trendmicro\\.com(?::443)?/wis/clicktime/v\\d/query\\?(?:.*&)?url=([^&#]+).*",
                    Rewrites::percent),
            form(
                    "fireeye",
                    "https?://protect\\d*\\.fireeye\\.com/(?:v\\d+/)?url\\?(?:.*&)?u=([^&#]+).*",
                    Rewrites::percent),
            form("symantec", "https?://clicktime\\.symantec\\.com/.*?[?&]u=([^&#]+).*", Rewrites::percent),
            form("vade", "https?://[^/]*\\.vadesecure\\.com/.*?[?&]u=([^&#]+).*", Rewrites::percent),
            form(
                    "hornetsecurity",
                    "https?://[^/]*atpscan\\.global\\.hornetsecurity\\.com/.*?[?&]url=([^&#]+).*",
                    Rewrites::percent),
            form(
                    "google",
                    "https?://(?:www\\.)?google\\.[a-z.]+/url\\?(?:.*&)?(?:q|url)=(https?[^&#]+).*",
                    Rewrites::percent),
            form("intermedia", "https?://url\\.emailprotection\\.link/.*?[?&]url=([^&#]+).*", Rewrites::percent),
            form("bitdefender", "https?://linkscan\\.io/scan/.*?[?&]url=([^&#]+).*", Rewrites::percent),
            form(
                    "mimecast",
                    "https?://[^/]*(?:protect|url)[^/]*\\.mimecast(?:protect)?\\.com/.*?[?&]url=([^&#]+).*",
                    Rewrites::percent),
            form("slack", "https?://slack-redir\\.net/link\\?(?:.*&)?url=([^&#]+).*", Rewrites::percent),
            form(
                    "linkedin",
                    "https?://(?:www\\.)?linkedin\\.com/redir/redirect\\?(?:.*&)?url=([^&#]+).*",
                    Rewrites::percent));

    private Rewrites() {}

    private static Form form(String encoder, String pattern, Decoding decoding) {
        return new Form(encoder, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), decoding);
    }

    static Original undo(String url) {
        List<String> encoders = new ArrayList<>();
        String inner = url;
        for (int layer = 0; layer < MOST_LAYERS && hostEnd(inner) <= LONGEST_HOST; layer++) {
            Optional<String> next = Optional.empty();
            for (Form form : FORMS) {
                Matcher matcher = form.pattern().matcher(inner);
                if (matcher.matches()) {
                    next = form.decoding().of(matcher.group(1)).filter(Rewrites::plausible);
                    next.ifPresent(_ -> encoders.add(form.encoder()));
                    break;
                }
            }
            if (next.isEmpty()) {
                break;
            }
            inner = next.get();
        }
        return new Original(inner, List.copyOf(encoders));
    }

    private static int hostEnd(String url) {
        int slash = url.indexOf('/', 8); // "https://"
        return slash < 0 ? url.length() : slash;
    }

    private static boolean plausible(String url) {
        return url.regionMatches(true, 0, "http", 0, 4) || url.indexOf('.') > 0;
    }

    private static Optional<String> percent(String coded) {
        return Optional.of(WebAddress.decoded(coded));
    }

    /// Percent signs are written as hyphens, slashes as underscores.
    private static Optional<String> proofpoint2(String coded) {
        return percent(coded.replace('-', '%').replace('_', '/'));
    }

    /// `__URL__;CHARS`: each asterisk of the URL stands for the next of the characters, which are in base64; two
    /// asterisks and a letter stand for a run of them.
    private static Optional<String> proofpoint3(String coded) {
        int end = coded.lastIndexOf("__;");
        int close = coded.indexOf('!', Math.max(end, 0));
        if (end < 2 || close < 0) {
            return Optional.empty();
        }
        return base64(coded.substring(end + 3, close)).map(characters -> filled(coded.substring(2, end), characters));
    }

    private static String filled(String url, String characters) {
        String runs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        StringBuilder plain = new StringBuilder();
        int taken = 0;
        for (int at = 0; at < url.length(); at++) {
            char c = url.charAt(at);
            if (c != '*') {
                plain.append(c);
                continue;
            }
            int run = 1;
            if (at + 2 < url.length() && url.charAt(at + 1) == '*') {
                run = runs.indexOf(url.charAt(at + 2)) + 2;
                at += 2;
            }
            int last = Math.min(characters.length(), taken + run);
            plain.append(characters, Math.min(taken, last), last);
            taken = last;
        }
        return plain.toString();
    }

    private static Optional<String> base64(String coded) {
        try {
            String plain = WebAddress.decoded(coded)
                    .replace('+', '-')
                    .replace('/', '_')
                    .replace("=", "");
            return Optional.of(new String(Base64.getUrlDecoder().decode(plain), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
