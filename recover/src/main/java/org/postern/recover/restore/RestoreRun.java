package org.postern.recover.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.recover.ItemOutcome;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.recover.restore.Matching.Match;
import org.postern.recover.restore.TargetTree.Target;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Goes through what is to be restored, folder by folder and some messages at a time, and has each decision done.
final class RestoreRun {
    private static final int CHUNK = 5_000;

    private final RestoreRequest request;
    private final Vault vault;
    private final SourceTree source;
    private final TargetTree tree;
    private final Matching matching;
    private final Outcomes outcomes;
    private final Deeds deeds;
    private final Trouble trouble;

    RestoreRun(
            RestoreRequest request,
            Vault vault,
            SourceTree source,
            TargetTree tree,
            Matching matching,
            Outcomes outcomes,
            Deeds deeds,
            Trouble trouble) {
        this.request = request;
        this.vault = vault;
        this.source = source;
        this.tree = tree;
        this.matching = matching;
        this.outcomes = outcomes;
        this.deeds = deeds;
        this.trouble = trouble;
    }

    /// Does what was decided, or, for a plan, only says it.
    interface Deeds {
        /// @param replaces the message to delete once the new one is there
        void create(MessageVersion version, Target target, @Nullable ItemId replaces);

        void moveBack(MessageVersion version, ItemId there, Target target, boolean mark);

        void mark(MessageVersion version, ItemId there, Target target);

        /// Ends a chunk: nothing is left waiting.
        void flush();
    }

    void run() {
        if (request.scope() instanceof Scope.Items(var items)) {
            restoreItems(List.copyOf(items));
            return;
        }
        for (FolderVersion folder : source.selected(request.scope())) {
            restoreFolder(folder.state());
        }
    }

    private void restoreFolder(FolderState folder) {
        Optional<Target> target = resolve(folder);
        ItemId after = null;
        List<MessageVersion> chunk;
        do {
            outcomes.check();
            chunk = vault.messages(request.tenant(), request.source(), folder.id(), request.asAt(), after, CHUNK);
            restore(chunk, folder, target);
            after = chunk.isEmpty() ? null : chunk.getLast().state().id();
        } while (chunk.size() == CHUNK);
    }

    private Optional<Target> resolve(FolderState folder) {
        try {
            Target target = tree.resolve(folder);
            trouble.note(null);
            return Optional.of(target);
        } catch (ConnectionException e) {
            trouble.note(e);
            return Optional.empty();
        }
    }

    private void restore(List<MessageVersion> chunk, FolderState folder, Optional<Target> target) {
        if (target.isEmpty()) {
            String path = source.pathText(folder);
            chunk.forEach(version -> outcomes.add(version, path, Kind.FAILED, "Its folder could not be made."));
            return;
        }
        List<MessageVersion> whole = new ArrayList<>();
        for (MessageVersion version : chunk) {
            if (version.content().isPresent()) {
                whole.add(version);
            } else {
                outcomes.add(
                        version,
                        target.get().path(),
                        Kind.NO_CONTENT,
                        "The mail service never gave its bytes: " + version.missing());
            }
        }
        matching.match(whole, target.get()).forEach(match -> act(match, target.get()));
        deeds.flush();
    }

    private void restoreItems(List<ItemId> items) {
        for (ItemId item :
                items.stream().sorted((a, b) -> a.value().compareTo(b.value())).toList()) {
            outcomes.check();
            Optional<MessageVersion> version = vault.message(request.tenant(), request.source(), item, request.asAt());
            if (version.isEmpty()) {
                outcomes.add(new ItemOutcome(
                        item, "", "", Kind.NOT_FOUND, "The mailbox did not have this message at that instant."));
            } else {
                FolderId id = version.get().state().folder();
                FolderState folder = source.find(id).orElseGet(() -> new FolderState(id, null, "Restored", null, -1));
                restore(List.of(version.get()), folder, resolve(folder));
            }
        }
    }

    private void act(Match match, Target target) {
        MessageVersion version = match.wanted();
        MessageState wanted = version.state();
        switch (Decision.decide(wanted, match.found(), request.conflict())) {
            case Decision.Create() -> deeds.create(version, target, null);
            case Decision.Replace(var other) -> deeds.create(version, target, other);
            case Decision.MoveBack(var there, var marksDiffer) -> deeds.moveBack(version, there, target, marksDiffer);
            case Decision.Mark(var there) -> deeds.mark(version, there, target);
            case Decision.LeaveThere _ -> outcomes.add(version, target.path(), Kind.ALREADY_THERE, "");
            case Decision.LeaveElsewhere(var there) ->
                outcomes.add(version, target.path(), Kind.ELSEWHERE, "It is in folder " + folderOf(there) + ".");
        }
    }

    private String folderOf(ItemId item) {
        return vault.message(request.tenant(), request.target(), item, null)
                .map(version -> "\"" + tree.pathText(version.state().folder()) + "\"")
                .orElse("(unknown)");
    }
}
