package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.WebAddress;

/// The URLs written in a file: in its text, in a document's links, in a PDF's annotations.
///
/// @param invalid what looks like a URL but leads to no host
record Urls(List<WebAddress> urls, List<String> invalid) {
    private static final int MOST = 2_000;
    private static final int LONGEST = 1_000;
    private static final int LONGEST_SCHEME = 30;
    private static final Set<String> SCHEMES =
            Set.of("http", "https", "ftp", "ftps", "file", "smb", "ldap", "search-ms");
    private static final String NOT_IN_URLS = "<>\"'(){}`|\\^";

    static @Nullable Object of(ExplodedFile file) {
        Set<String> found = new LinkedHashSet<>();
        if (file.is("pdf")) {
            Optional<PdfFile> pdf = PdfFile.of(file);
            if (pdf.isEmpty()) {
                return null;
            }
            found.addAll(PdfLinks.of(pdf.get()));
            PdfLinks.texts(pdf.get(), file.budget()).forEach(text -> find(text, found));
        } else if (file.is("doc", "xls", "ppt", "ole", "msg") || file.kind() == null) {
            Object strings = file.scan("strings", Strings::of);
            find(strings instanceof Strings read ? read.raw() : "", found);
        } else if (Kinds.textual(file.kind())) {
            find(file.is("html", "svg", "xml") ? Text.orBytes(file).replace("&amp;", "&") : Text.orBytes(file), found);
        } else {
            return null;
        }
        return of(found);
    }

    static Urls of(Collection<String> found) {
        List<WebAddress> urls = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String text : found) {
            Optional<WebAddress> url = WebAddress.parse(text);
            if (url.isPresent() && (leads(url.get()) || text.startsWith("mailto:"))) {
                urls.add(url.get());
            } else {
                invalid.add(text);
            }
        }
        return new Urls(List.copyOf(urls), List.copyOf(invalid));
    }

    private static boolean leads(WebAddress url) {
        return url.ip() != null || (url.domain() != null && url.domain().valid());
    }

    /// Adds what is written like a URL: a known scheme with `://`, `mailto:`, or `www.`.
    static void find(String text, Set<String> into) {
        int colon = text.indexOf(':');
        int www = text.indexOf("www.");
        while (into.size() < MOST && (colon >= 0 || www >= 0)) {
            boolean named = colon >= 0 && (www < 0 || colon < www);
            int at = named ? colon : www;
            int start = named ? start(text, colon) : www > 0 && isWord(text.charAt(www - 1)) ? -1 : www;
            int end = at + 1;
            if (start >= 0) {
                end = end(text, start);
                if (end > at + 4) {
                    into.add(text.substring(start, end));
                }
                end = Math.max(end, at + 1);
            }
            colon = colon >= 0 && colon < end ? text.indexOf(':', end) : colon;
            www = www >= 0 && www < end ? text.indexOf("www.", end) : www;
        }
    }

    /// Where the scheme before a colon begins; below zero if it is none.
    private static int start(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start < LONGEST_SCHEME && isScheme(text.charAt(start - 1))) {
            start--;
        }
        String scheme = text.substring(start, colon).toLowerCase(Locale.ROOT);
        if (!text.startsWith("//", colon + 1)) {
            return scheme.endsWith("mailto") ? colon - "mailto".length() : -1;
        }
        for (String known : SCHEMES) {
            // What stands right before it may be the end of something else.
            if (scheme.endsWith(known) && !scheme.endsWith("s" + known)) {
                return colon - known.length();
            }
        }
        return scheme.startsWith("ms-") ? start : -1;
    }

    private static int end(String text, int start) {
        int end = start;
        int most = Math.min(text.length(), start + LONGEST);
        while (end < most
                && text.charAt(end) > ' '
                && text.charAt(end) != 0x7f
                && NOT_IN_URLS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (end > start && ".,;:!?*]".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean isScheme(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.');
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
