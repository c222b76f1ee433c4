package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.postern.protect.model.FileKind;

/// What a page carries: its scripts, and files written into it in base64, as smugglers do.
final class HtmlContents {
    private static final int MOST = 100;
    private static final int SHORTEST = 64;

    private static final Pattern DATA = Pattern.compile(
            "data:([A-Za-z0-9.+/-]{0,100})(?:;[A-Za-z0-9=._-]{1,60}){0,4};base64,([A-Za-z0-9+/=%]{16,})");
    private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/]{64,}={0,2}");

    private HtmlContents() {}

    static void open(ExplodedFile file, Contents into) {
        Optional<Element> page = Pages.of(file);
        if (page.isEmpty()) {
            return;
        }
        int count = 0;
        for (Element script : page.get().select("script")) {
            String source = script.data();
            if (!source.isBlank() && count < MOST) {
                into.budget().takeBytes(source.length());
                String language = Pages.language(script);
                into.add(
                        "script_" + count++,
                        source.getBytes(StandardCharsets.UTF_8),
                        language.equals("JavaScript") ? "application/javascript" : "text/plain");
            }
        }
        embedded(Text.orBytes(file), into);
    }

    private static void embedded(String source, Contents into) {
        Matcher data = DATA.matcher(source);
        int count = 0;
        while (data.find() && count < MOST) {
            Optional<byte[]> content = decoded(data.group(2).replace("%2B", "+").replace("%2F", "/"));
            if (content.isPresent()) {
                into.budget().takeBytes(content.get().length);
                into.add("data_" + count++, content.get(), data.group(1).isEmpty() ? "text/plain" : data.group(1));
            }
            into.budget().checkTime();
        }
        smuggled(DATA.matcher(source).replaceAll(""), into);
    }

    /// Long base64 that a script would make a file of; told by what it decodes to.
    private static void smuggled(String source, Contents into) {
        Matcher runs = LONG_RUN.matcher(source);
        int count = 0;
        while (runs.find() && count < MOST) {
            into.budget().checkTime();
            String start = runs.group().substring(0, SHORTEST);
            if (decoded(start).filter(HtmlContents::isFile).isPresent()) {
                Optional<byte[]> content = decoded(runs.group());
                if (content.isPresent()) {
                    into.budget().takeBytes(content.get().length);
                    into.add("base64_" + count++, content.get());
                }
            }
        }
    }

    private static boolean isFile(byte[] start) {
        String kind = FileKind.of(start, "");
        return kind != null && !kind.equals("txt") && !kind.equals("bmp") && !kind.equals("mp4");
    }

    static Optional<byte[]> decoded(String base64) {
        String plain = base64.replace("=", "").replace("%3D", "");
        int whole = plain.length() - (plain.length() % 4 == 1 ? 1 : 0);
        try {
            return Optional.of(Base64.getDecoder().decode(plain.substring(0, whole)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
