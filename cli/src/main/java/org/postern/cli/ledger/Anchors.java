package org.postern.cli.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads checkpoints that somebody kept: as a file of their own, with the growth below them, in a saved message, or in
/// a
/// folder of these.
final class Anchors {
    private static final long FILE_MAX = 32L << 20;
    private static final String NOTE =
            "[^\\s+]+\n(?:0|[1-9][0-9]{0,17})\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 \\S+ \\S+\n)+";
    private static final Pattern ALONE =
            Pattern.compile("(?:old [0-9]+\n(?:[A-Za-z0-9+/]{43}=\n){0,64}\n)?(" + NOTE + ")");
    private static final Pattern WITHIN = Pattern.compile("(?<![^\n])" + NOTE);
    private static final Pattern NAMES = Pattern.compile(".*\\.(checkpoint|growth|note|eml)");

    private Anchors() {}

    static List<Note> read(List<Path> files, Key log) throws IOException, Misfit {
        List<Note> notes = new ArrayList<>();
        for (Path file : files) {
            notes.addAll(Files.isDirectory(file) ? folder(file, log) : file(file, log));
        }
        return notes;
    }

    private static List<Note> folder(Path folder, Key log) throws IOException, Misfit {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> NAMES.matcher(file.toString()).matches())
                    .sorted()
                    .collect(Collectors.toList());
        }
        Misfit.require(!files.isEmpty(), "in the folder " + folder + " lies no checkpoint");
        List<Note> notes = new ArrayList<>();
        for (Path file : files) {
            notes.addAll(file(file, log));
        }
        return notes;
    }

    private static List<Note> file(Path file, Key log) throws IOException, Misfit {
        String where = "the older checkpoint " + file.getFileName();
        Misfit.require(Files.size(file) <= FILE_MAX, where + " is too large a file for one");
        byte[] bytes = Files.readAllBytes(file);
        Matcher alone = ALONE.matcher(new String(bytes, StandardCharsets.UTF_8));
        List<String> texts = alone.matches() ? List.of(alone.group(1)) : mailed(bytes);
        Misfit.require(!texts.isEmpty(), where + " is neither a checkpoint nor a saved message with one");
        List<Note> notes = new ArrayList<>();
        for (String text : texts) {
            notes.add(Note.read(new Lines(new ByteArrayInputStream(Bytes.utf8(text))), log, where));
        }
        return notes;
    }

    /// Mail programs change the ends of lines, and put words around what is shown: what is signed shows itself.
    private static List<String> mailed(byte[] bytes) throws Misfit {
        List<String> found = new ArrayList<>();
        for (byte[] leaf : SavedMail.leaves(bytes)) {
            String text = new String(leaf, StandardCharsets.UTF_8).replace("\r\n", "\n") + "\n";
            Matcher notes = WITHIN.matcher(text);
            while (notes.find()) {
                found.add(notes.group());
            }
        }
        return found;
    }
}
