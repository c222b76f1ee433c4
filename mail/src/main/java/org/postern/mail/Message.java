package org.postern.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message read for people and for search: who wrote what to whom, and what hangs on it.
///
/// Any bytes can be read. Headers and structure are found at once, everything else is decoded when asked for.
public final class Message {
    private final byte[] bytes;
    private final Part root;
    private final ReadLimits limits;
    private final MessageHeader header;

    private Message(byte[] bytes, Part root, ReadLimits limits) {
        this.bytes = bytes;
        this.root = root;
        this.limits = limits;
        this.header = new MessageHeader(bytes, root, limits.maxAddresses());
    }

    /// Reads a message; the array is kept, not copied, and must not change.
    public static Message read(byte[] bytes, ReadLimits limits) {
        return new Message(bytes, MessageScanner.scan(bytes, limits.scan()), limits);
    }

    /// Reads a message that was scanned before.
    public static Message of(byte[] bytes, Part root, ReadLimits limits) {
        return new Message(bytes, root, limits);
    }

    /// A message embedded in this one; `inner` is the part of this message's tree at which it begins.
    public Message within(Part inner, ReadLimits innerLimits) {
        return new Message(bytes, inner, innerLimits);
    }

    /// The root of the MIME tree.
    public Part root() {
        return root;
    }

    public MessageHeader header() {
        return header;
    }

    /// The subject, decoded; empty when there is none.
    public String subject() {
        return header.text("Subject").orElse("");
    }

    public List<EmailAddress> from() {
        return header.addresses("From");
    }

    public List<EmailAddress> sender() {
        return header.addresses("Sender");
    }

    public List<EmailAddress> replyTo() {
        return header.addresses("Reply-To");
    }

    public List<EmailAddress> to() {
        return header.addresses("To");
    }

    public List<EmailAddress> cc() {
        return header.addresses("Cc");
    }

    public List<EmailAddress> bcc() {
        return header.addresses("Bcc");
    }

    /// When it says it was written (RFC 5322 §3.6.1); empty when that is missing or makes no sense.
    public Optional<Instant> date() {
        return header.raw("Date").flatMap(DateReader::read);
    }

    public Optional<MessageId> messageId() {
        return header.ids("Message-ID").stream().findFirst();
    }

    public List<MessageId> inReplyTo() {
        return header.ids("In-Reply-To");
    }

    public List<MessageId> references() {
        return header.ids("References");
    }

    /// Every part with content, also those of embedded messages, in their order.
    public List<Leaf> leaves() {
        return collect(true);
    }

    /// What a person would call the attachments of this message; an embedded message is one, without what it holds.
    public List<Leaf> attachments() {
        return collect(false).stream().filter(Leaf::isAttachment).toList();
    }

    /// The text: of alternatives the plain one if it says anything, HTML reduced to text, and that of embedded
    /// messages.
    public String text() {
        return new MessageText(bytes, limits).of(root);
    }

    private List<Leaf> collect(boolean insideMessages) {
        List<Leaf> leaves = new ArrayList<>();
        List<Pending> pending = new ArrayList<>(List.of(new Pending(root, false)));
        while (!pending.isEmpty()) {
            Pending next = pending.removeLast();
            Part part = next.part();
            boolean inner = part.range().start() > 0; // Only the root starts with the message.
            boolean whole = !insideMessages && inner && ContentFields.isMessage(part.mediaType());
            if (part.isLeaf() || whole) {
                leaves.add(new Leaf(bytes, part, next.related(), limits));
                continue;
            }
            boolean related = part.mediaType().equals("multipart/related");
            for (int i = part.parts().size() - 1; i >= 0; i--) {
                pending.add(new Pending(part.parts().get(i), related && i > 0));
            }
        }
        return List.copyOf(leaves);
    }

    /// A part still to be looked at.
    private record Pending(Part part, boolean related) {}
}
