package org.postern.mail;

import java.util.List;

/// Gathers the text of a message as a person would read it, up to a limit.
final class MessageText {
    private static final int MAX_LEVELS = 100;

    private final byte[] message;
    private final ReadLimits limits;
    private int level;

    MessageText(byte[] message, ReadLimits limits) {
        this.message = message;
        this.limits = limits;
    }

    String of(Part root) {
        return textOf(root, limits.maxTextChars()).strip();
    }

    private String textOf(Part part, int room) {
        if (level == MAX_LEVELS || room <= 0) {
            return "";
        }
        level++;
        String text = part.isLeaf() ? leafText(part, room) : containerText(part, room);
        level--;
        return text.length() > room ? text.substring(0, room) : text;
    }

    private String containerText(Part part, int room) {
        if (part.mediaType().equals("multipart/alternative")) {
            return alternative(part.parts(), room);
        }
        if (ContentFields.isMessage(part.mediaType())) {
            Part inner = part.parts().getFirst();
            String subject = new MessageHeader(message, inner, limits.maxAddresses())
                    .text("Subject")
                    .orElse("");
            return subject + "\n" + textOf(inner, room - subject.length() - 1);
        }
        StringBuilder text = new StringBuilder();
        for (Part child : part.parts()) {
            String more = textOf(child, room - text.length());
            if (!more.isBlank()) {
                text.append(text.isEmpty() ? "" : "\n").append(more);
            }
        }
        return text.toString();
    }

    /// RFC 2046 §5.1.4 says the last is the best; for plain text the plain one is, when it is not left blank.
    private String alternative(List<Part> parts, int room) {
        for (Part part : parts) {
            String text = part.mediaType().equals("text/plain") ? textOf(part, room) : "";
            if (!text.isBlank()) {
                return text;
            }
        }
        for (Part part : parts.reversed()) {
            String text = textOf(part, room);
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    private String leafText(Part part, int room) {
        return switch (part.mediaType()) {
            case "text/plain", "text/enriched", "message/delivery-status" -> decoded(part, room);
            case "text/html" -> HtmlText.of(decoded(part, HtmlText.MAX_SOURCE), room);
            default -> "";
        };
    }

    /// The text of a leaf that is no attachment; at most four bytes are decoded for each character wanted.
    private String decoded(Part part, int room) {
        int maxBytes = (int) Math.min(limits.maxDecodedBytes(), room * 4L);
        ReadLimits bounded = new ReadLimits(limits.scan(), maxBytes, limits.maxTextChars(), limits.maxAddresses());
        Leaf leaf = new Leaf(message, part, false, bounded);
        return leaf.isAttachment() ? "" : leaf.text();
    }
}
