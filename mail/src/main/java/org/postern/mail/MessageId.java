package org.postern.mail;

import java.util.ArrayList;
import java.util.List;

/// The globally unique name of a message (RFC 5322 §3.6.4), without its angle brackets.
public record MessageId(String value) {
    private static final int MAX_IDS = 10_000;

    public MessageId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A message id must not be empty.");
        }
    }

    /// All ids of a field value; what stands in no brackets counts only when nothing does.
    static List<MessageId> parseAll(String text) {
        List<MessageId> ids = new ArrayList<>();
        int open = text.indexOf('<');
        while (open >= 0 && ids.size() < MAX_IDS) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            add(ids, text.substring(open + 1, close));
            open = text.indexOf('<', close);
        }
        if (ids.isEmpty()) {
            for (String word : text.strip().split("[\\s<>]+", MAX_IDS)) {
                add(ids, word);
            }
        }
        return List.copyOf(ids);
    }

    private static void add(List<MessageId> ids, String text) {
        String value = text.strip();
        if (!value.isEmpty()) {
            ids.add(new MessageId(value));
        }
    }

    @Override
    public String toString() {
        return "<" + value + ">";
    }
}
