package org.postern.vault.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.ByteRange;
import org.postern.mail.Leaf;
import org.postern.mail.Message;
import org.postern.mail.Part;

/// Finds the texts that a message holds: those of its own body, and those of its attachments.
final class MessagePassages {
    private static final int MAX_PASSAGES = 300;
    /// Counts up when the same bytes are to give another text.
    private static final String READING = "1";

    private final Message message;
    private final LeafContents contents;
    private final TextSource source;
    private final List<ByteRange> embedded = new ArrayList<>();

    MessagePassages(Message message, LeafContents contents, TextSource source) {
        this.message = message;
        this.contents = contents;
        this.source = source;
        embeddedMessages().forEach(part -> embedded.add(part.range()));
    }

    List<Passage> passages() {
        List<Leaf> leaves = message.leaves().stream()
                .filter(TextSource::mayHoldText)
                .limit(MAX_PASSAGES)
                .toList();
        Optional<Leaf> plain = onlyBody(leaves, "text/plain");
        Optional<Leaf> html = onlyBody(leaves, "text/html");
        List<Passage> passages = new ArrayList<>();
        for (Leaf leaf : leaves) {
            boolean rest = plain.isPresent() && html.isPresent() && leaf == html.get();
            passages.add(rest ? rest(plain.get(), leaf) : whole(leaf));
        }
        return passages;
    }

    /// The messages that stand as they are within this one (not encoded), however deep.
    List<Part> embeddedMessages() {
        List<Part> found = new ArrayList<>();
        List<Part> pending = new ArrayList<>(List.of(message.root()));
        while (!pending.isEmpty() && found.size() < MAX_PASSAGES) {
            Part part = pending.removeLast();
            if (part.mediaType().startsWith("message/") && !part.isLeaf()) {
                found.add(part);
            }
            pending.addAll(part.parts());
        }
        return found;
    }

    private Passage whole(Leaf leaf) {
        return new Passage(
                key(leaf, null),
                isBody(leaf) ? Passage.Role.BODY : Passage.Role.ATTACHMENT,
                () -> source.read(leaf, contents));
    }

    /// Of the HTML only what the plain text beside it does not say already.
    private Passage rest(Leaf plain, Leaf html) {
        return new Passage(
                key(html, plain),
                Passage.Role.BODY,
                () -> Passage.Text.of(NewText.in(
                        source.read(html, contents).words(),
                        source.read(plain, contents).words())));
    }

    private Optional<Leaf> onlyBody(List<Leaf> leaves, String mediaType) {
        List<Leaf> found = leaves.stream()
                .filter(leaf -> leaf.mediaType().equals(mediaType) && isBody(leaf))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private boolean isBody(Leaf leaf) {
        int start = leaf.part().range().start();
        return !leaf.isAttachment()
                && embedded.stream().noneMatch(range -> range.start() < start && start < range.end());
    }

    private Passage.Key key(Leaf leaf, @Nullable Leaf beside) {
        MessageDigest digest = sha256();
        identify(leaf, digest);
        if (beside != null) {
            identify(beside, digest);
        }
        ByteBuffer name = ByteBuffer.wrap(digest.digest());
        return new Passage.Key(name.getLong(), name.getLong());
    }

    private void identify(Leaf leaf, MessageDigest digest) {
        String head =
                String.join("\n", READING, leaf.mediaType(), leaf.charset().orElse(""), TextSource.extension(leaf), "");
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        contents.identify(leaf, digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
