package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the file system says of a file, kept as its item's change key: equal marks mean that it need not be read again.
///
/// @param modified nanoseconds since 1970
/// @param messages how many messages it held when it was read
record FileMark(Kind kind, long size, long modified, long inode, int mode, long messages) {
    private static final String VERSION = "file1";
    private static final long NANOS = 1_000_000_000L;

    /// How a file is kept.
    enum Kind {
        /// One message.
        MESSAGE('m'),
        /// Any other file, whole.
        OTHER('o'),
        /// An mbox, or a large file: in pieces, with a recipe.
        PIECES('p'),
        /// A symbolic link: its target's name.
        LINK('l');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Optional<Kind> of(String text) {
            for (Kind kind : values()) {
                if (text.length() == 1 && text.charAt(0) == kind.letter) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// The file system's view of one entry.
    ///
    /// @param type the file type bits of the mode
    record Entry(Path path, int type, long size, long modified, long inode, int mode) {
        private static final int DIRECTORY = 0x4000;
        private static final int FILE = 0x8000;
        private static final int LINK = 0xA000;

        static Entry of(Path path) throws IOException {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:mode,ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) Objects.requireNonNull(attributes.get("mode"));
            FileTime time = (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"));
            long ino = (Long) Objects.requireNonNull(attributes.get("ino"));
            long size = (Long) Objects.requireNonNull(attributes.get("size"));
            return new Entry(path, mode & 0xF000, size, nanos(time), ino, mode & 0xFFF);
        }

        boolean isDirectory() {
            return type == DIRECTORY;
        }

        boolean isFile() {
            return type == FILE;
        }

        boolean isLink() {
            return type == LINK;
        }

        Instant modifiedAt() {
            return Instant.ofEpochSecond(Math.floorDiv(modified, NANOS), Math.floorMod(modified, NANOS));
        }

        /// Whether this is the file as `mark` saw it.
        boolean isAs(FileMark mark) {
            boolean sameKind = isLink() == (mark.kind == Kind.LINK);
            return sameKind
                    && size == mark.size
                    && modified == mark.modified
                    && inode == mark.inode
                    && mode == mark.mode;
        }

        FileMark mark(Kind kind, long messages) {
            return new FileMark(kind, size, modified, inode, mode, messages);
        }
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    String changeKey() {
        return VERSION + " " + kind.letter + " " + size + " " + modified + " " + inode + " "
                + Integer.toOctalString(mode) + " " + messages;
    }

    /// Empty for the change key of something else, such as a message that came from a mail service.
    static Optional<FileMark> of(String changeKey) {
        String[] words = changeKey.split(" ", -1);
        if (words.length != 7 || !words[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            long size = Long.parseLong(words[2]);
            long modified = Long.parseLong(words[3]);
            long inode = Long.parseLong(words[4]);
            int mode = Integer.parseInt(words[5], 8) & 0xFFF;
            long messages = Long.parseLong(words[6]);
            return Kind.of(words[1]).map(kind -> new FileMark(kind, size, modified, inode, mode, messages));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    FileTime modifiedTime() {
        return FileTime.from(modified, TimeUnit.NANOSECONDS);
    }
}
