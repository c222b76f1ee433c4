package org.postern.protect.model;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Leaf;

/// A part of a message that is not its text, pictures within the text included.
public final class Attachment {
    private final Leaf leaf;
    private final Supplier<byte[]> content;
    private final Supplier<@Nullable String> fileType;

    Attachment(Leaf leaf) {
        this.leaf = leaf;
        this.content = new Once<>(leaf::content);
        this.fileType = new Once<@Nullable String>(() -> FileKind.of(content.get(), leaf.mediaType()));
    }

    public byte[] content() {
        return content.get();
    }

    public @Nullable String fileName() {
        return leaf.fileName().orElse(null);
    }

    public @Nullable String fileExtension() {
        String name = leaf.fileName().orElse("");
        int dot = name.lastIndexOf('.');
        return dot < 0 || dot == name.length() - 1
                ? null
                : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// What its first bytes say that it is.
    public @Nullable String fileType() {
        return fileType.get();
    }

    public String contentType() {
        return leaf.mediaType();
    }

    @Nullable
    String contentId() {
        return leaf.contentId().orElse(null);
    }

    @Nullable
    String disposition() {
        return leaf.disposition().orElse(null);
    }

    long size() {
        return content.get().length;
    }

    String digest(String algorithm) {
        return Digest.hex(algorithm, content.get());
    }
}
