package org.postern.cli.offline;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.mail.MessageState.FollowUp;
import org.postern.mail.MessageState.Importance;
import org.postern.vault.ContentName;
import org.postern.vault.MailboxWriter;

/// Reads files and puts them into the vault in batches, each of which is one commit.
final class FileStore {
    /// A file up to this size is held in memory whole; a longer one is cut.
    static final int WHOLE_MAX = 32 << 20;
    /// What the name of a piece adds to that of its file.
    static final int SUFFIX_MAX = 24;

    private static final int BATCH_FILES = 1_000;
    private static final long BATCH_BYTES = 64L << 20;
    private static final OpenOption[] READ = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
    private final Supplier<MailboxWriter> writers;
    private final Tally tally;

    FileStore(Supplier<MailboxWriter> writers, Tally tally) {
        this.writers = writers;
        this.tally = tally;
    }

    /// A file to store.
    ///
    /// @param newFolder the state of its directory when the vault has none yet
    /// @param hasPieces whether the vault has pieces of an earlier state of it
    record Job(
            FileMark.Entry entry, String kept, @Nullable FolderState newFolder, FolderId folder, boolean hasPieces) {}

    /// The folder in which the pieces of a file are kept.
    static String piecesOf(String kept) {
        return kept + TreePath.PIECES;
    }

    Batch begin() {
        return new Batch();
    }

    /// Files that become durable together; used by one thread.
    final class Batch implements Crew.Hand<Job> {
        private final List<FileMark> marks = new ArrayList<>();
        private final Set<FolderId> folders = new HashSet<>();
        private MailboxWriter writer = writers.get();
        private int changes;
        private long bytes;

        /// Stores one file; one that cannot be read is a problem of its own.
        @Override
        public void work(Job job) {
            try {
                FolderState folder = job.newFolder;
                if (folder != null && folders.add(folder.id())) {
                    writer.putFolder(folder);
                }
                marks.add(read(job));
            } catch (IOException e) {
                tally.problem(job.entry.path() + " could not be read: " + e + ".");
            }
            if (changes >= BATCH_FILES || bytes >= BATCH_BYTES) {
                commit();
            }
        }

        private FileMark read(Job job) throws IOException {
            FileMark.Entry entry = job.entry;
            if (entry.isLink()) {
                String target = String.valueOf(Files.readSymbolicLink(entry.path()));
                return whole(job, FileMark.Kind.LINK, 0, target.getBytes(StandardCharsets.UTF_8));
            }
            if (entry.size() > WHOLE_MAX) {
                return large(job);
            }
            byte[] content;
            try (InputStream in = Files.newInputStream(entry.path(), READ)) {
                content = in.readNBytes(WHOLE_MAX + 1);
            }
            boolean cut = content.length > WHOLE_MAX || FileCutter.isMbox(content, content.length);
            if (cut) {
                return large(job);
            }
            boolean message = isMessage(job.kept, content);
            return whole(job, message ? FileMark.Kind.MESSAGE : FileMark.Kind.OTHER, message ? 1 : 0, content);
        }

        private FileMark whole(Job job, FileMark.Kind kind, long messages, byte[] content) {
            FileMark mark = job.entry.mark(kind, messages);
            if (job.hasPieces) {
                writer.removeFolder(new FolderId(piecesOf(job.kept)));
            }
            put(state(job, job.kept, job.folder, mark.changeKey()), content);
            return mark;
        }

        private FileMark large(Job job) throws IOException {
            FolderId pieces = new FolderId(piecesOf(job.kept));
            writer.removeFolder(pieces); // Ends pieces of an earlier state, of which there may have been more.
            writer.putFolder(new FolderState(pieces, job.folder, job.kept, null, -1));
            Recipe recipe = new Recipe();
            long[] messages = {0};
            int[] number = {0};
            try (InputStream in = new BufferedInputStream(Files.newInputStream(job.entry.path(), READ), 1 << 16)) {
                in.mark(1 << 15);
                byte[] head = in.readNBytes(1 << 15);
                in.reset();
                boolean mbox = FileCutter.isMbox(head, head.length);
                new FileCutter(in, mbox, WHOLE_MAX).run(new FileCutter.Taker() {
                    @Override
                    public void between(byte[] bytes, int start, int length) {
                        recipe.literal(bytes, start, length);
                    }

                    @Override
                    public void piece(byte[] content, boolean message) {
                        String name = pieces.value() + String.format("%09d", ++number[0]);
                        messages[0] += message ? 1 : 0;
                        recipe.piece(put(state(job, name, pieces, "piece"), content));
                        if (bytes >= BATCH_BYTES || changes >= BATCH_FILES) {
                            commit();
                        }
                    }
                });
            }
            FileMark mark = job.entry.mark(FileMark.Kind.PIECES, messages[0]);
            put(state(job, job.kept, job.folder, mark.changeKey()), recipe.bytes());
            return mark;
        }

        private ContentName put(MessageState state, byte[] content) {
            changes++;
            bytes += content.length;
            return writer.put(state, content);
        }

        @Override
        public void end() {
            commit();
        }

        private void commit() {
            writer.commit();
            marks.forEach(tally::moved);
            marks.clear();
            folders.clear();
            changes = 0;
            bytes = 0;
            writer = writers.get();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    private static boolean isMessage(String kept, byte[] content) {
        return kept.endsWith(".eml") || FileCutter.isMessage(content, Math.min(content.length, 1024));
    }

    private static MessageState state(Job job, String item, FolderId folder, String changeKey) {
        String flags = flags(job.kept);
        return new MessageState(
                new ItemId(item),
                folder,
                changeKey,
                job.entry.modifiedAt(),
                flags.indexOf('S') >= 0,
                flags.indexOf('D') >= 0,
                flags.indexOf('F') >= 0 ? FollowUp.FLAGGED : FollowUp.NOT_FLAGGED,
                Importance.NORMAL,
                List.of());
    }

    /// The flags at the end of a name in a Maildir.
    private static String flags(String kept) {
        int info = kept.lastIndexOf(":2,");
        return info < 0 ? "" : kept.substring(info + 3);
    }
}
