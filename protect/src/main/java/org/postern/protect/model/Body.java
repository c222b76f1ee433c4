package org.postern.protect.model;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Leaf;

/// The text of a message: as HTML, as plain text, without what is quoted, and with its links.
public final class Body {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_IPS = 1_000;
    /// Characters that are searched for links' texts; links beyond that count as of the current thread.
    private static final long MOST_COMPARED = 500_000_000;

    /// Addresses that stand in text; what ends a sentence is not theirs.
    private static final Pattern PLAIN_URL = Pattern.compile(
            "\\b(?:(?:https?|ftp)://|www\\.)[^\\s<>\"'\\u00a0\\u3000]{1,4000}|\\bmailto:[^\\s<>\"']{1,300}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BARE_HOST = Pattern.compile(
            "(?<![\\w@.\\-/])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,6}[a-z]{2,18}(?:/[^\\s<>\"']{0,2000})?(?![\\w@-])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern IPV4 = Pattern.compile("(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])");

    private static final String ENDINGS = ".,;:!?)]}>'\u2019\u201d";

    /// What was written last.
    ///
    /// @param links those that stand in its text
    public record Current(
            String text,
            List<Link> links,
            List<Banner> banners,
            @Nullable String preamble) {}

    public record Banner(String text) {}

    private final Supplier<Optional<Html>> html;
    private final Supplier<Optional<String>> plain;
    private final Supplier<Conversation> conversation;
    private final Supplier<List<Link>> links;
    private final Supplier<Current> current;
    private final Supplier<List<Quoted>> quoted;
    private final Supplier<List<String>> ips;

    Body(List<Leaf> leaves) {
        this.html = new Once<>(() -> text(leaves, "text/html").map(Html::parse));
        this.plain = new Once<>(() -> text(leaves, "text/plain"));
        this.conversation = new Once<>(() -> html.get()
                .map(Conversation::ofHtml)
                .or(() -> plain.get().map(Conversation::ofText))
                .orElse(new Conversation("", "", List.of(), List.of())));
        this.links = new Once<>(this::findLinks);
        this.current = new Once<>(this::currentThread);
        this.ips = new Once<>(this::findIps);
        this.quoted = new Once<>(
                () -> conversation.get().previous().stream().map(Quoted::new).toList());
    }

    private static Optional<String> text(List<Leaf> leaves, String type) {
        StringBuilder all = new StringBuilder();
        boolean found = false;
        for (Leaf leaf : leaves) {
            if (leaf.mediaType().equals(type) && all.length() < MOST_CHARACTERS) {
                String text = leaf.text();
                all.append(found ? "\n" : "").append(text, 0, Math.min(text.length(), MOST_CHARACTERS - all.length()));
                found = true;
            }
        }
        return found ? Optional.of(all.toString()) : Optional.empty();
    }

    @Nullable
    Html html() {
        return html.get().orElse(null);
    }

    @Nullable
    String plain() {
        return plain.get().orElse(null);
    }

    List<Link> links() {
        return links.get();
    }

    Current current() {
        return current.get();
    }

    List<Quoted> quoted() {
        return quoted.get();
    }

    private List<Link> findLinks() {
        Html document = html();
        String text = document == null ? plain() : document.displayText();
        List<Link> all = new ArrayList<>(document == null ? List.of() : document.links());
        Set<String> known = new LinkedHashSet<>();
        all.forEach(link -> {
            known.add(link.href().url());
            if (link.displayUrl() != null) {
                known.add(link.displayUrl().url());
            }
        });
        for (Link link : plainLinks(text == null ? "" : text)) {
            if (known.add(link.href().url())) {
                all.add(link);
            }
        }
        return List.copyOf(all);
    }

    private Current currentThread() {
        Conversation cut = conversation.get();
        List<Link> own = new ArrayList<>(links());
        long room = MOST_COMPARED;
        for (Iterator<Link> each = own.iterator();
                each.hasNext() && room > 0 && !cut.previous().isEmpty(); ) {
            room -= cut.length();
            if (!standsIn(each.next(), cut)) {
                each.remove();
            }
        }
        return new Current(
                cut.current(),
                List.copyOf(own),
                cut.banners().stream().map(Banner::new).toList(),
                cut.preamble().isEmpty() ? null : cut.preamble());
    }

    /// A link whose text is quoted and not in what was written last is a quoted one.
    private static boolean standsIn(Link link, Conversation cut) {
        String shown = link.displayText() == null ? link.href().url() : link.displayText();
        return cut.current().contains(shown) || cut.previous().stream().noneMatch(text -> text.contains(shown));
    }

    static List<Link> plainLinks(String text) {
        List<Link> found = new ArrayList<>();
        String looked = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        Matcher urls = PLAIN_URL.matcher(looked);
        StringBuilder rest = new StringBuilder(looked);
        while (urls.find() && found.size() < 2_000) {
            add(found, urls.group());
            for (int at = urls.start(); at < urls.end(); at++) {
                rest.setCharAt(at, ' ');
            }
        }
        Matcher hosts = BARE_HOST.matcher(rest);
        while (hosts.find() && found.size() < 2_000) {
            add(found, hosts.group());
        }
        return found;
    }

    private static void add(List<Link> found, String text) {
        int end = text.length();
        while (end > 0 && ENDINGS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String url = text.substring(0, end);
        WebAddress.parse(url)
                .filter(read -> read.scheme() != null || read.domain() != null)
                .ifPresent(read -> found.add(new Link(read, url, read, true, "plain")));
    }

    /// Addresses of machines that stand in the text.
    List<String> ips() {
        return ips.get();
    }

    private List<String> findIps() {
        Html document = html();
        String text = document == null ? plain() : document.displayText();
        Set<String> found = new LinkedHashSet<>();
        Matcher ips = IPV4.matcher(text == null ? "" : text);
        while (ips.find() && found.size() < MOST_IPS) {
            if (InetAddresses.isInetAddress(ips.group())) {
                found.add(ips.group());
            }
        }
        return List.copyOf(found);
    }
}
