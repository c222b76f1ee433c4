package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.postern.cli.terminal.Progress;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.ContentName;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Writes a mailbox of the vault, now or as at an instant, to a directory: a tree as it was put, anything else as EML.
///
/// Files are written by several threads, links after all of them, so that nothing is ever written through a link.
final class TreeGet {
    private static final int PAGE = 500;
    private final Vault vault;
    private final TenantId tenant;
    private final MailboxId mailbox;
    private final Path root;
    private final @Nullable Instant asAt;
    private final Progress progress;
    private final Tally tally;
    private final Queue<MessageVersion> links = new ConcurrentLinkedQueue<>();

    TreeGet(
            Vault vault,
            TenantId tenant,
            MailboxId mailbox,
            Path root,
            @Nullable Instant asAt,
            Progress progress,
            Tally tally) {
        this.vault = vault;
        this.tenant = tenant;
        this.mailbox = mailbox;
        this.root = root;
        this.asAt = asAt;
        this.progress = progress;
        this.tally = tally;
    }

    void run() throws IOException, InterruptedException {
        Files.createDirectories(root);
        List<FolderVersion> folders = new ArrayList<>(vault.folders(tenant, mailbox, asAt));
        folders.removeIf(folder -> folder.state().id().value().endsWith(TreePath.PIECES));
        folders.sort(Comparator.comparing(folder -> folder.state().id().value()));
        long total = folders.stream().mapToLong(FolderVersion::messages).sum();
        FolderNames names = new FolderNames(root, mailbox, folders);
        try (Crew<Task> writers = new Crew<>("writer", () -> this::write)) {
            for (FolderVersion folder : folders) {
                folder(names.directory(folder.state().id()), folder, writers);
                progress.at(tally.done(), total, folder.state().name());
            }
            writers.finish();
        }
        links.forEach(this::link);
        progress.at(tally.done(), Math.max(total, tally.done()), "");
    }

    private record Task(Path file, MessageVersion version) {}

    private void folder(Path directory, FolderVersion folder, Crew<Task> writers)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        ItemId after = null;
        List<MessageVersion> page;
        do {
            page = vault.messages(tenant, mailbox, folder.state().id(), asAt, after, PAGE);
            for (MessageVersion version : page) {
                writers.take(new Task(directory, version));
            }
            after = page.isEmpty() ? null : page.getLast().state().id();
        } while (page.size() == PAGE);
    }

    private void write(Task task) {
        MessageVersion version = task.version;
        String item = version.state().id().value();
        try {
            FileMark mark = FileMark.of(version.state().changeKey()).orElse(null);
            if (mark == null || !Trees.isTree(mailbox)) {
                mail(task.file.resolve(FolderNames.file(version)), version);
            } else if (mark.kind() == FileMark.Kind.LINK) {
                links.add(version);
            } else {
                file(TreePath.resolve(root, item), version, mark);
            }
        } catch (IOException | RuntimeException e) {
            String cause = e.getMessage() == null ? e.toString() : e.getMessage();
            tally.problem(item + " could not be given back: " + cause);
        }
    }

    private void file(Path file, MessageVersion version, FileMark mark) throws IOException {
        byte[] content = content(version);
        if (mark.kind() == FileMark.Kind.PIECES) {
            FileOut.write(file, out -> Recipe.cook(content, name -> vault.content(tenant, name), out));
        } else {
            FileOut.write(file, content);
        }
        FileOut.restore(file, mark);
        tally.moved(mark);
    }

    private void mail(Path file, MessageVersion version) throws IOException {
        byte[] content = content(version);
        FileOut.write(file, content);
        tally.moved(new FileMark(FileMark.Kind.MESSAGE, content.length, 0, 0, 0, 1));
    }

    private byte[] content(MessageVersion version) throws IOException {
        ContentName name = version.contentName();
        if (name == null) {
            throw new IOException("its bytes were never had: " + version.missing());
        }
        return vault.content(tenant, name);
    }

    private void link(MessageVersion version) {
        String item = version.state().id().value();
        try {
            byte[] target = content(version);
            Files.createSymbolicLink(
                    TreePath.resolve(root, item), Path.of(new String(target, java.nio.charset.StandardCharsets.UTF_8)));
            tally.moved(new FileMark(FileMark.Kind.LINK, 0, 0, 0, 0, 0));
        } catch (IOException | RuntimeException e) {
            tally.problem("The link " + item + " could not be made: " + e + ".");
        }
    }
}
