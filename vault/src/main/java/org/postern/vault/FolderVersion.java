package org.postern.vault;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderState;

/// One state of a folder over an interval of time; `until` is null while current.
///
/// @param messages messages in it at the instant asked for
public record FolderVersion(
        FolderState state,
        long messages,
        Instant from,
        @Nullable Instant until) {
    public Optional<Instant> ended() {
        return Optional.ofNullable(until);
    }
}
