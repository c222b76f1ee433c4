package org.postern.lab.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.lab.source.Content;
import org.postern.lab.source.Message.FollowUp;

/// One message in a mailbox at one moment; every change makes a new one.
///
/// @param number its identity in the mailbox for life: what the immutable id stands for
/// @param moves how often it moved: with the number, what the mutable id stands for
/// @param folder the number of the folder it is in
/// @param changeNumber the mailbox's sequence at its latest change: the change key
public record Item(
        long number,
        int moves,
        long folder,
        Content content,
        Instant createdAt,
        Instant modifiedAt,
        long changeNumber,
        Attributes attributes,
        Envelope.Lazy envelope) {

    /// What of an item clients can set apart from its bytes.
    ///
    /// @param sentAt when set, overrides the Date header
    /// @param importance when set, overrides the headers: `low`, `normal` or `high`
    /// @param extended extended properties that a client set, by their id as Graph writes it
    public record Attributes(
            Instant receivedAt,
            @Nullable Instant sentAt,
            boolean isRead,
            boolean isDraft,
            FollowUp flag,
            List<String> categories,
            @Nullable String importance,
            Map<String, String> extended) {
        public Attributes {
            categories = List.copyOf(categories);
            extended = Map.copyOf(extended);
        }

        public static Attributes received(Instant at) {
            return new Attributes(at, null, false, false, FollowUp.NOT_FLAGGED, List.of(), null, Map.of());
        }

        public static Attributes draft(Instant at) {
            return new Attributes(at, null, true, true, FollowUp.NOT_FLAGGED, List.of(), null, Map.of());
        }

        public Attributes withRead(boolean read) {
            return new Attributes(receivedAt, sentAt, read, isDraft, flag, categories, importance, extended);
        }

        public Attributes withDraft(boolean draft) {
            return new Attributes(receivedAt, sentAt, isRead, draft, flag, categories, importance, extended);
        }

        public Attributes withFlag(FollowUp set) {
            return new Attributes(receivedAt, sentAt, isRead, isDraft, set, categories, importance, extended);
        }

        public Attributes withCategories(List<String> set) {
            return new Attributes(receivedAt, sentAt, isRead, isDraft, flag, set, importance, extended);
        }

        public Attributes withImportance(String set) {
            return new Attributes(receivedAt, sentAt, isRead, isDraft, flag, categories, set, extended);
        }

        public Attributes withTimes(Instant received, @Nullable Instant sent) {
            return new Attributes(received, sent, isRead, isDraft, flag, categories, importance, extended);
        }

        public Attributes withExtended(String id, String value) {
            Map<String, String> all = new TreeMap<>(extended);
            all.put(id, value);
            return new Attributes(receivedAt, sentAt, isRead, isDraft, flag, categories, importance, all);
        }

        public Attributes withoutExtended(String id) {
            Map<String, String> all = new TreeMap<>(extended);
            all.remove(id);
            return new Attributes(receivedAt, sentAt, isRead, isDraft, flag, categories, importance, all);
        }
    }

    /// When it was sent: as a client set it, else as its header says, else when it came.
    public Instant sentAt() {
        Instant set = attributes.sentAt();
        Instant stated = set != null ? set : envelope.head().sentAt();
        return stated != null ? stated : attributes.receivedAt();
    }

    /// `low`, `normal` or `high`: as a client set it, else as its header says.
    public String importance() {
        String set = attributes.importance();
        return set != null ? set : envelope.head().importance();
    }

    Item changed(Attributes to, long change, Instant at) {
        return new Item(number, moves, folder, content, createdAt, at, change, to, envelope);
    }

    Item rewritten(Content to, long change, Instant at) {
        return new Item(number, moves, folder, to, createdAt, at, change, attributes, new Envelope.Lazy(to));
    }

    Item movedTo(long target, long change, Instant at) {
        return new Item(number, moves + 1, target, content, createdAt, at, change, attributes, envelope);
    }
}
