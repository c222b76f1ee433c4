package org.postern.lab.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The flags that a Maildir keeps in a file's name after `:2,` (or what stands for the colon where it is not allowed).
///
/// @param read S, seen
/// @param flagged F
/// @param draft D
/// @param trashed T: the reader has thrown it away
record MaildirName(boolean read, boolean flagged, boolean draft, boolean trashed) {
    private static final Pattern FLAGS = Pattern.compile("[:;!_]2,([A-Za-z]*)$");

    static MaildirName of(String fileName) {
        Matcher matcher = FLAGS.matcher(fileName);
        String flags = matcher.find() ? matcher.group(1) : "";
        return new MaildirName(has(flags, 'S'), has(flags, 'F'), has(flags, 'D'), has(flags, 'T'));
    }

    private static boolean has(String flags, char flag) {
        return flags.indexOf(flag) >= 0;
    }
}
