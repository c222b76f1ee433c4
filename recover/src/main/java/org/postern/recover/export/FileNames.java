package org.postern.recover.export;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes file names of subjects and folder names: readable, safe on every system, each given out once.
final class FileNames {
    private static final int LENGTH_MAX = 80;
    private static final int DEPTH_MAX = 20;
    private static final String FORBIDDEN = "\\/:*?\"<>|";
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "clock$");
    private static final DateTimeFormatter RECEIVED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Map<String, Integer> given = new HashMap<>();

    /// A path no other message was given; systems that know no case take two names for one.
    String message(List<String> folders, Instant receivedAt, String subject) {
        String stem = folder(folders) + RECEIVED.format(receivedAt) + " " + clean(subject, "no subject");
        String key = stem.toLowerCase(Locale.ROOT);
        while (true) {
            int times = times(key);
            String name = times == 1 ? stem : stem + " (" + times + ")";
            // A subject may itself end in a number in brackets.
            if (times == 1 || given.putIfAbsent(name.toLowerCase(Locale.ROOT), 1) == null) {
                return name + ".eml";
            }
        }
    }

    private int times(String key) {
        return given.merge(key, 1, Integer::sum);
    }

    /// The path of a folder, with a slash at its end; empty for the root.
    static String folder(List<String> folders) {
        return folders.stream()
                .limit(DEPTH_MAX)
                .map(name -> clean(name, "no name") + "/")
                .collect(Collectors.joining());
    }

    static String clean(String name, String otherwise) {
        StringBuilder cleaned = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .limit(LENGTH_MAX * 4L)
                .map(FileNames::harmless)
                .forEach(cleaned::appendCodePoint);
        String text = cleaned.toString().replaceAll(" {2,}", " ");
        int length = text.length() <= LENGTH_MAX ? text.length() : text.offsetByCodePoints(0, whole(text));
        // Windows drops dots and blanks at the end; a dot at the start hides the file elsewhere.
        String trimmed = text.substring(0, length).replaceAll("^[. ]+|[. ]+$", "");
        if (trimmed.isEmpty()) {
            return otherwise;
        }
        return isReserved(trimmed) ? "_" + trimmed : trimmed;
    }

    private static int whole(String text) {
        return text.codePointCount(
                0, Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX);
    }

    private static int harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> ' ';
            // FORMAT has the marks that turn the direction of text, by which "gpj.exe" looks like a picture.
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> '_';
            default -> FORBIDDEN.indexOf(character) >= 0 ? '_' : character;
        };
    }

    private static boolean isReserved(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return RESERVED.contains(stem) || stem.matches("(com|lpt)[0-9¹²³]");
    }
}
