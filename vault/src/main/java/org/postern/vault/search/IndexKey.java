package org.postern.vault.search;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.apache.lucene.util.BytesRef;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// What one indexed document stands for: an item from the start of a version on.
///
/// A run of versions that search cannot tell apart (same content and folder, other flags) may be one document, under
/// the start of its first.
///
/// @param start to the microsecond; what is finer is cut off
public record IndexKey(MailboxId mailbox, ItemId item, Instant start) {
    public IndexKey {
        Objects.requireNonNull(mailbox);
        Objects.requireNonNull(item);
        start = start.truncatedTo(ChronoUnit.MICROS);
    }

    /// The form that is stored and read back; ids hold no control characters.
    String text() {
        return mailbox.value() + "\n" + item.value() + "\n" + Micros.of(start);
    }

    static IndexKey ofText(String text) {
        String[] parts = text.split("\n", 3);
        return new IndexKey(new MailboxId(parts[0]), new ItemId(parts[1]), Micros.toInstant(Long.parseLong(parts[2])));
    }

    /// The unique term: 16 bytes in place of ids of hundreds of characters.
    BytesRef term() {
        return IndexFields.hash(text());
    }
}
