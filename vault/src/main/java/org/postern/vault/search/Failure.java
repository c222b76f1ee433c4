package org.postern.vault.search;

import org.apache.lucene.util.BytesRef;

/// A change of the vault that could not be indexed, wholly or in part; kept in the index itself, so that it is tried
/// again after a restart too.
///
/// @param sequence the change
/// @param attempts so far
/// @param reason in words, without anything of a message's content
public record Failure(long sequence, int attempts, String reason) {
    private static final int MAX_REASON = 300;

    public Failure {
        reason = reason.replace('\n', ' ');
        reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    BytesRef term() {
        return IndexFields.hash("failure\n" + sequence);
    }

    String text() {
        return String.join("\n", Long.toString(sequence), Integer.toString(attempts), reason);
    }

    static Failure ofText(String text) {
        String[] parts = text.split("\n", 3);
        return new Failure(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }
}
