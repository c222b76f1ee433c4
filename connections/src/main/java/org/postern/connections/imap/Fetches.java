package org.postern.connections.imap;

import jakarta.mail.Flags;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.postern.mail.FolderId;
import org.postern.mail.MessageState;

/// Reads what FETCH and SEARCH say of messages.
final class Fetches {
    static final String MARKS = "(UID FLAGS INTERNALDATE)";
    /// A message's bytes never change under its UID (RFC 3501 §2.3.1.1), so its content has one version for ever.
    private static final String UNCHANGING = "1";

    private Fetches() {}

    /// Messages with all that was asked of them; what a server sends unasked, such as flags alone, is left out.
    static List<MessageState> states(List<Response> responses, FolderId folder, long validity) {
        List<MessageState> states = new ArrayList<>();
        for (Response response : responses) {
            if (response instanceof FetchResponse fetched) {
                state(fetched, folder, validity).ifPresent(states::add);
            }
        }
        return states;
    }

    private static Optional<MessageState> state(FetchResponse fetched, FolderId folder, long validity) {
        UID uid = fetched.getItem(UID.class);
        FLAGS flags = fetched.getItem(FLAGS.class);
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        if (uid == null || flags == null || date == null) {
            return Optional.empty();
        }
        Instant received =
                date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
        return Optional.of(new MessageState(
                new MessageRef(folder, validity, uid.uid).id(),
                folder,
                UNCHANGING,
                received,
                flags.contains(Flags.Flag.SEEN),
                flags.contains(Flags.Flag.DRAFT),
                flags.contains(Flags.Flag.FLAGGED) ? MessageState.FollowUp.FLAGGED : MessageState.FollowUp.NOT_FLAGGED,
                MessageState.Importance.NORMAL, // IMAP knows none.
                categories(flags)));
    }

    /// Keywords stand for categories; in one order, because a server may give them in any.
    private static List<String> categories(FLAGS flags) {
        return Arrays.stream(flags.getUserFlags())
                .filter(keyword -> !keyword.startsWith("\\"))
                .sorted()
                .toList();
    }

    /// UIDs of a SEARCH (RFC 3501 §7.2.5), however many answers they come in.
    static UidSet found(List<Response> responses) throws IOException {
        List<Long> uids = new ArrayList<>();
        for (Response response : responses) {
            if (response instanceof IMAPResponse imap && imap.keyEquals("SEARCH")) {
                for (long uid = imap.readLong(); uid != -1; uid = imap.readLong()) {
                    uids.add(uid);
                }
            }
        }
        return set(() -> UidSet.of(uids));
    }

    /// UIDs that are no more (RFC 7162 §3.2.10).
    static UidSet vanished(List<Response> responses) throws IOException {
        UidSet vanished = UidSet.none();
        for (Response response : responses) {
            if (response instanceof IMAPResponse imap && imap.keyEquals("VANISHED")) {
                imap.readAtomStringList(); // (EARLIER)
                String uids = String.valueOf(imap.readAtom());
                UidSet before = vanished;
                vanished = set(() -> before.and(UidSet.parse(uids)));
            }
        }
        return vanished;
    }

    private static UidSet set(java.util.function.Supplier<UidSet> reading) throws IOException {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new TooMuchException("the server's UIDs cannot be taken: " + e.getMessage());
        }
    }

    /// A category as a keyword (RFC 3501 §9 `flag-keyword`), or empty where IMAP cannot say it.
    static Optional<String> keyword(String category) {
        String lower = category.toLowerCase(Locale.ROOT);
        boolean atom = !category.isEmpty()
                && category.length() <= 100
                && lower.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
        return atom ? Optional.of(category) : Optional.empty();
    }
}
