package org.postern.recover.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.Located;
import org.postern.recover.ReverifyReport.Kind;
import org.postern.vault.MessageVersion;

/// Says how one item's history in the vault and the source agree.
///
/// Pure. What is identical or changed names the version whose bytes the source should have.
///
/// @param expected null where the source has no such message, or one that the vault does not know
record Verdict(Kind kind, String detail, @Nullable MessageVersion expected) {
    /// @param history all versions, oldest first, of which one began in the span
    static Verdict of(List<MessageVersion> history, Instant from, Instant until, Located located) {
        MessageVersion recorded = history.stream()
                .filter(version ->
                        !version.from().isBefore(from) && version.from().isBefore(until))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return switch (located) {
            case Located.Gone _ -> gone(history.getLast());
            case Located.Present there ->
                present(history, recorded, there.state().changeKey());
        };
    }

    private static Verdict gone(MessageVersion last) {
        return last.ended()
                .map(at -> new Verdict(Kind.GONE, "A sync saw at " + at + " that it was gone.", null))
                .orElseGet(() -> new Verdict(
                        Kind.UNEXPLAINED,
                        "It is gone at the source, and no sync has seen it go. Sync the mailbox and compare again.",
                        null));
    }

    private static Verdict present(List<MessageVersion> history, MessageVersion recorded, String changeKey) {
        Optional<MessageVersion> now = history.stream()
                .filter(version -> !version.from().isBefore(recorded.from()))
                .filter(version -> version.state().changeKey().equals(changeKey))
                .reduce((earlier, later) -> later);
        if (now.isEmpty()) {
            return new Verdict(
                    Kind.UNEXPLAINED,
                    "The source has a state of it that no version in the vault has. Sync the mailbox and compare again:"
                            + " what is new since the last sync is explained then.",
                    null);
        }
        if (now.get().equals(recorded)) {
            return new Verdict(Kind.IDENTICAL, "", recorded);
        }
        boolean same = now.get().content().equals(recorded.content());
        return new Verdict(
                Kind.CHANGED,
                "Changed at " + now.get().from()
                        + (same ? " in its marks or its folder; its content is the same." : " in its content."),
                now.get());
    }
}
