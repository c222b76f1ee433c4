package org.postern.vault.search;

import java.security.MessageDigest;
import org.postern.mail.Leaf;

/// Where the content of a message's leaves comes from: the message itself, or objects that are read when needed.
public interface LeafContents {
    /// The decoded content, at most `maxBytes` of it.
    byte[] bytes(Leaf leaf, int maxBytes);

    /// How many bytes the content has; at least, where that is not known without decoding it.
    int size(Leaf leaf);

    /// Adds what tells this content from others.
    void identify(Leaf leaf, MessageDigest digest);

    /// Of leaves that lie in the message that was read.
    static LeafContents inMessage() {
        return new LeafContents() {
            @Override
            public byte[] bytes(Leaf leaf, int maxBytes) {
                byte[] content = leaf.content();
                return content.length > maxBytes ? java.util.Arrays.copyOf(content, maxBytes) : content;
            }

            @Override
            public int size(Leaf leaf) {
                return leaf.part().body().length();
            }

            @Override
            public void identify(Leaf leaf, MessageDigest digest) {
                digest.update(leaf.content());
            }
        };
    }
}
