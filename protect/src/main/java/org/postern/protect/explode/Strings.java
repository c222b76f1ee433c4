package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The runs of four or more printable characters in a file.
///
/// @param raw all of them, a line each
record Strings(List<String> strings, String raw) {
    private static final int SHORTEST = 4;
    private static final int MOST = 100_000;

    static @Nullable Object of(ExplodedFile file) {
        boolean text = Text.of(file) != null;
        String characters = Text.orBytes(file);
        List<String> runs = new ArrayList<>();
        addRuns(characters, text, runs);
        if (!text && !file.is("png", "jpeg", "gif", "pdf") && !Kinds.zipped(file.kind())) {
            addWide(characters, runs);
        }
        return new Strings(List.copyOf(runs), String.join("\n", runs));
    }

    private static void addRuns(String characters, boolean text, List<String> runs) {
        int start = 0;
        for (int at = 0; at <= characters.length() && runs.size() < MOST; at++) {
            if (at == characters.length() || !printable(characters.charAt(at), text)) {
                if (at - start >= SHORTEST) {
                    runs.add(characters.substring(start, at));
                }
                start = at + 1;
            }
        }
    }

    /// Beyond ASCII only where the file is text.
    private static boolean printable(char c, boolean text) {
        return (c >= ' ' && c < 0x7f) || (text && c >= 0xa0);
    }

    /// Programs and old documents write in UTF-16.
    private static void addWide(String characters, List<String> runs) {
        StringBuilder run = new StringBuilder();
        for (int at = 0; at + 1 < characters.length() && runs.size() < MOST; at++) {
            if (characters.charAt(at + 1) == 0 && printable(characters.charAt(at), false)) {
                run.append(characters.charAt(at++));
            } else {
                end(run, runs);
            }
        }
        end(run, runs);
    }

    private static void end(StringBuilder run, List<String> runs) {
        if (run.length() >= SHORTEST) {
            runs.add(run.toString());
        }
        run.setLength(0);
    }
}
