package org.postern.protect.explode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.Html;

/// A file that a browser would show.
final class Pages {
    private static final int MOST_SCRIPTS = 500;

    private Pages() {}

    record Script(String language) {}

    record Facts(@Nullable String title, List<Script> scripts) {}

    /// Parsed once a file.
    static Optional<Element> of(ExplodedFile file) {
        return file.is("html", "svg")
                        && file.scan(
                                        "page",
                                        own -> Html.parse(Text.orBytes(own)).root())
                                instanceof Element root
                ? Optional.of(root)
                : Optional.empty();
    }

    static @Nullable Object facts(ExplodedFile file) {
        if (!file.is("html")) {
            return null;
        }
        Element root = of(file).orElseThrow(() -> new MalformedException("no page"));
        Element title = root.selectFirst("title");
        return new Facts(
                title == null ? null : title.text(),
                root.select("script").stream()
                        .limit(MOST_SCRIPTS)
                        .map(script -> new Script(language(script)))
                        .toList());
    }

    /// By what the page says of it: `VBScript`, or else JavaScript.
    static String language(Element script) {
        String named = (script.attr("language") + " " + script.attr("type")).toLowerCase(Locale.ROOT);
        if (named.contains("vbs")) {
            return "VBScript";
        }
        return named.isBlank()
                        || named.contains("javascript")
                        || named.contains("ecmascript")
                        || named.contains("module")
                        || named.contains("jscript")
                ? "JavaScript"
                : named.strip();
    }
}
