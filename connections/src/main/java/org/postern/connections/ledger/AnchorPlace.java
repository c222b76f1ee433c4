package org.postern.connections.ledger;

import java.io.IOException;
import java.util.Optional;
import org.postern.connections.Anchoring;
import org.postern.mail.TenantId;

/// One place that holds checkpoints for others than us.
interface AnchorPlace {
    /// For messages and states, such as `file /srv/anchors`.
    String name();

    /// Gives it the checkpoint, with the proof that it continues what is there.
    void publish(TenantId tenant, Checkpoint checkpoint, Proofs proofs) throws IOException, InterruptedException;

    /// The last checkpoint there; empty where there is none, and where the place cannot be asked.
    Optional<Checkpoint> latest(TenantId tenant, VerifierKey key) throws IOException;

    /// The place refuses for a reason that asking again does not change.
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    static AnchorPlace of(Anchoring.Place place) {
        return switch (place) {
            case Anchoring.Place.Folder(var directory) -> new FolderAnchor(directory);
            case Anchoring.Place.Webhook(var url) -> new WebhookAnchor(url);
        };
    }
}
