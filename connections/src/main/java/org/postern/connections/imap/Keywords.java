package org.postern.connections.imap;

import jakarta.mail.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.MessageState;

/// Writes a message's marks as flags and keywords (RFC 3501 §2.3.2), and says which cannot be.
final class Keywords {
    private Keywords() {}

    static Flags flags(MessageState like) {
        Flags flags = new Flags();
        if (like.read()) {
            flags.add(Flags.Flag.SEEN);
        }
        if (like.draft()) {
            flags.add(Flags.Flag.DRAFT);
        }
        if (like.followUp() == MessageState.FollowUp.FLAGGED) {
            flags.add(Flags.Flag.FLAGGED);
        }
        keywords(like).forEach(flags::add);
        return flags;
    }

    private static List<String> keywords(MessageState like) {
        return like.categories().stream()
                .map(Fetches::keyword)
                .flatMap(Optional::stream)
                .toList();
    }

    static List<String> set(MessageState like) {
        List<String> set = new ArrayList<>(keywords(like));
        if (like.read()) {
            set.add("\\Seen");
        }
        if (like.followUp() == MessageState.FollowUp.FLAGGED) {
            set.add("\\Flagged");
        }
        return set;
    }

    static List<String> cleared(MessageState before, MessageState like) {
        List<String> cleared = new ArrayList<>(before.categories());
        cleared.removeAll(like.categories());
        if (!like.read()) {
            cleared.add("\\Seen");
        }
        if (like.followUp() != MessageState.FollowUp.FLAGGED) {
            cleared.add("\\Flagged");
        }
        return cleared;
    }

    /// What the server could not keep, in plain words.
    static String caveat(byte[] mime, MessageState like) {
        List<String> sentences = new ArrayList<>();
        if (like.importance() != MessageState.Importance.NORMAL) {
            sentences.add("IMAP knows no importance; what the message's own header says stays.");
        }
        if (like.followUp() == MessageState.FollowUp.COMPLETE) {
            sentences.add("IMAP knows no completed follow-up; the message is not flagged.");
        }
        if (keywords(like).size() < like.categories().size()) {
            sentences.add("Some of its categories cannot be keywords and were left out.");
        }
        if (bareLines(mime)) {
            sentences.add("Its lines ended with LF alone; IMAP gives them back with CRLF.");
        }
        return String.join(" ", sentences);
    }

    private static boolean bareLines(byte[] mime) {
        for (int i = 0; i < mime.length; i++) {
            if (mime[i] == '\n' && (i == 0 || mime[i - 1] != '\r')) {
                return true;
            }
        }
        return false;
    }
}
