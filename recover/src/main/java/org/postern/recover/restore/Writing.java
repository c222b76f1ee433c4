package org.postern.recover.restore;

import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Conflict;
import org.postern.recover.restore.RestoredTable.CreationKey;
import org.postern.recover.restore.RestoredTable.Policy;
import org.postern.recover.restore.TargetTree.Target;
import org.postern.vault.ContentName;
import org.postern.vault.MessageVersion;

/// Does to the target mailbox what was decided.
///
/// Moves and marks need no journal: doing them twice does them once.
final class Writing implements RestoreRun.Deeds {
    private final RestoreRequest request;
    private final MailWriter writer;
    private final Creations creations;
    private final Outcomes outcomes;
    private final Trouble trouble;

    Writing(RestoreRequest request, MailWriter writer, Creations creations, Outcomes outcomes, Trouble trouble) {
        this.request = request;
        this.writer = writer;
        this.creations = creations;
        this.outcomes = outcomes;
        this.trouble = trouble;
    }

    @Override
    public void create(MessageVersion version, Target target, @Nullable ItemId replaces) {
        ContentName content = version.content().orElseThrow();
        Policy policy = request.conflict() == Conflict.COPY ? Policy.COPY : Policy.RESTORE;
        CreationKey key = new CreationKey(
                request.target(),
                folder(target),
                request.source(),
                version.state().id(),
                content,
                policy);
        creations.add(key, version, target.path(), replaces);
    }

    @Override
    public void moveBack(MessageVersion version, ItemId there, Target target, boolean mark) {
        attempt(version, target, Kind.MOVED_BACK, () -> {
            if (mark) {
                writer.mark(request.target(), there, version.state()); // First, so that a crash leaves both to do.
            }
            writer.move(request.target(), there, folder(target));
        });
    }

    @Override
    public void mark(MessageVersion version, ItemId there, Target target) {
        attempt(version, target, Kind.MARKED, () -> writer.mark(request.target(), there, version.state()));
    }

    @Override
    public void flush() {
        creations.flush();
    }

    private void attempt(MessageVersion version, Target target, Kind kind, Runnable deed) {
        try {
            deed.run();
            outcomes.add(version, target.path(), kind, "");
            trouble.note(null);
        } catch (ConnectionException e) {
            outcomes.add(version, target.path(), Kind.FAILED, String.valueOf(e.getMessage()));
            trouble.note(e);
        }
    }

    private static FolderId folder(Target target) {
        return target.folder().orElseThrow(() -> new IllegalStateException("only a plan has folders without id"));
    }
}
