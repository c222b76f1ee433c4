package org.postern.recover;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// How what was recorded in a span of time compares with the source.
///
/// @param counts items by what was found of them
/// @param restored items among them that a restore created
/// @param compared messages that were compared byte for byte
/// @param notable the first of those that are not identical, those unexplained before all others
/// @param failed mailboxes that could not be read to the end
/// @param cancelled whether it was stopped before all were compared
public record ReverifyReport(
        int mailboxes,
        Map<Kind, Long> counts,
        long restored,
        long compared,
        List<Finding> notable,
        List<Failed> failed,
        boolean cancelled) {
    /// How many findings are named at most.
    public static final int NOTABLE_MAX = 1_000;

    /// What was found of one item.
    public enum Kind {
        /// At the source it is as it was recorded in the span.
        IDENTICAL,
        /// It was changed since, and the vault has the version that it has now.
        CHANGED,
        /// It is gone since, and a sync saw it go.
        GONE,
        /// The source has it otherwise than any version in the vault, or has it no more though no sync saw it go.
        UNEXPLAINED,
        /// Its bytes could not be had on one side, so they were not compared.
        UNREADABLE
    }

    /// @param address of the mailbox
    /// @param restored whether a restore created it
    /// @param detail in plain words
    public record Finding(
            MailboxId mailbox,
            String address,
            ItemId item,
            String subject,
            Kind kind,
            boolean restored,
            String detail) {}

    public record Failed(String address, String reason) {}

    public ReverifyReport {
        EnumMap<Kind, Long> ordered = new EnumMap<>(Kind.class);
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
        notable = List.copyOf(notable);
        failed = List.copyOf(failed);
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
