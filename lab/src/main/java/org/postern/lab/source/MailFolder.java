package org.postern.lab.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Fills a lab from a folder of real mail: `.eml` files, mbox files and Maildirs in any mixture.
///
/// Directories become folders. Several directories at the top become mailboxes of their own, unless they are called
/// as folders are (`Inbox`, `Sent`, …) or the folder itself is a Maildir: then all is one mailbox. Only places and
/// dates are read when the folder is opened; bytes are read when somebody asks for them. Links are not followed.
public final class MailFolder implements MailSource {
    private static final String DOMAIN = "your-mail.example";
    private static final int DEPTH_MAX = 40;

    private final Organisation organisation;
    private final TakeReport report;

    private MailFolder(Organisation organisation, TakeReport report) {
        this.organisation = organisation;
        this.report = report;
    }

    /// Reads what lies in a directory, or in one file; fails when there is no mail at all.
    public static MailFolder open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("There is no " + path + ". Name a folder of .eml files, mbox files or Maildirs.");
        }
        Path root = path.toRealPath();
        TakeReport.Tally tally = new TakeReport.Tally();
        List<Mailbox> mailboxes = new Reader(root, tally).mailboxes();
        TakeReport report = tally.report();
        if (report.messages() == 0) {
            throw new IOException("There is no mail in " + path + " (" + report.summary()
                    + "). Name a folder of .eml files, mbox files or Maildirs.");
        }
        return new MailFolder(new Organisation("Your mail", DOMAIN, mailboxes), report);
    }

    @Override
    public List<Organisation> organisations() {
        return List.of(organisation);
    }

    public TakeReport report() {
        return report;
    }

    /// Walks a folder once.
    private static final class Reader {
        private final Path root;
        private final TakeReport.Tally tally;

        Reader(Path root, TakeReport.Tally tally) {
            this.root = root;
            this.tally = tally;
        }

        List<Mailbox> mailboxes() throws IOException {
            List<Mailbox> mailboxes = new ArrayList<>();
            MailboxTree own = new MailboxTree();
            List<Path> directories = isDirectory(root)
                    ? entries(root).filter(Reader::isDirectory).toList()
                    : List.of();
            boolean several = directories.size() > 1
                    && !isMaildir(root)
                    && directories.stream().noneMatch(directory -> MailboxTree.wellKnown(name(directory)) != null);
            if (!several) {
                take(root, List.of(), own, 0);
                return List.of(new Mailbox("you@" + DOMAIN, "You", own.folders()));
            }
            Set<String> addresses = new TreeSet<>(List.of("you@" + DOMAIN));
            for (Path directory : directories) {
                MailboxTree tree = new MailboxTree();
                take(directory, List.of(), tree, 0);
                if (!tree.isEmpty()) {
                    String title =
                            name(directory).replaceAll("\\p{Cntrl}+", " ").strip();
                    mailboxes.add(
                            new Mailbox(address(title, addresses), title.isEmpty() ? "Mail" : title, tree.folders()));
                }
            }
            for (Path file : entries(root).filter(entry -> !isDirectory(entry)).toList()) {
                take(file, List.of(), own, 0);
            }
            if (!own.isEmpty()) {
                mailboxes.add(new Mailbox("you@" + DOMAIN, "You", own.folders()));
            }
            return mailboxes;
        }

        private void take(Path path, List<String> folder, MailboxTree tree, int depth) throws IOException {
            if (depth > DEPTH_MAX) {
                tally.passOver(path, "deeper than " + DEPTH_MAX + " directories");
            } else if (Files.isSymbolicLink(path)) {
                tally.passOver(path, "a link");
            } else if (!isDirectory(path)) {
                takeFile(path, folder, tree);
            } else if (!Files.isReadable(path)) {
                tally.passOver(path, "cannot be read");
            } else {
                takeDirectory(path, folder, tree, depth);
            }
        }

        private void takeDirectory(Path directory, List<String> folder, MailboxTree tree, int depth)
                throws IOException {
            boolean maildir = isMaildir(directory);
            for (Path entry : entries(directory).toList()) {
                String name = name(entry);
                if (maildir && isDirectory(entry) && (name.equals("cur") || name.equals("new"))) {
                    takeMaildir(entry, folder, tree);
                } else if (maildir && isDirectory(entry) && name.equals("tmp")) {
                    passOverUnfinished(entry);
                } else if (isDirectory(entry)) {
                    take(entry, child(folder, name, maildir), tree, depth + 1);
                } else {
                    take(entry, folder, tree, depth);
                }
            }
        }

        /// The path of a directory's folder: in a Maildir++ `.Work.Harbour` is the folder Harbour within Work.
        private static List<String> child(List<String> folder, String name, boolean maildir) {
            List<String> path = new ArrayList<>(folder);
            if (maildir && name.startsWith(".") && name.length() > 1) {
                Stream.of(name.substring(1).split("\\.", -1))
                        .filter(part -> !part.isBlank())
                        .forEach(path::add);
            } else {
                path.add(name.endsWith(".sbd") ? name.substring(0, name.length() - 4) : name); // Thunderbird's
            }
            return path;
        }

        private void takeMaildir(Path directory, List<String> folder, MailboxTree tree) throws IOException {
            for (Path entry : entries(directory).toList()) {
                if (isDirectory(entry) || Files.isSymbolicLink(entry)) {
                    take(entry, folder, tree, 0);
                } else if (Files.size(entry) == 0) {
                    tally.passOver(entry, "empty file");
                } else if (MaildirName.of(name(entry)).trashed()) {
                    tree.add(WellKnownFolder.DELETED_ITEMS, new MailFile(entry, tally).inMaildir());
                } else {
                    tree.add(folder, new MailFile(entry, tally).inMaildir());
                }
            }
        }

        private void passOverUnfinished(Path directory) throws IOException {
            for (Path entry : entries(directory).toList()) {
                tally.passOver(entry, "an unfinished delivery");
            }
        }

        private void takeFile(Path file, List<String> folder, MailboxTree tree) {
            List<Message> messages = new MailFile(file, tally).messages();
            boolean manyInOne = messages.size() > 1 && !file.equals(root);
            List<String> path = manyInOne ? child(folder, withoutExtension(name(file)), false) : folder;
            messages.forEach(message -> tree.add(path, message));
        }

        private static boolean isMaildir(Path directory) {
            return isDirectory(directory.resolve("cur"))
                    && (isDirectory(directory.resolve("new")) || isDirectory(directory.resolve("tmp")));
        }

        private static String withoutExtension(String name) {
            return name.replaceAll("(?i)\\.(mbox|mbx|txt)$", "");
        }

        /// A directory named as an address is that mailbox; else its name makes one.
        private static String address(String name, Set<String> taken) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean whole = lower.matches("[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,200}");
            String local = lower.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
            String base = local.isEmpty() ? "mailbox" : local.substring(0, Math.min(local.length(), 60));
            String address = whole ? lower : base + "@" + DOMAIN;
            for (int number = 2; !taken.add(address); number++) {
                address = base + "-" + number + "@" + DOMAIN;
            }
            return address;
        }

        private static Stream<Path> entries(Path directory) throws IOException {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.sorted().toList().stream();
            }
        }

        private static boolean isDirectory(Path path) {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        }

        private static String name(Path path) {
            return String.valueOf(path.getFileName());
        }
    }
}
