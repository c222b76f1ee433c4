package org.postern.connections;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What shows others that a tenant's ledger is whole: signed checkpoints of its Merkle tree, proofs, the whole as a
/// file, and where checkpoints are anchored.
///
/// Texts are in the forms of C2SP (signed-note, tlog-checkpoint, tlog-proof, tlog-witness), described in
/// docs/format/ledger.md.
public interface LedgerEvidence {
    /// The key by which anybody checks the log's signatures, as `name+id+key`; made at first.
    String verifierKey();

    /// Signs what the ledger is now, and gives the signed note; the same one as before where nothing was added.
    String checkpoint();

    /// Writes every entry that a new checkpoint covers, with that checkpoint and the verifier key.
    ///
    /// @throws IOException where `out` does not take it
    void export(OutputStream out) throws IOException;

    /// One entry with the proof that it is in the ledger as signed: a tlog-proof with the entry as its extra data.
    String proof(long number);

    /// A new checkpoint with the proof that what it signs begins with the first `old` entries, as a tlog-witness takes
    /// it.
    String growth(long old);

    /// How it stands with each place where checkpoints are anchored.
    List<Anchored> anchors();

    /// Where checkpoints are mailed to; empty for nowhere.
    Optional<MailAnchor> mailedTo();

    /// Mails checkpoints there from now on, beginning at once; where they went before, a last one says so. Told again,
    /// what failed is tried at once. Noted in the ledger.
    ///
    /// @param anchor null for nowhere any more
    void mailTo(@Nullable MailAnchor anchor);

    /// What is known without reading the ledger.
    Standing standing();

    /// Begins to walk the whole ledger beside other work; [#standing] tells how it ended. No effect while one runs.
    void beginVerification();

    /// @param signed entries that the newest checkpoint covers
    /// @param verified the last walk through all of it; null where there was none yet
    /// @param verifying whether one runs or waits for its turn now
    record Standing(long entries, long signed, @Nullable Verified verified, boolean verifying, List<Anchored> anchors) {
        public Standing {
            anchors = List.copyOf(anchors);
        }
    }

    /// @param at when the walk began
    record Verified(Instant at, Ledger.Verification found) {}

    /// @param place such as `file /srv/anchors` or `webhook witness.example`
    /// @param size of the last checkpoint that arrived there since the start; 0 for none
    /// @param at when it arrived
    /// @param fault why the last one did not arrive; null when it did
    record Anchored(
            String place,
            long size,
            @Nullable Instant at,
            @Nullable String fault) {}
}
