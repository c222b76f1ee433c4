package org.postern.connections.ews;

import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// The server's own opaque mark of a place in a feed (MS-OXWSSYNC 2.2.4), told apart from those of other protocols.
final class SyncState {
    private static final String OURS = "ews:";
    private static final int LONGEST = 4 << 20;

    private SyncState() {}

    static boolean usable(String state) {
        return state.startsWith(OURS)
                && state.length() <= LONGEST
                && state.chars().skip(OURS.length()).allMatch(SyncState::base64);
    }

    private static boolean base64(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "+/=-_.".indexOf(c) >= 0;
    }

    static String keep(String state) {
        String kept = OURS + state;
        if (state.isEmpty() || !usable(kept)) {
            throw new ConnectionException(
                    Kind.RETRYABLE,
                    "The server gave a page of changes without a sync state that can be kept. It can be asked again"
                            + " later; report this if it lasts.");
        }
        return kept;
    }

    static Xml element(@Nullable String state) {
        return state == null ? new Xml() : new Xml().text("m:SyncState", state.substring(OURS.length()));
    }
}
