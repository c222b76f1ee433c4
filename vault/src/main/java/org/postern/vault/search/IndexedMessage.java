package org.postern.vault.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;
import org.postern.mail.FolderId;
import org.postern.mail.Leaf;
import org.postern.mail.Message;

/// What the index is told of one message.
///
/// @param recipients of To, Cc and Bcc
/// @param body the text people read, and that of text attachments
/// @param until when the version ended; null while it is current
public record IndexedMessage(
        IndexKey key,
        FolderId folder,
        List<EmailAddress> from,
        List<EmailAddress> recipients,
        String subject,
        String body,
        List<String> fileNames,
        Instant received,
        long size,
        boolean hasAttachments,
        @Nullable Instant until) {
    /// Characters of text taken from one message.
    private static final int MAX_BODY = 400_000;

    private static final int MAX_ATTACHMENTS = 200;

    public IndexedMessage {
        from = List.copyOf(from);
        recipients = List.copyOf(recipients);
        fileNames = List.copyOf(fileNames);
    }

    /// Takes from the message what is to be found. Pure and slow: best done by many threads, before the index is told.
    public static IndexedMessage of(
            IndexKey key, FolderId folder, Message message, Instant received, long size, @Nullable Instant until) {
        List<Leaf> leaves = message.leaves();
        return new IndexedMessage(
                key,
                folder,
                Stream.concat(message.from().stream(), message.sender().stream())
                        .distinct()
                        .toList(),
                Stream.of(message.to(), message.cc(), message.bcc())
                        .flatMap(List::stream)
                        .toList(),
                message.subject(),
                body(message, leaves),
                leaves.stream()
                        .limit(MAX_ATTACHMENTS)
                        .map(Leaf::fileName)
                        .flatMap(Optional::stream)
                        .toList(),
                received,
                size,
                !message.attachments().isEmpty(),
                until);
    }

    private static String body(Message message, List<Leaf> leaves) {
        List<String> texts = new ArrayList<>(List.of(message.text()));
        int room = MAX_BODY - texts.getFirst().length();
        for (Leaf leaf : leaves) {
            boolean text = leaf.isAttachment() && leaf.mediaType().startsWith("text/");
            if (text && room > 0 && texts.size() <= MAX_ATTACHMENTS) {
                String more = leaf.readableText(room);
                texts.add(more);
                room -= more.length();
            }
        }
        String body = String.join("\n", texts);
        return body.length() > MAX_BODY ? body.substring(0, MAX_BODY) : body;
    }

    Optional<Instant> ended() {
        return Optional.ofNullable(until);
    }
}
