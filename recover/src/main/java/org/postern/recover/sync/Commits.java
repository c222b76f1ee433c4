package org.postern.recover.sync;

import org.jspecify.annotations.Nullable;
import org.postern.mail.MessageState;
import org.postern.vault.MailboxWriter;

/// The round's changes on their way into the vault, in commits of bounded size.
///
/// Content may be committed before its page is complete; a state is noted only after its whole page.
final class Commits implements AutoCloseable {
    private final RoundContext round;
    private @Nullable MailboxWriter open;
    private int messages;
    private long bytes;

    Commits(RoundContext round) {
        this.round = round;
    }

    MailboxWriter writer() {
        MailboxWriter writer = open;
        if (writer == null) {
            writer = round.vault().write(round.tenant(), round.mailbox(), round.at());
            open = writer;
        }
        return writer;
    }

    void put(MessageState state, byte[] mime) {
        writer().put(state, mime);
        count(mime.length);
    }

    /// Notes a change that has no bytes of its own, and commits when much has gathered.
    void count(long size) {
        messages++;
        bytes += size;
        if (messages >= round.limits().commitMessages()
                || bytes >= round.limits().commitBytes()) {
            commit();
        }
    }

    /// Notes how far a feed was read; durable with the next commit, together with all before it.
    void state(String scope, @Nullable String state) {
        writer().syncState(scope, state);
    }

    void commit() {
        MailboxWriter writer = open;
        if (writer != null) {
            open = null;
            messages = 0;
            bytes = 0;
            try (writer) {
                writer.commit();
            }
        }
    }

    @Override
    public void close() {
        MailboxWriter writer = open;
        if (writer != null) {
            open = null;
            writer.close();
        }
    }
}
