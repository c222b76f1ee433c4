package org.postern.vault.content;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.Part;
import org.postern.vault.content.Skeleton.Segment;

/// A message without the content of its larger leaves: headers and structure can be read of it, cheaply.
///
/// Where a leaf was cut out, its part has an empty body; [#gap] says which objects fill it.
public final class HollowMessage {
    private final byte[] bytes;
    private final Map<Integer, Segment.Leaf> gaps;

    private HollowMessage(byte[] bytes, Map<Integer, Segment.Leaf> gaps) {
        this.bytes = bytes;
        this.gaps = gaps;
    }

    public static HollowMessage of(Skeleton skeleton) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<Integer, Segment.Leaf> gaps = new HashMap<>();
        for (Segment segment : skeleton.segments()) {
            switch (segment) {
                case Segment.Literal(byte[] source, var range) -> bytes.write(source, range.start(), range.length());
                case Segment.Leaf leaf -> gaps.put(bytes.size(), leaf);
            }
        }
        return new HollowMessage(bytes.toByteArray(), gaps);
    }

    public byte[] bytes() {
        return bytes;
    }

    /// What was cut out of the part; empty where its body stands in these bytes.
    public Optional<Segment.Leaf> gap(Part part) {
        return part.body().isEmpty() ? Optional.ofNullable(gaps.get(part.body().start())) : Optional.empty();
    }

    /// Whether each gap is the body of a leaf of this tree, so that the tree is that of the whole message.
    public boolean isFilledBy(Iterable<Part> leaves) {
        int found = 0;
        for (Part leaf : leaves) {
            found += gap(leaf).isPresent() ? 1 : 0;
        }
        return found == gaps.size();
    }
}
