package org.postern.connections.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MessageState;

/// Reads what changed among a folder's messages since a position.
///
/// QRESYNC tells by itself what changed and what vanished; CONDSTORE what changed; a server with neither is asked for
/// the marks of all messages. What vanished is then found by comparing UIDs.
final class ImapMessages {
    private static final int PAGE = 500;

    private final ImapSession session;
    private final FolderId folder;

    ImapMessages(ImapSession session, FolderId folder) {
        this.session = session;
        this.folder = folder;
    }

    ChangePage<MessageState, ItemId> changes(@Nullable String state) throws IOException, Refusal {
        Optional<FolderPosition> before = state == null ? Optional.empty() : FolderPosition.parse(state);
        if (state != null && before.isEmpty()) {
            return new ChangePage.StateExpired<>();
        }
        MailboxInfo info;
        try {
            info = session.examine(folder);
        } catch (Refusal refusal) {
            return notOpened(refusal);
        }
        if (info.uidvalidity < 1) {
            throw new IOException("the server gave no UIDVALIDITY for a folder");
        }
        if (before.isEmpty()) {
            return enumerate(start(info));
        }
        FolderPosition position = before.get();
        if (position.validity() != info.uidvalidity) {
            return new ChangePage.StateExpired<>();
        }
        return position.pending().isEmpty() ? news(position, info) : enumerate(position);
    }

    /// A folder that holds no messages, only folders, is there but cannot be opened.
    private ChangePage<MessageState, ItemId> notOpened(Refusal refusal) throws IOException, Refusal {
        if (refusal.passing()) {
            throw refusal;
        }
        ImapFolders.Listed listed = ImapFolders.list(session, new HashMap<>())
                .get(FolderName.of(folder).orElse(""));
        if (listed == null) {
            return new ChangePage.FolderGone<>();
        }
        if (listed.selectable()) {
            throw refusal;
        }
        return changed(List.of(), UidSet.none(), new FolderPosition(1, 0, UidSet.none(), UidSet.none()));
    }

    private FolderPosition start(MailboxInfo info) throws IOException, Refusal {
        UidSet all = info.total == 0 ? UidSet.none() : all();
        return new FolderPosition(
                info.uidvalidity, Math.max(0, info.highestmodseq), all, session.hasQresync() ? UidSet.none() : all);
    }

    private UidSet all() throws IOException, Refusal {
        return Fetches.found(session.command("message.search:1", "UID SEARCH ALL", null));
    }

    private ChangePage<MessageState, ItemId> enumerate(FolderPosition position) throws IOException, Refusal {
        UidSet page = position.pending().first(PAGE);
        List<MessageState> states = page.isEmpty() ? List.of() : marks(page.toString(), position.validity(), "");
        return changed(
                states,
                UidSet.none(),
                new FolderPosition(
                        position.validity(),
                        position.modseq(),
                        position.pending().without(page),
                        position.known()));
    }

    private List<MessageState> marks(String uids, long validity, String modifier) throws IOException, Refusal {
        return Fetches.states(fetched(uids, modifier), folder, validity);
    }

    private List<Response> fetched(String uids, String modifier) throws IOException, Refusal {
        return session.command("message.state:1", "UID FETCH " + uids + " " + Fetches.MARKS + modifier, null);
    }

    private ChangePage<MessageState, ItemId> news(FolderPosition before, MailboxInfo info) throws IOException, Refusal {
        boolean modseqs = session.hasCondstore() && info.highestmodseq > 0 && before.modseq() > 0;
        if (!modseqs) {
            return compare(before, info);
        }
        boolean qresync = session.hasQresync() && before.known().isEmpty();
        if (info.highestmodseq == before.modseq()
                && (qresync || info.total == before.known().size())) {
            return changed(List.of(), UidSet.none(), before);
        }
        List<Response> responses = fetched("1:*", " (CHANGEDSINCE " + before.modseq() + (qresync ? " VANISHED)" : ")"));
        List<MessageState> changed = Fetches.states(responses, folder, before.validity());
        if (qresync) {
            return changed(changed, Fetches.vanished(responses), after(before, info, UidSet.none()));
        }
        UidSet told = before.known()
                .and(UidSet.of(changed.stream().map(ImapMessages::uid).toList()));
        UidSet now = told.size() == info.total ? told : all();
        return changed(changed, told.without(now), after(before, info, now));
    }

    private static long uid(MessageState state) {
        return MessageRef.of(state.id()).orElseThrow().uid();
    }

    private static FolderPosition after(FolderPosition before, MailboxInfo info, UidSet known) {
        return new FolderPosition(before.validity(), info.highestmodseq, UidSet.none(), known);
    }

    /// Without modification sequences: what vanished is told at once, and the marks of all that is there in pages.
    private ChangePage<MessageState, ItemId> compare(FolderPosition before, MailboxInfo info)
            throws IOException, Refusal {
        if (before.known().isEmpty() && session.hasQresync()) {
            return new ChangePage.StateExpired<>(); // It had QRESYNC, and this folder has lost its sequences since.
        }
        UidSet now = info.total == 0 ? UidSet.none() : all();
        ChangePage<MessageState, ItemId> page =
                enumerate(new FolderPosition(before.validity(), Math.max(0, info.highestmodseq), now, now));
        return page instanceof ChangePage.Changes<MessageState, ItemId> changes
                ? new ChangePage.Changes<>(
                        changes.present(),
                        ids(before.known().without(now), before.validity()),
                        changes.nextState(),
                        changes.last())
                : page;
    }

    private ChangePage<MessageState, ItemId> changed(
            List<MessageState> present, UidSet removed, FolderPosition position) throws IOException {
        if (removed.size() > UidSet.RANGES_MOST) {
            throw new TooMuchException("the server names " + removed.size() + " vanished messages");
        }
        return new ChangePage.Changes<>(
                present,
                ids(removed, position.validity()),
                position.text(),
                position.pending().isEmpty());
    }

    private List<ItemId> ids(UidSet uids, long validity) {
        List<ItemId> ids = new ArrayList<>();
        uids.forEach(uid -> ids.add(new MessageRef(folder, validity, uid).id()));
        return ids;
    }

    /// The states of messages by UID; what is not there is left out.
    Map<Long, MessageState> states(List<Long> uids, long validity) throws IOException, Refusal {
        Map<Long, MessageState> states = new HashMap<>();
        for (int from = 0; from < uids.size(); from += PAGE) {
            UidSet some = UidSet.of(uids.subList(from, Math.min(uids.size(), from + PAGE)));
            marks(some.toString(), validity, "").forEach(state -> states.put(uid(state), state));
        }
        return states;
    }
}
