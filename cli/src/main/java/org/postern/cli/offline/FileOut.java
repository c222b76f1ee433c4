package org.postern.cli.offline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes files into a directory that was empty: nothing there is ever replaced, no link followed.
final class FileOut {
    private static final OpenOption[] NEW = {
        StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS
    };

    private FileOut() {}

    /// Writes a file's bytes as they come.
    @FunctionalInterface
    interface Body {
        void to(OutputStream out) throws IOException;
    }

    static void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, NEW)) {
            out.write(content);
        }
    }

    static void write(Path file, Body body) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, NEW), 1 << 16)) {
            body.to(out);
        }
    }

    /// Gives the file its time and mode; set-user-id and its like are not given back.
    static void restore(Path file, FileMark mark) throws IOException {
        Files.setAttribute(file, "unix:mode", mark.mode() & 0x1FF);
        Files.setLastModifiedTime(file, mark.modifiedTime());
    }
}
