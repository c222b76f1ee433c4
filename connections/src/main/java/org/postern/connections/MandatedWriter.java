package org.postern.connections;

import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException.Kind;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// Changes mailboxes while its mandate lasts, and then refuses.
record MandatedWriter(MailWriter writer, Mandates.Leave leave, String job) implements MailWriter {
    private MailWriter mandated() {
        if (leave.hasEnded()) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The mandate of job " + job
                            + " has ended, and with it the use of the write key. Order the work again.");
        }
        return writer;
    }

    @Override
    public FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name) {
        return mandated().ensureFolder(mailbox, parent, name);
    }

    @Override
    public Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        return mandated().create(mailbox, folder, mime, like);
    }

    @Override
    public boolean uploadsItems() {
        return writer.uploadsItems();
    }

    @Override
    public Created upload(MailboxId mailbox, FolderId folder, byte[] stream, MessageState like) {
        return mandated().upload(mailbox, folder, stream, like);
    }

    @Override
    public MessageState mark(MailboxId mailbox, ItemId id, MessageState like) {
        return mandated().mark(mailbox, id, like);
    }

    @Override
    public MessageState move(MailboxId mailbox, ItemId id, FolderId folder) {
        return mandated().move(mailbox, id, folder);
    }

    @Override
    public void delete(MailboxId mailbox, ItemId id) {
        mandated().delete(mailbox, id);
    }
}
