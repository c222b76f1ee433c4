package org.postern.vault.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;
import org.postern.mail.FolderId;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.Part;
import org.postern.mail.ReadLimits;

/// What the index is told of one message.
///
/// @param to of To and Bcc
/// @param passages texts of the body and of attachments, read when they are new to the index
/// @param attached names of attachments, and what heads the messages attached
/// @param types what kinds of files hang on it: media types, endings of names, and groups of them
/// @param until when the version ended; null while it is current
public record IndexedMessage(
        IndexKey key,
        FolderId folder,
        List<EmailAddress> from,
        List<EmailAddress> to,
        List<EmailAddress> cc,
        String subject,
        List<Passage> passages,
        List<String> attached,
        Set<String> types,
        Instant received,
        long size,
        boolean hasAttachments,
        @Nullable Instant until) {
    private static final int MAX_ATTACHMENTS = 200;
    private static final int MAX_TYPE = 100;

    public IndexedMessage {
        from = List.copyOf(from);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        passages = List.copyOf(passages);
        attached = List.copyOf(attached);
        types = Set.copyOf(types);
    }

    /// Takes from the message what is to be found.
    ///
    /// @param contents of the message's leaves
    /// @param source reads the texts of parts that the index does not know yet
    public static IndexedMessage of(
            IndexKey key,
            FolderId folder,
            Message message,
            LeafContents contents,
            TextSource source,
            Instant received,
            long size,
            @Nullable Instant until) {
        MessagePassages passages = new MessagePassages(message, contents, source);
        List<Leaf> attachments = message.attachments();
        return new IndexedMessage(
                key,
                folder,
                Stream.concat(message.from().stream(), message.sender().stream())
                        .distinct()
                        .toList(),
                Stream.concat(message.to().stream(), message.bcc().stream()).toList(),
                message.cc(),
                message.subject(),
                passages.passages(),
                attached(message, passages.embeddedMessages()),
                types(attachments),
                received,
                size,
                !attachments.isEmpty(),
                until);
    }

    private static List<String> attached(Message message, List<Part> embedded) {
        List<String> words = new ArrayList<>();
        message.leaves().stream()
                .limit(MAX_ATTACHMENTS)
                .map(Leaf::fileName)
                .flatMap(Optional::stream)
                .forEach(words::add);
        for (Part part : embedded.stream().limit(MAX_ATTACHMENTS).toList()) {
            Message inner = message.within(part.parts().getFirst(), ReadLimits.DEFAULT);
            words.add(inner.subject());
            Stream.of(inner.from(), inner.to(), inner.cc())
                    .flatMap(List::stream)
                    .forEach(address -> words.add(address.toString()));
        }
        return words;
    }

    private static Set<String> types(List<Leaf> attachments) {
        Set<String> types = new LinkedHashSet<>();
        for (Leaf leaf : attachments.stream().limit(MAX_ATTACHMENTS).toList()) {
            String type = leaf.mediaType();
            type = type.length() > MAX_TYPE ? type.substring(0, MAX_TYPE) : type;
            int slash = type.indexOf('/');
            types.add(type);
            types.add(slash < 0 ? type : type.substring(0, slash));
            types.add(TextSource.extension(leaf));
            types.add(FileKind.group(TextSource.extension(leaf)));
        }
        types.remove("");
        return types;
    }

    Optional<Instant> ended() {
        return Optional.ofNullable(until);
    }
}
