package org.postern.lab.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.lab.source.Content;

/// What Graph shows of a message's header.
///
/// @param from null when the message has none
/// @param messageId with its angle brackets; null when the message has none
/// @param sentAt the Date header; null when there is none that can be read
public record Envelope(
        String subject,
        @Nullable Recipient from,
        @Nullable Recipient sender,
        List<Recipient> to,
        List<Recipient> cc,
        List<Recipient> bcc,
        List<Recipient> replyTo,
        @Nullable String messageId,
        @Nullable Instant sentAt,
        String importance,
        String conversation) {
    public Envelope {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
    }

    /// A name and an address; the name repeats the address when none is given, as Graph does.
    public record Recipient(String name, String address) {}

    /// What Graph shows of a message's body in lists.
    public record Summary(String preview, boolean hasAttachments) {}

    /// Reads the parts of a message when they are first asked for, and again when memory was short meanwhile.
    public static final class Lazy {
        private final Content content;
        private volatile SoftReference<@Nullable Envelope> head = new SoftReference<>(null);
        private volatile SoftReference<@Nullable Summary> summary = new SoftReference<>(null);

        public Lazy(Content content) {
            this.content = content;
        }

        /// The header.
        public Envelope head() {
            Envelope known = head.get();
            if (known == null) {
                known = read(EnvelopeReader::read);
                head = new SoftReference<>(known);
            }
            return known;
        }

        /// Preview and attachments.
        public Summary summary() {
            Summary known = summary.get();
            if (known == null) {
                known = body().summary();
                summary = new SoftReference<>(known);
            }
            return known;
        }

        /// The body and the attachments, read anew each time.
        public MessageBody body() {
            return read(MessageBody::read);
        }

        private <T> T read(Reader<T> reader) {
            try {
                return reader.read(content);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read a message's bytes; did its file change? " + e, e);
            }
        }

        private interface Reader<T> {
            T read(Content content) throws IOException;
        }
    }
}
