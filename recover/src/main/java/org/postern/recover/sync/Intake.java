package org.postern.recover.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.Located;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;
import org.postern.recover.stream.Carrier;
import org.postern.recover.sync.MessageFeed.PageRead;
import org.postern.vault.MessageVersion;

/// Brings what the service says of messages into the vault: skips what is known, notes moves and marks, fetches the
/// bytes of what is new or changed, and believes no removal before it has asked where the item is.
///
/// An item that was moved to and fro can be missing from every feed, or stand in two; asking settles it.
final class Intake {
    private final RoundContext round;
    private final Commits commits;
    private final MissingMessages missing;
    private final LiveFolders folders;
    private final Unreadable unreadable;

    Intake(RoundContext round, Commits commits, MissingMessages missing, LiveFolders folders) {
        this.round = round;
        this.commits = commits;
        this.missing = missing;
        this.folders = folders;
        this.unreadable = new Unreadable(round, missing, this);
    }

    /// Takes in pages of several folders that were read at about the same time.
    void take(List<PageRead.Page> pages) {
        Map<ItemId, MessageState> present = new LinkedHashMap<>();
        Set<ItemId> doubtful = new LinkedHashSet<>();
        for (PageRead.Page page : pages) {
            for (MessageState state : page.present()) {
                MessageState other = present.put(state.id(), state);
                if (other != null && !other.folder().equals(state.folder())) {
                    doubtful.add(state.id());
                }
            }
        }
        pages.forEach(page -> addDoubtfulRemovals(page, present, doubtful));
        doubtful.forEach(present::remove);
        locate(doubtful, present);
        takePresent(present.values());
    }

    /// Asks where items are, and notes it.
    ///
    /// @return those that are in `folder`
    int verify(Collection<ItemId> ids, FolderId folder) {
        Map<ItemId, MessageState> present = new LinkedHashMap<>();
        locate(ids, present);
        takePresent(present.values());
        return (int) present.values().stream()
                .filter(state -> state.folder().equals(folder))
                .count();
    }

    private void addDoubtfulRemovals(PageRead.Page page, Map<ItemId, MessageState> present, Set<ItemId> doubtful) {
        FolderId folder = page.feed().folder();
        for (ItemId id : page.removed()) {
            MessageState seen = present.get(id);
            boolean contradicted = seen != null && seen.folder().equals(folder);
            boolean believedHere = seen == null
                    && round.current(id)
                            .filter(version -> version.state().folder().equals(folder))
                            .isPresent();
            if (contradicted || believedHere) {
                doubtful.add(id);
            }
        }
    }

    private void locate(Collection<ItemId> ids, Map<ItemId, MessageState> present) {
        if (ids.isEmpty()) {
            return;
        }
        for (Located located : round.reader().locate(round.mailbox(), List.copyOf(ids))) {
            switch (located) {
                case Located.Present(var id, var state) when folders.contains(state.folder()) -> present.put(id, state);
                case Located.Present elsewhere -> remove(elsewhere.id());
                case Located.Gone(var id) -> remove(id);
            }
        }
    }

    void remove(ItemId id) {
        if (round.current(id).isPresent()) {
            commits.writer().remove(id);
            round.tally().removed++;
            missing.had(id);
            commits.count(0);
        }
    }

    private void takePresent(Collection<MessageState> states) {
        List<MessageState> wanted = new ArrayList<>();
        Map<ItemId, MessageVersion> current =
                round.current(states.stream().map(MessageState::id).toList());
        for (MessageState state : states) {
            if (!takeKnown(state, current.get(state.id()))) {
                wanted.add(state);
            }
        }
        fetch(wanted);
    }

    /// @return false when its bytes are needed
    private boolean takeKnown(MessageState told, @Nullable MessageVersion version) {
        if (version == null) {
            return false;
        }
        MessageState state = Carrier.carries(version.state()) ? Carrier.noted(told) : told;
        if (!version.state().changeKey().equals(state.changeKey())) {
            return false;
        }
        if (version.state().equals(state)) {
            return true;
        }
        if (version.content().isEmpty()) {
            commits.writer().putMissing(state, version.missing());
        } else if (!commits.writer().update(state)) {
            return false;
        }
        round.tally().updated++;
        commits.count(0);
        return true;
    }

    /// Fetches messages and stores each as it arrives, so that no more than the client's own buffers are in memory.
    void fetch(List<MessageState> wanted) {
        int step = round.limits().fetchAtOnce();
        for (int start = 0; start < wanted.size(); start += step) {
            round.progress().check();
            fetchChunk(wanted.subList(start, Math.min(start + step, wanted.size())));
        }
    }

    private void fetchChunk(List<MessageState> chunk) {
        Map<ItemId, MessageState> unanswered = new HashMap<>();
        chunk.forEach(state -> unanswered.put(state.id(), state));
        List<ItemId> ids = chunk.stream().map(MessageState::id).toList();
        round.reader().fetch(round.mailbox(), ids, fetched -> {
            round.progress().check();
            MessageState state = unanswered.remove(fetched.id());
            if (state != null) {
                store(state, fetched);
            }
        });
        unanswered
                .values()
                .forEach(state -> store(state, new Fetched.Failed(state.id(), "NoAnswer", "no answer came.", false)));
        unreadable.takeRest();
    }

    private void store(MessageState state, Fetched fetched) {
        switch (fetched) {
            case Fetched.Bytes(var _, var mime) -> store(state, mime);
            case Fetched.Gone(var id) -> remove(id);
            case Fetched.Failed failed -> {
                if (!unreadable.takes(state, failed)) {
                    miss(state, failed);
                }
            }
        }
    }

    void store(MessageState state, byte[] mime) {
        commits.put(state, mime);
        missing.had(state.id());
        round.tally().stored++;
        round.tally().bytes += mime.length;
        round.progress().stored(round.address(), mime.length);
    }

    void miss(MessageState state, Fetched.Failed failed) {
        commits.writer().putMissing(state, reason(failed));
        missing.failed(state, failed.permanent());
        commits.count(0);
    }

    static String reason(Fetched.Failed failed) {
        return failed.code().isEmpty() ? failed.reason() : failed.code() + ": " + failed.reason();
    }
}
