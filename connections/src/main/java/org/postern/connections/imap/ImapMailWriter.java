package org.postern.connections.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Changes one tenant's mailboxes through IMAP.
final class ImapMailWriter implements MailWriter {
    private static final Pattern COPIED = Pattern.compile("\\[COPYUID (\\d{1,10}) \\S+ (\\d{1,10})\\]");

    private final Sessions sessions;

    ImapMailWriter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name) {
        return sessions.with(mailbox, "Making a folder in mailbox " + mailbox, session -> {
            Optional<FolderState> there = child(session, parent, name);
            return there.isPresent() ? there.get() : made(session, parent, name);
        });
    }

    private static Optional<FolderState> child(ImapSession session, @Nullable FolderId parent, String name)
            throws IOException, Refusal {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, ImapFolders.Listed> listed = ImapFolders.list(session, counts);
        return listed.values().stream()
                .map(folder -> ImapFolders.state(folder, listed, counts.getOrDefault(folder.name(), -1)))
                .filter(folder -> folder.parent().equals(Optional.ofNullable(parent)))
                .filter(folder -> folder.name().equalsIgnoreCase(sayable(name, listed)))
                .findFirst();
    }

    /// The sign that parts the levels of a name cannot be in it.
    private static String sayable(String name, Map<String, ImapFolders.Listed> listed) {
        char delimiter = delimiter(listed);
        return delimiter == 0 ? name : name.replace(delimiter, '-');
    }

    private static char delimiter(Map<String, ImapFolders.Listed> listed) {
        return listed.values().stream()
                .map(ImapFolders.Listed::delimiter)
                .filter(sign -> sign != 0)
                .findFirst()
                .orElse('\0');
    }

    private static FolderState made(ImapSession session, @Nullable FolderId parent, String name)
            throws IOException, Refusal {
        Map<String, ImapFolders.Listed> listed = ImapFolders.list(session, new HashMap<>());
        char delimiter = delimiter(listed);
        if (parent != null && delimiter == 0) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The server's folders have no levels, so that none can be made below " + parent + ".");
        }
        String prefix = parent == null ? personal(session) : ImapSession.name(parent) + delimiter;
        String path = prefix + sayable(name, listed);
        try {
            session.act("folder.create:1", library -> {
                library.create(path);
                library.subscribe(path); // Many programs show only these.
                return true;
            });
        } catch (Refusal refusal) {
            if (child(session, parent, name).isEmpty()) {
                throw refusal;
            }
        }
        return child(session, parent, name).orElseThrow(() -> new IOException("a folder that was made is not listed"));
    }

    private static String personal(ImapSession session) throws IOException, Refusal {
        if (!session.can("NAMESPACE")) {
            return "";
        }
        var namespaces = session.act("folder.namespace:1", library -> library.namespace());
        var personal = namespaces == null ? null : namespaces.personal;
        return personal == null || personal.length == 0 ? "" : personal[0].prefix;
    }

    @Override
    public Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        return sessions.with(mailbox, "Creating a message in mailbox " + mailbox, session -> {
            if (mime.length > session.appendLimit()) {
                return new Created.TooLarge(session.appendLimit());
            }
            // Also shows that a session that was kept is still good: after APPEND nobody could tell.
            long next = session.examine(folder).uidnext;
            Date date = like.receivedAt().equals(Instant.EPOCH) ? null : Date.from(like.receivedAt());
            String name = ImapSession.name(folder);
            AppendUID appended;
            try {
                appended = session.change(
                        "message.create:1",
                        library -> library.appenduid(name, Keywords.flags(like), date, new Bytes(mime)));
            } catch (Refusal refusal) {
                return refused(refusal, mime.length);
            }
            return new Created.Done(made(session, folder, appended, next), Keywords.caveat(mime, like));
        });
    }

    private static Created refused(Refusal refusal, long size) throws Refusal {
        if (refusal.passing() || refusal.noEntry()) {
            throw refusal;
        }
        return refusal.code().equals("TOOBIG")
                ? new Created.TooLarge(size - 1)
                : new Created.Refused(refusal.code().isEmpty() ? "NO" : refusal.code(), refusal.text());
    }

    /// The message is there: when it cannot be told which it is, it must not be made again blindly.
    private static MessageState made(ImapSession session, FolderId folder, @Nullable AppendUID appended, long next)
            throws IOException {
        try {
            MailboxInfo info = session.examine(folder);
            long uid = appended == null || appended.uid < 1 ? only(session, next) : appended.uid;
            MessageState state = new ImapMessages(session, folder)
                    .states(List.of(uid), info.uidvalidity)
                    .get(uid);
            if (state != null) {
                return state;
            }
        } catch (IOException | Refusal e) {
            throw uncertain(e);
        }
        throw uncertain(null);
    }

    /// Without UIDPLUS: the one message that came since.
    private static long only(ImapSession session, long next) throws IOException, Refusal {
        UidSet fresh = Fetches.found(session.command("message.search:1", "UID SEARCH UID " + next + ":*", null))
                .without(next > 1 ? UidSet.parse("1:" + (next - 1)) : UidSet.none());
        if (fresh.size() != 1) {
            throw new IOException(fresh.size() + " messages came at the same time");
        }
        return Long.parseLong(fresh.toString());
    }

    private static ConnectionException uncertain(@Nullable Exception cause) {
        return new ConnectionException(
                Kind.UNCERTAIN,
                "A message was made but could not be found again. Look in the mailbox before making it again.",
                cause == null ? new IOException("the server does not list it") : cause);
    }

    @Override
    public MessageState mark(MailboxId mailbox, ItemId id, MessageState like) {
        MessageRef ref = known(mailbox, id);
        return sessions.with(mailbox, "Marking a message of mailbox " + mailbox, session -> {
            MessageState before = opened(session, mailbox, ref);
            store(session, ref, "+FLAGS.SILENT", Keywords.set(like));
            store(session, ref, "-FLAGS.SILENT", Keywords.cleared(before, like));
            return opened(session, mailbox, ref);
        });
    }

    private static void store(ImapSession session, MessageRef ref, String how, List<String> flags)
            throws IOException, Refusal {
        if (!flags.isEmpty()) {
            session.command(
                    "message.mark:1",
                    "UID STORE " + ref.uid() + " " + how + " (" + String.join(" ", flags) + ")",
                    null);
        }
    }

    private static MessageRef known(MailboxId mailbox, ItemId id) {
        return MessageRef.of(id).orElseThrow(() -> gone(mailbox));
    }

    private static ConnectionException gone(MailboxId mailbox) {
        return new ConnectionException(
                Kind.PERMANENT, "A message of mailbox " + mailbox + " is gone; sync the mailbox, then decide anew.");
    }

    private static MessageState opened(ImapSession session, MailboxId mailbox, MessageRef ref)
            throws IOException, Refusal {
        Optional<MailboxInfo> folder = session.findToChange(ref.folder());
        MessageState state = folder.isPresent() && folder.get().uidvalidity == ref.validity()
                ? new ImapMessages(session, ref.folder())
                        .states(List.of(ref.uid()), ref.validity())
                        .get(ref.uid())
                : null;
        if (state == null) {
            throw gone(mailbox);
        }
        return state;
    }

    /// The message gets another UID, so that moving twice is not moving once.
    @Override
    public MessageState move(MailboxId mailbox, ItemId id, FolderId folder) {
        MessageRef ref = known(mailbox, id);
        return sessions.with(mailbox, "Moving a message of mailbox " + mailbox, session -> {
            MessageState before = opened(session, mailbox, ref);
            if (ref.folder().equals(folder)) {
                return before;
            }
            Argument target = new Argument().writeString(BASE64MailboxEncoder.encode(ImapSession.name(folder)));
            boolean moves = session.can("MOVE");
            List<Response> responses =
                    session.changeBy("message.move:1", "UID " + (moves ? "MOVE " : "COPY ") + ref.uid(), target);
            if (!moves) {
                expunge(session, ref);
            }
            return arrived(session, mailbox, folder, responses);
        });
    }

    private static MessageState arrived(
            ImapSession session, MailboxId mailbox, FolderId folder, List<Response> responses)
            throws IOException, Refusal {
        for (Response response : responses) {
            Matcher copied = COPIED.matcher(response.toString());
            if (copied.find()) {
                return opened(
                        session,
                        mailbox,
                        new MessageRef(folder, Long.parseLong(copied.group(1)), Long.parseLong(copied.group(2))));
            }
        }
        throw new ConnectionException(
                Kind.UNCERTAIN,
                "A message of mailbox " + mailbox + " was moved, but the server does not say what its name is there (no"
                        + " UIDPLUS). Sync the mailbox before going on.");
    }

    @Override
    public void delete(MailboxId mailbox, ItemId id) {
        Optional<MessageRef> found = MessageRef.of(id);
        if (found.isEmpty()) {
            return;
        }
        MessageRef ref = found.get();
        sessions.with(mailbox, "Deleting a message of mailbox " + mailbox, session -> {
            Optional<MailboxInfo> folder = session.findToChange(ref.folder());
            if (folder.isPresent() && folder.get().uidvalidity == ref.validity()) {
                expunge(session, ref);
            }
            return true;
        });
    }

    private static void expunge(ImapSession session, MessageRef ref) throws IOException, Refusal {
        if (!session.can("UIDPLUS")) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The server cannot delete one message alone (no UIDPLUS), and EXPUNGE would take others with it."
                            + " Delete it in a mail program.");
        }
        store(session, ref, "+FLAGS.SILENT", List.of("\\Deleted"));
        session.command("message.delete:1", "UID EXPUNGE " + ref.uid(), null);
    }

    /// A message as the library wants it.
    @SuppressWarnings("ArrayRecordComponent") // Sent as it is and never compared.
    private record Bytes(byte[] mime) implements Literal {
        @Override
        public int size() {
            return mime.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(mime);
        }
    }
}
