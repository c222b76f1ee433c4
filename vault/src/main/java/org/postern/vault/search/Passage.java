package org.postern.vault.search;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.postern.extract.Extraction;

/// A text that messages hold, as one part of them: known by a key, so that it is read and indexed once however many
/// messages hold it.
///
/// @param key equal for equal texts, and unequal for others
/// @param text asked for only when the key is new
record Passage(Key key, Role role, Supplier<Text> text) {
    /// What a text is to a message.
    enum Role {
        BODY,
        ATTACHMENT
    }

    /// 128 bits of a hash over what the text is made from.
    record Key(long high, long low) {
        BytesRef term() {
            return new BytesRef(
                    java.nio.ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        }
    }

    /// The text; when it could not be had, it is empty and says why.
    record Text(String words, Extraction.@Nullable Reason failure) {
        Text {
            Objects.requireNonNull(words);
        }

        static Text of(String words) {
            return new Text(words, null);
        }

        Optional<Extraction.Reason> problem() {
            return Optional.ofNullable(failure);
        }
    }
}
