package org.postern.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {
    private static final String MAIL = "Date: Thu, 5 Nov 2026 10:00:00 +0000\r\nSubject: Tide\r\n\r\nHigh.\r\n";
    private static final String FROM = "From ann@a.example Fri Aug  5 10:57:20 2016\n";

    @TempDir
    Path root;

    @Test
    void directoriesBecomeFoldersOfOneMailbox() throws IOException {
        write("1.eml", MAIL);
        write("Inbox/2.eml", MAIL);
        write("Projects/Harbour/3.eml", MAIL);
        write("Sent/4.eml", MAIL);
        Mailbox mailbox = only(MailFolder.open(root));
        assertThat(mailbox.address()).isEqualTo("you@your-mail.example");
        assertThat(known(mailbox, WellKnownFolder.INBOX)).hasSize(2);
        assertThat(known(mailbox, WellKnownFolder.SENT_ITEMS)).hasSize(1);
        assertThat(named(mailbox, "Projects", "Harbour")).hasSize(1);
    }

    @Test
    void severalDirectoriesBecomeMailboxes() throws IOException {
        write("ann@fern.example/1.eml", MAIL);
        write("Ben & Co/deep/2.eml", MAIL);
        write("ben co/3", MAIL);
        write("stray.eml", MAIL);
        write("no mail/image.png", "\u0089PNG");
        MailFolder folder = MailFolder.open(root);
        List<Mailbox> mailboxes = folder.organisations().getFirst().mailboxes();
        assertThat(mailboxes.stream().map(Mailbox::address))
                .containsExactly(
                        "ben-co@your-mail.example",
                        "ann@fern.example",
                        "ben-co-2@your-mail.example",
                        "you@your-mail.example");
        assertThat(mailboxes.getFirst().displayName()).isEqualTo("Ben & Co");
        assertThat(folder.report().messages()).isEqualTo(4);
        assertThat(folder.report().passedOver())
                .extracting(TakeReport.PassedOver::file)
                .containsExactly(root.toRealPath().resolve("no mail/image.png"));
    }

    @Test
    void bytesAreThoseOfTheFileAndReadWhenAsked() throws IOException {
        String odd = "Subject: Köder\u0000\nno end";
        Path file = write("odd.eml", odd);
        Message message =
                known(only(MailFolder.open(root)), WellKnownFolder.INBOX).getFirst();
        assertThat(message.content().bytes()).isEqualTo(odd.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(message.content().size()).isEqualTo(odd.length());
        Files.delete(file);
        assertThatThrownBy(() -> message.content().bytes()).isInstanceOf(IOException.class);
    }

    @Test
    void dateComesFromTheHeadElseFromTheFile() throws IOException {
        write("a.eml", MAIL);
        Path undated = write("b.eml", "Subject: none\n\n");
        Files.setLastModifiedTime(
                undated, java.nio.file.attribute.FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        assertThat(known(only(MailFolder.open(root)), WellKnownFolder.INBOX))
                .extracting(Message::receivedAt)
                .containsExactly(Instant.parse("2026-11-05T10:00:00Z"), Instant.parse("2020-02-02T02:02:02Z"));
    }

    @Test
    void anMboxBecomesAFolderOfItsName() throws IOException {
        write("lists/sea.mbox", FROM + "Status: O\nX-Status: F\nA: 1\n\none\n\n" + FROM + "Status: RO\nA: 2\n\ntwo\n");
        write("lists/single", FROM + "A: 3\n\nthree\n");
        Mailbox mailbox = only(MailFolder.open(root));
        List<Message> sea = named(mailbox, "lists", "sea");
        assertThat(sea).extracting(Message::isRead).containsExactly(false, true);
        assertThat(sea)
                .extracting(Message::flag)
                .containsExactly(Message.FollowUp.FLAGGED, Message.FollowUp.NOT_FLAGGED);
        assertThat(text(sea.get(1))).isEqualTo("Status: RO\nA: 2\n\ntwo\n");
        try (InputStream in = sea.get(1).content().open()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("Status: RO\nA: 2\n\ntwo\n");
        }
        assertThat(sea.getFirst().receivedAt()).isEqualTo(Instant.parse("2016-08-05T10:57:20Z"));
        assertThat(text(named(mailbox, "lists").getFirst())).startsWith(FROM); // one message that has a From line
    }

    @Test
    void aMaildirWithItsFlagsAndFolders() throws IOException {
        for (String directory :
                List.of("cur", "new", "tmp", ".Work.Harbour/cur", ".Work.Harbour/new", ".Sent/cur", ".Sent/tmp")) {
            Files.createDirectories(root.resolve(directory));
        }
        write("cur/1.a.host:2,S", MAIL);
        write("cur/2.a.host:2,FRS", MAIL + "2");
        write("cur/3.a.host:2,DS", MAIL + "3");
        write("cur/4.a.host:2,ST", MAIL + "4");
        write("new/5.a.host", "no header, but Maildir says it is mail");
        write("tmp/6.a.host", MAIL);
        write(".Work.Harbour/cur/7.a.host;2,", MAIL);
        write(".Sent/cur/8.a.host:2,S", MAIL);
        write("dovecot-uidlist", "3 V1 N2\n");
        MailFolder folder = MailFolder.open(root);
        Mailbox mailbox = only(folder);
        List<Message> inbox = known(mailbox, WellKnownFolder.INBOX);
        assertThat(inbox).extracting(Message::isRead).containsExactly(true, true, true, false);
        assertThat(inbox).extracting(Message::isDraft).containsExactly(false, false, true, false);
        assertThat(inbox.get(1).flag()).isEqualTo(Message.FollowUp.FLAGGED);
        assertThat(known(mailbox, WellKnownFolder.DELETED_ITEMS)).hasSize(1);
        assertThat(known(mailbox, WellKnownFolder.SENT_ITEMS)).hasSize(1);
        assertThat(named(mailbox, "Work", "Harbour")).hasSize(1);
        assertThat(folder.report().passedOverByReason())
                .containsOnly(
                        java.util.Map.entry("an unfinished delivery", 1),
                        java.util.Map.entry("an index or note beside mail", 1));
    }

    @Test
    void appleMailsFilesHoldTheMessageWithin() throws IOException {
        write("1.emlx", MAIL.length() + "   \n" + MAIL + "<?xml version=\"1.0\"?><plist/>");
        write("2.emlx", "99999\n" + MAIL);
        List<Message> inbox = known(only(MailFolder.open(root)), WellKnownFolder.INBOX);
        assertThat(text(inbox.getFirst())).isEqualTo(MAIL);
        assertThat(text(inbox.get(1))).isEqualTo("99999\n" + MAIL);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        write("Inbox/1.eml", MAIL);
        Files.createSymbolicLink(root.resolve("Inbox/again"), root);
        Files.createSymbolicLink(root.resolve("Inbox/2.eml"), root.resolve("Inbox/1.eml"));
        MailFolder folder = MailFolder.open(root);
        assertThat(folder.report().messages()).isEqualTo(1);
        assertThat(folder.report().passedOverByReason()).containsEntry("a link", 2);
    }

    @Test
    void oddDirectoryNamesBecomeFolderNames() throws IOException {
        write("Inbox/1.eml", MAIL);
        write("a\nb/ c /2.eml", MAIL);
        write("Foo/3.eml", MAIL);
        write("foo/4.eml", MAIL);
        Mailbox mailbox = only(MailFolder.open(root));
        assertThat(named(mailbox, "a b", "c")).hasSize(1);
        assertThat(named(mailbox, "Foo")).hasSize(2);
    }

    @Test
    void aFolderWithoutMailSaysWhatToDo() throws IOException {
        write("photo.png", "\u0089PNG");
        assertThatThrownBy(() -> MailFolder.open(root))
                .hasMessageContaining("no mail")
                .hasMessageContaining("Name a folder");
        assertThatThrownBy(() -> MailFolder.open(root.resolve("none"))).hasMessageContaining("There is no");
    }

    @Test
    void aSingleFileIsAlsoASource() throws IOException {
        Path file = write("sea.mbox", FROM + "A: 1\n\none\n\n" + FROM + "A: 2\n\ntwo\n");
        assertThat(known(only(MailFolder.open(file)), WellKnownFolder.INBOX)).hasSize(2);
    }

    private Path write(String path, String latin1) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Message message) throws IOException {
        return new String(message.content().bytes(), StandardCharsets.ISO_8859_1);
    }

    private static Mailbox only(MailFolder folder) {
        assertThat(folder.organisations()).hasSize(1);
        assertThat(folder.organisations().getFirst().mailboxes()).hasSize(1);
        return folder.organisations().getFirst().mailboxes().getFirst();
    }

    private static List<Message> known(Mailbox mailbox, WellKnownFolder folder) {
        return mailbox.folders().stream()
                .filter(one -> one.wellKnown().filter(folder::equals).isPresent())
                .findFirst()
                .map(Folder::messages)
                .orElse(List.of());
    }

    private static List<Message> named(Mailbox mailbox, String... path) {
        return mailbox.folders().stream()
                .filter(one -> one.path().equals(List.of(path)))
                .findFirst()
                .map(Folder::messages)
                .orElse(List.of());
    }
}
