package org.postern.protect.explode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.Attachment;
import org.postern.protect.model.Html;

/// A file before it is looked into: what rules handed to a function of files, or what was found in another file.
final class Source {
    private final @Nullable String name;
    private final byte[] content;
    private final String declared;

    /// @param declared its media type, as its container names it
    Source(@Nullable String name, byte[] content, String declared) {
        this.name = name;
        this.content = content;
        this.declared = declared;
    }

    @Nullable
    String name() {
        return name;
    }

    byte[] content() {
        return content;
    }

    String declared() {
        return declared;
    }

    /// Reads a value of the rule language; empty for one without bytes.
    static Optional<Source> of(Object file) {
        return Optional.ofNullable(
                switch (file) {
                    case Attachment attachment ->
                        new Source(attachment.fileName(), attachment.content(), attachment.contentType());
                    case ExplodedFile exploded ->
                        new Source(exploded.name(), exploded.content(), Kinds.mime(exploded.kind()));
                    case Html html -> new Source(null, html.raw().getBytes(StandardCharsets.UTF_8), "text/html");
                    default -> null;
                });
    }
}
