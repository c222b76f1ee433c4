package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.postern.vault.VaultException;

/// Writes a mailbox of the vault, now or as at an instant, to a directory: a tree as it was put, anything else as EML.
///
/// Files are written by several threads, links after all of them, so that nothing is ever written through a link.
final class TreeGet {
    private static final int PAGE = 500;
    private static final int TOGETHER = 100;
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
        try (Crew<Batch> writers = new Crew<>("writer", () -> this::write)) {
            for (FolderVersion folder : folders) {
                folder(names.directory(folder.state().id()), folder, writers);
                progress.at(tally.done(), total, folder.state().name());
            }
            writers.finish();
        }
        links.forEach(this::link);
        progress.at(tally.done(), Math.max(total, tally.done()), "");
    }

    /// Items of one folder that are read together.
    private record Batch(Path directory, List<MessageVersion> versions) {}

    private void folder(Path directory, FolderVersion folder, Crew<Batch> writers)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        ItemId after = null;
        List<MessageVersion> page;
        do {
            page = vault.messages(tenant, mailbox, folder.state().id(), asAt, after, PAGE);
            for (int start = 0; start < page.size(); start += TOGETHER) {
                writers.take(new Batch(directory, page.subList(start, Math.min(page.size(), start + TOGETHER))));
            }
            after = page.isEmpty() ? null : page.getLast().state().id();
        } while (page.size() == PAGE);
    }

    private void write(Batch batch) {
        Map<ContentName, List<MessageVersion>> wanted = new LinkedHashMap<>();
        for (MessageVersion version : batch.versions) {
            ContentName name = version.contentName();
            if (name == null) {
                failed(version, "its bytes were never had: " + version.missing());
            } else if (isLink(version)) {
                links.add(version);
            } else {
                wanted.computeIfAbsent(name, _ -> new ArrayList<>()).add(version);
            }
        }
        vault.contents(tenant, wanted.keySet(), new Vault.ContentTaker() {
            @Override
            public void take(ContentName name, byte[] content) {
                wanted.getOrDefault(name, List.of()).forEach(version -> write(batch.directory, version, content));
            }

            @Override
            public void fail(ContentName name, VaultException cause) {
                wanted.getOrDefault(name, List.of())
                        .forEach(version -> failed(version, String.valueOf(cause.getMessage())));
            }
        });
    }

    private Optional<FileMark> mark(MessageVersion version) {
        return Trees.isTree(mailbox) ? FileMark.of(version.state().changeKey()) : Optional.empty();
    }

    private boolean isLink(MessageVersion version) {
        return mark(version).filter(mark -> mark.kind() == FileMark.Kind.LINK).isPresent();
    }

    private void failed(MessageVersion version, String cause) {
        tally.problem(version.state().id().value() + " could not be given back: " + cause);
    }

    private void write(Path directory, MessageVersion version, byte[] content) {
        try {
            Optional<FileMark> mark = mark(version);
            if (mark.isEmpty()) {
                FileOut.write(directory.resolve(FolderNames.file(version)), content);
                tally.moved(new FileMark(FileMark.Kind.MESSAGE, content.length, 0, 0, 0, 1));
            } else {
                file(TreePath.resolve(root, version.state().id().value()), content, mark.get());
            }
        } catch (IOException | RuntimeException e) {
            failed(version, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void file(Path file, byte[] content, FileMark mark) throws IOException {
        if (mark.kind() == FileMark.Kind.PIECES) {
            FileOut.write(file, out -> Recipe.cook(content, name -> vault.content(tenant, name), out));
        } else {
            FileOut.write(file, content);
        }
        FileOut.restore(file, mark);
        tally.moved(mark);
    }

    private void link(MessageVersion version) {
        String item = version.state().id().value();
        try {
            byte[] target = vault.content(tenant, Objects.requireNonNull(version.contentName()));
            Files.createSymbolicLink(
                    TreePath.resolve(root, item), Path.of(new String(target, java.nio.charset.StandardCharsets.UTF_8)));
            tally.moved(new FileMark(FileMark.Kind.LINK, 0, 0, 0, 0, 0));
        } catch (IOException | RuntimeException e) {
            tally.problem("The link " + item + " could not be made: " + e + ".");
        }
    }
}
