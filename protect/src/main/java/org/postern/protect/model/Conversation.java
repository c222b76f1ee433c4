package org.postern.protect.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A body's text, cut into what its sender wrote and what he quoted or forwarded.
///
/// @param banners warnings that a mail system put in front, as far as they are known
record Conversation(String current, String preamble, List<String> banners, List<String> previous) {
    private static final int MOST_LINES = 20_000;
    private static final int MOST_PREVIOUS = 50;
    private static final int LONGEST_BANNER = 700;

    /// What mail systems write about mail from outside.
    private static final Pattern BANNER = Pattern.compile(
            "^\\W*(?:(?:\\[?(?:EXTERNAL|EXT)\\]?)(?:\\s*(?:E-?MAIL|SENDER|MESSAGE))?\\W*$"
                    + "|.{0,80}\\b(?:external (?:e-?mail|sender|source|message)|originated (?:from )?outside|outside (?:of )?"
                    + "(?:your|our|the) organi[sz]ation|you don't often get (?:e-?mail|email) from|"
                    + "this sender might be impersonating|do not click (?:on )?(?:any )?links or open attachments).*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// How many characters it has in all.
    long length() {
        return current.length() + previous.stream().mapToLong(String::length).sum();
    }

    static Conversation ofText(String text) {
        return cut(text, List.of());
    }

    static Conversation ofHtml(Html html) {
        List<String> parts = html.ownAndQuoted();
        return cut(parts.getFirst(), parts.subList(1, parts.size()));
    }

    private static Conversation cut(String own, List<String> quoted) {
        List<String> lines = own.lines().limit(MOST_LINES).toList();
        List<String> banners = new ArrayList<>();
        int start = 0;
        while (start < lines.size() && start < 12 && (lines.get(start).isBlank() || isBanner(lines.get(start)))) {
            if (!lines.get(start).isBlank()) {
                banners.add(lines.get(start).strip());
            }
            start++;
        }
        start = banners.isEmpty() ? 0 : start;
        List<Integer> cuts = new ArrayList<>();
        for (int at = start; at < lines.size() && cuts.size() < MOST_PREVIOUS; at++) {
            boolean afterCut = !cuts.isEmpty() && at - cuts.getLast() < 8;
            if (QuoteMarks.leadsIn(lines.get(at))
                    || (!afterCut && QuoteMarks.isHeader(lines, at))
                    || (cuts.isEmpty() && restIsQuoted(lines, at))) {
                cuts.add(at);
            }
        }
        int end = cuts.isEmpty() ? lines.size() : cuts.getFirst();
        List<String> previous = new ArrayList<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            previous.add(join(lines, cuts.get(cut), cut + 1 < cuts.size() ? cuts.get(cut + 1) : lines.size()));
        }
        previous.addAll(quoted.stream().filter(text -> !text.isBlank()).toList());
        String preamble = cuts.isEmpty() ? "" : lines.get(cuts.getFirst()).strip();
        return new Conversation(join(lines, start, end), preamble, List.copyOf(banners), List.copyOf(previous));
    }

    private static boolean isBanner(String line) {
        return line.length() <= LONGEST_BANNER && BANNER.matcher(line.strip()).matches();
    }

    /// Whether nothing follows but lines that are quoted.
    private static boolean restIsQuoted(List<String> lines, int from) {
        if (!QuoteMarks.isQuoted(lines.get(from))) {
            return false;
        }
        for (int at = from; at < lines.size(); at++) {
            if (!lines.get(at).isBlank() && !QuoteMarks.isQuoted(lines.get(at))) {
                return false;
            }
        }
        return true;
    }

    private static String join(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, Math.max(from, to))).strip();
    }
}
