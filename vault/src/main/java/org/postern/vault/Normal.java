package org.postern.vault;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.EmailAddress;
import org.postern.mail.FolderState;
import org.postern.mail.Message;
import org.postern.mail.MessageState;
import org.postern.vault.catalog.MessageSummary;
import org.postern.vault.catalog.Times;

/// Brings what comes in to the form in which it is kept, so that what is read back equals it and is compared rightly.
///
/// Texts are valid UTF-8 without NUL; times are whole microseconds.
final class Normal {
    private static final int TEXT_MAX = 500;
    private static final int RECIPIENTS_MAX = 2_000; // Characters in all: a list shows no more, and commits stay small.

    private Normal() {}

    static MessageState state(MessageState state) {
        return new MessageState(
                state.id(),
                state.folder(),
                text(state.changeKey()),
                Times.instant(Times.micros(state.receivedAt().truncatedTo(ChronoUnit.MICROS))),
                state.read(),
                state.draft(),
                state.followUp(),
                state.importance(),
                state.categories().stream().map(Normal::text).toList());
    }

    static FolderState state(FolderState state) {
        String wellKnown = state.wellKnownName();
        return new FolderState(
                state.id(),
                state.parentId(),
                text(state.name()),
                wellKnown == null ? null : text(wellKnown),
                Math.max(-1, state.messageCount()));
    }

    static MessageSummary summary(Message message) {
        Optional<Long> sentAt = message.date().map(Times::micros);
        List<EmailAddress> from = message.from().isEmpty() ? message.sender() : message.from();
        return new MessageSummary(
                shown(message.subject()),
                from.isEmpty() ? "" : shown(from.getFirst().toString()),
                recipients(message),
                sentAt.orElse(null),
                message.messageId().map(id -> shown(id.value())).orElse(""),
                !message.attachments().isEmpty());
    }

    private static List<String> recipients(Message message) {
        List<String> shown = new ArrayList<>();
        int length = 0;
        for (List<EmailAddress> field : List.of(message.to(), message.cc(), message.bcc())) {
            for (EmailAddress address : field) {
                String text = shown(address.toString());
                length += text.length();
                if (length > RECIPIENTS_MAX) {
                    return shown;
                }
                shown.add(text);
            }
        }
        return shown;
    }

    private static String shown(String text) {
        return text(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text);
    }

    static String text(String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return valid.replace('\0', '\uFFFD');
    }
}
