package org.postern.connections.imap;

import java.util.List;
import java.util.random.RandomGenerator;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailProbe;
import org.postern.connections.MailReader;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.MailSender;
import org.postern.connections.MailService;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;

/// An IMAP server as a mail service.
public final class ImapMailService implements MailService, MailProbe {
    private static final FolderId INBOX = FolderName.id("INBOX");
    private final Sessions sessions;
    private final MailReader reader;
    private final MailWriter writer;

    public ImapMailService(ImapServer server, List<String> mailboxes, RandomGenerator random) {
        this.sessions = new Sessions(server, random);
        this.reader = new ImapMailReader(sessions, server, mailboxes);
        this.writer = new ImapMailWriter(sessions);
    }

    @Override
    public MailReader reader() {
        return reader;
    }

    @Override
    public MailWriter writer() {
        return writer;
    }

    @Override
    public MailSender sender() {
        return (from, _) -> {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "Nothing can be sent from " + from
                            + " by IMAP, which only keeps mail. Make the probe connection one" + " to Graph or EWS.");
        };
    }

    @Override
    public MailProbe probe() {
        return this;
    }

    @Override
    public Probed directory() {
        List<RemoteMailbox> named = reader.mailboxes();
        return new Probed(
                !named.isEmpty(),
                named.size() + (named.size() == 1 ? " mailbox is named" : " mailboxes are named"),
                named);
    }

    /// Opens the inbox of the first mailbox that lets it.
    @Override
    public Probed mailbox(List<RemoteMailbox> candidates) {
        return MailProbe.firstReadable(candidates, candidate -> {
            try {
                return sessions.with(candidate.id(), "Opening the inbox of " + candidate.address(), session -> {
                    session.examine(INBOX);
                    return "";
                });
            } catch (ConnectionException e) {
                return String.valueOf(e.getMessage()); // Of this mailbox alone: each has a session of its own.
            }
        });
    }

    @Override
    public void close() {
        sessions.close();
    }
}
