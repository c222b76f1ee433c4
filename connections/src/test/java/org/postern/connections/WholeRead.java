package org.postern.connections;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.connections.MailReader.ChangePage;
import org.postern.connections.MailReader.Fetched;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Reads a whole tenant as a first sync does: every mailbox in a thread of its own, its folders side by side.
final class WholeRead {
    final Map<String, String> digests = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<Fetched> notRead = new ConcurrentLinkedQueue<>();
    final AtomicLong messages = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    private final MailReader reader;

    WholeRead(MailReader reader) {
        this.reader = reader;
    }

    void run() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> mailboxes = new ArrayList<>();
            for (var mailbox : reader.mailboxes()) {
                mailboxes.add(threads.submit(() -> mailbox(mailbox.id(), threads)));
            }
            for (Future<?> mailbox : mailboxes) {
                mailbox.get();
            }
        }
    }

    private Void mailbox(MailboxId mailbox, ExecutorService threads) throws Exception {
        List<Future<?>> folders = new ArrayList<>();
        String state = null;
        boolean last = false;
        while (!last) {
            var page = (ChangePage.Changes<FolderState, FolderId>) reader.folderChanges(mailbox, state);
            for (FolderState folder : page.present()) {
                folders.add(threads.submit(() -> folder(mailbox, folder.id())));
            }
            state = page.nextState();
            last = page.last();
        }
        for (Future<?> folder : folders) {
            folder.get();
        }
        return null;
    }

    private Void folder(MailboxId mailbox, FolderId folder) {
        String state = null;
        boolean last = false;
        while (!last) {
            var page = (ChangePage.Changes<MessageState, ItemId>) reader.messageChanges(mailbox, folder, state);
            reader.fetch(mailbox, page.present().stream().map(MessageState::id).toList(), this::take);
            state = page.nextState();
            last = page.last();
        }
        return null;
    }

    private void take(Fetched fetched) {
        if (fetched instanceof Fetched.Bytes(ItemId id, byte[] mime)) {
            messages.incrementAndGet();
            bytes.addAndGet(mime.length);
            digests.put(id.value(), sha256(mime));
        } else {
            notRead.add(fetched);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
