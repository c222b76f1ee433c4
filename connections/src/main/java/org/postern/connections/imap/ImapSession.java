package org.postern.connections.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.MailboxId;

/// One signed-in session, used by one thread at a time.
final class ImapSession implements AutoCloseable {
    /// An answer that brings no bodies.
    static final long SMALL_ANSWER = 16L << 20;

    private static final long SMALL_LITERAL = 1L << 20;

    private final ImapServer server;
    private final IMAPProtocol protocol;
    private final GuardedStream guard;
    private final MailboxId mailbox;
    private boolean changing;

    ImapSession(ImapServer server, IMAPProtocol protocol, GuardedStream guard, MailboxId mailbox) {
        this.server = server;
        this.protocol = protocol;
        this.guard = guard;
        this.mailbox = mailbox;
    }

    MailboxId mailbox() {
        return mailbox;
    }

    boolean can(String capability) {
        return protocol.hasCapability(capability);
    }

    boolean hasQresync() {
        return protocol.isEnabled("QRESYNC");
    }

    boolean hasCondstore() {
        return hasQresync() || can("CONDSTORE");
    }

    /// The most bytes that a message may have (RFC 7889), as far as the server says.
    long appendLimit() {
        for (String capability : protocol.getCapabilities().keySet()) {
            if (capability.startsWith("APPENDLIMIT=")) {
                try {
                    return Long.parseLong(capability.substring("APPENDLIMIT=".length()));
                } catch (NumberFormatException e) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /// Whether a change was sent and its answer did not come.
    boolean changing() {
        return changing;
    }

    /// What the library does for us.
    interface Act<T> {
        T run(IMAPProtocol protocol) throws ProtocolException;
    }

    /// Only reads, or does twice what is done once.
    <T> T act(String operation, Act<T> act) throws IOException, Refusal {
        return bounded(operation, SMALL_ANSWER, SMALL_LITERAL, act);
    }

    /// Changes something that must not be changed twice.
    <T> T change(String operation, Act<T> act) throws IOException, Refusal {
        changing = true;
        T done = act(operation, act);
        changing = false;
        return done;
    }

    private <T> T bounded(String operation, long most, long literal, Act<T> act) throws IOException, Refusal {
        long request = server.note(operation, mailbox);
        guard.allow(most, literal);
        try {
            T result = act.run(protocol);
            server.noteAnswer(request, "OK");
            return result;
        } catch (CommandFailedException | BadCommandException e) {
            changing = false; // It was answered: nothing was done.
            server.noteAnswer(request, e instanceof BadCommandException ? "BAD" : "NO");
            Response response = e.getResponse();
            throw new Refusal(response == null ? String.valueOf(e.getMessage()) : String.valueOf(response.getRest()));
        } catch (ProtocolException e) {
            throw lost(e);
        }
    }

    private static IOException lost(ProtocolException e) {
        Response response = e.getResponse();
        if (response != null && response.getException() instanceof IOException io) {
            return io;
        }
        return new IOException("the session broke off: " + e.getMessage(), e);
    }

    /// Sends a command of our own making and gives all responses, the tagged one last.
    List<Response> command(String operation, String command, @Nullable Argument arguments) throws IOException, Refusal {
        return command(operation, command, arguments, SMALL_ANSWER, SMALL_LITERAL);
    }

    List<Response> command(String operation, String command, @Nullable Argument arguments, long most, long literal)
            throws IOException, Refusal {
        return bounded(operation, most, literal, library -> sent(library, command, arguments));
    }

    /// Sends a command that must not be carried out twice.
    List<Response> changeBy(String operation, String command, @Nullable Argument arguments)
            throws IOException, Refusal {
        return change(operation, library -> sent(library, command, arguments));
    }

    private static List<Response> sent(IMAPProtocol library, String command, @Nullable Argument arguments)
            throws ProtocolException {
        Response[] responses = library.command(command, arguments);
        library.notifyResponseHandlers(responses);
        library.handleResult(responses[responses.length - 1]);
        return Arrays.asList(responses);
    }

    /// A folder of another protocol is none here.
    static String name(FolderId folder) throws Refusal {
        return FolderName.of(folder).orElseThrow(() -> new Refusal("[NONEXISTENT] the id names no folder of IMAP"));
    }

    /// Opens a folder to read it, and says how it stands.
    MailboxInfo examine(FolderId folder) throws IOException, Refusal {
        String name = name(folder);
        MailboxInfo info = act("folder.examine:1", library -> library.examine(name));
        return info;
    }

    /// The folder opened to read it, or empty when there is none: many servers give their NO without a code for it.
    Optional<MailboxInfo> find(FolderId folder) throws IOException, Refusal {
        return found(folder, this::examine);
    }

    /// The folder opened to change it, or empty when there is none.
    Optional<MailboxInfo> findToChange(FolderId folder) throws IOException, Refusal {
        return found(folder, this::select);
    }

    private interface Opening {
        MailboxInfo open(FolderId folder) throws IOException, Refusal;
    }

    private Optional<MailboxInfo> found(FolderId folder, Opening opening) throws IOException, Refusal {
        try {
            return Optional.of(opening.open(folder));
        } catch (Refusal refusal) {
            boolean there = !refusal.noFolder()
                    && (refusal.passing()
                            || ImapFolders.list(this, new HashMap<>()).containsKey(name(folder)));
            if (there) {
                throw refusal;
            }
            return Optional.empty();
        }
    }

    /// Opens a folder to change it.
    MailboxInfo select(FolderId folder) throws IOException, Refusal {
        String name = name(folder);
        MailboxInfo info = act("folder.select:1", library -> library.select(name));
        return info;
    }

    @Override
    public void close() {
        protocol.disconnect();
    }
}
