package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.cli.terminal.Progress;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.FolderVersion;
import org.postern.vault.MailboxWriter;
import org.postern.vault.Vault;

/// Makes a mailbox of the vault equal to a directory tree: what is new is read and added, what is gone ends.
///
/// One thread walks and compares; others read and store ([FileStore]). What one batch commits stays, whatever becomes
/// of the rest, so a put that was broken off is finished by the next one.
final class TreePut {
    private static final int REMOVALS = 5_000; // In one commit.
    private final Vault vault;
    private final TenantId tenant;
    private final MailboxId tree;
    private final Path root;
    private final Instant at;
    private final Progress progress;
    private final Set<String> knownFolders = new HashSet<>();
    private final Set<String> metFolders = new HashSet<>();
    private final List<FolderState> newFolders = new ArrayList<>();
    private final List<ItemId> goneItems = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Tally tally = new Tally();
    private long found;

    TreePut(Vault vault, TenantId tenant, MailboxId tree, Path root, Instant at, Progress progress) {
        this.vault = vault;
        this.tenant = tenant;
        this.tree = tree;
        this.root = root;
        this.at = at;
        this.progress = progress;
    }

    Tally run() throws InterruptedException {
        for (FolderVersion folder : vault.folders(tenant, tree, null)) {
            knownFolders.add(folder.state().id().value());
        }
        FileStore store = new FileStore(() -> vault.write(tenant, tree, at), tally);
        try (Crew<FileStore.Job> readers = new Crew<>("reader", store::begin)) {
            walk(readers);
            readers.finish();
        }
        settle();
        progress.at(found, found, "");
        return tally;
    }

    private record Directory(
            Path path, String kept, @Nullable String parent, String name) {}

    private void walk(Crew<FileStore.Job> readers) throws InterruptedException {
        Deque<Directory> pending = new ArrayDeque<>(List.of(new Directory(root, TreePath.ROOT, null, TreePath.ROOT)));
        while (!pending.isEmpty()) {
            Directory directory = pending.removeLast();
            List<Directory> below = directory(directory, readers);
            below.reversed().forEach(pending::addLast);
            // How many there will be is not known while the tree is walked.
            progress.at(tally.done(), -1, directory.kept.equals(TreePath.ROOT) ? "" : directory.kept);
        }
    }

    /// Hands over what is new in one directory, and returns the directories in it.
    private List<Directory> directory(Directory directory, Crew<FileStore.Job> readers) throws InterruptedException {
        metFolders.add(directory.kept);
        List<Directory> below = new ArrayList<>();
        Map<ItemId, String> kept = new HashMap<>();
        if (knownFolders.contains(directory.kept)) {
            kept.putAll(vault.changeKeys(tenant, tree, new FolderId(directory.kept)));
        } else {
            newFolders.add(state(directory));
        }
        for (Path path : entries(directory)) {
            String name = TreePath.child(directory.kept, path);
            Optional<FileMark.Entry> entry = entry(path, name);
            if (entry.isEmpty()) {
                kept.remove(new ItemId(name)); // It is there: whoever could not look must not say that it is gone.
            } else if (entry.get().isDirectory()) {
                below.add(new Directory(path, name, directory.kept, TreePath.name(path)));
            } else {
                file(entry.get(), name, kept.remove(new ItemId(name)), directory, readers);
            }
        }
        kept.forEach(this::gone);
        return below;
    }

    private void file(
            FileMark.Entry entry,
            String name,
            @Nullable String changeKey,
            Directory directory,
            Crew<FileStore.Job> readers)
            throws InterruptedException {
        found++;
        Optional<FileMark> mark = changeKey == null ? Optional.empty() : FileMark.of(changeKey);
        if (mark.isPresent() && entry.isAs(mark.get())) {
            if (mark.get().kind() == FileMark.Kind.PIECES) {
                metFolders.add(FileStore.piecesOf(name));
            }
            tally.unchanged(mark.get());
            return;
        }
        boolean isNew = !knownFolders.contains(directory.kept);
        boolean hasPieces = metFolders.add(FileStore.piecesOf(name)) && knownFolders.contains(FileStore.piecesOf(name));
        readers.take(new FileStore.Job(
                entry, name, isNew ? state(directory) : null, new FolderId(directory.kept), hasPieces));
    }

    private Optional<FileMark.Entry> entry(Path path, String name) {
        try {
            FileMark.Entry entry = FileMark.Entry.of(path);
            if (name.length() + FileStore.SUFFIX_MAX > 1024) {
                tally.problem(path + " was left out: its path is longer than 1,000 characters. Put a directory further"
                        + " down.");
            } else if (entry.isDirectory() || entry.isFile() || entry.isLink()) {
                return Optional.of(entry);
            } else {
                tally.problem(path + " was left out: it is a device, a socket or a pipe.");
            }
        } catch (IOException e) {
            tally.problem(path + " could not be looked at: " + e + ".");
        }
        unreadable.add(name);
        return Optional.empty();
    }

    private List<Path> entries(Directory directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory.path)) {
            stream.forEach(entries::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            tally.problem(directory.path + " could not be listed: " + e + ". What was kept of it before stays.");
            unreadable.add(directory.kept);
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    private void gone(ItemId item, String changeKey) {
        if (!isBelowUnreadable(item.value())) {
            goneItems.add(item);
        }
    }

    private boolean isBelowUnreadable(String kept) {
        return unreadable.stream()
                .anyMatch(name -> name.equals(TreePath.ROOT) || kept.equals(name) || kept.startsWith(name + "/"));
    }

    /// Empty directories, and the ends of what is gone.
    private void settle() {
        commit(writer -> newFolders.forEach(writer::putFolder));
        for (int start = 0; start < goneItems.size(); start += REMOVALS) {
            List<ItemId> some = goneItems.subList(start, Math.min(start + REMOVALS, goneItems.size()));
            commit(writer -> some.forEach(writer::remove));
        }
        List<String> goneFolders = knownFolders.stream()
                .filter(folder -> !metFolders.contains(folder) && !isBelowUnreadable(folder))
                .sorted()
                .toList();
        commit(writer -> goneFolders.forEach(folder -> writer.removeFolder(new FolderId(folder))));
        tally.removed(goneItems.size(), goneFolders.size());
    }

    private void commit(java.util.function.Consumer<MailboxWriter> changes) {
        try (MailboxWriter writer = vault.write(tenant, tree, at)) {
            changes.accept(writer);
            writer.commit();
        }
    }

    private static FolderState state(Directory directory) {
        String parent = directory.parent;
        return new FolderState(
                new FolderId(directory.kept), parent == null ? null : new FolderId(parent), directory.name, null, -1);
    }
}
